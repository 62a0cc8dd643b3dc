using System.Collections.Immutable;
using OrleansLld.ObjectStore.Wire;
using OrleansLld.ObjectStore.Wire.Xml;

namespace OrleansLld.ObjectStore.Access;

// Who may do what with a bucket. A request is decided by, in this order:
//
//   1. the owner may always read and change the policy, so that no policy locks him out for good,
//   2. the policy, where it denies,
//   3. what the requester is: the owner of the bucket or of the object,
//   4. the policy, where it allows (not if it is public and the public access block restricts such buckets),
//   5. the access lists, unless the ownership setting has switched them off.
//
// With access lists on, an object belongs to whoever wrote it, and the bucket's policy gives away only what its owner has. The owner's own
// right to list and to write stands in the bucket's list, where he may take it away from himself; he can always put it back.

/// <summary>A bucket's rules of access.</summary>
/// <param name="Bucket">Its name.</param>
/// <param name="OwnerId">Its owner's number.</param>
/// <param name="Ownership">Whether access lists count.</param>
/// <param name="Acl">Its own list.</param>
/// <param name="Block">What is forbidden in any case.</param>
/// <param name="Policy">Its policy; null for none.</param>
public sealed record BucketAccess(
    string Bucket,
    string OwnerId,
    OwnershipSetting Ownership,
    ImmutableArray<AclEntry> Acl,
    PublicAccessSetting Block,
    BucketPolicy? Policy)
{
    private static readonly S3Action ListBucket = S3Action.Named(nameof(ListBucket));

    private bool HasLists => Ownership != OwnershipSetting.BucketOwnerEnforced;

    /// <summary>Whether the list gives everybody something, or everybody with a credential.</summary>
    public static bool IsPublic(ImmutableArray<AclEntry> acl) =>
        acl.Any(entry => entry.Kind is AclGrantee.AllUsers or AclGrantee.AuthenticatedUsers);

    /// <summary>Whether the requester may list the bucket, so may be told that a key is not there.</summary>
    public bool MayList(AccessQuestion question) =>
        Decide(question with { Action = ListBucket, Key = "", Object = null }) == AccessVerdict.Admitted;

    public AccessVerdict Decide(AccessQuestion question)
    {
        var isOwner = question.Who.Id == OwnerId;
        var right = AccessRights.Of(question.Action);
        if (isOwner && right == AccessRight.Policy)
            return AccessVerdict.Admitted;
        var said = Policy?.Evaluate(question.Action, question.Resource(Bucket), question.Context) ?? PolicyVerdict.Nothing;
        if (said == PolicyVerdict.Denied)
            return AccessVerdict.Denied;
        if (said == PolicyVerdict.NeedsTags)
            return AccessVerdict.NeedsObject;
        var isAllowed = said == PolicyVerdict.Allowed && (isOwner || !(Block.RestrictPublicBuckets && Policy!.IsPublic));
        return right switch
        {
            AccessRight.Policy or AccessRight.Settings => Admit(isOwner || isAllowed),
            AccessRight.ReadBucket => Admit(isAllowed || BucketGrants(question.Who, isOwner, AclPermission.Read)),
            AccessRight.WriteBucket => Admit(isAllowed || BucketGrants(question.Who, isOwner, AclPermission.Write)),
            AccessRight.DeleteVersion => Admit(isAllowed || (isOwner && BucketGrants(question.Who, isOwner, AclPermission.Write))),
            AccessRight.ReadBucketAcl => Admit(isOwner || isAllowed || BucketGrants(question.Who, isOwner, AclPermission.ReadAcl)),
            AccessRight.WriteBucketAcl => Admit(isOwner || isAllowed || BucketGrants(question.Who, isOwner, AclPermission.WriteAcl)),
            AccessRight.Upload => DecideUpload(question, isOwner || isAllowed),
            _ => DecideObject(question, right, isOwner, isAllowed),
        };
    }

    /// <summary>An upload is also its initiator's, whom the question gives as the object's owner.</summary>
    private static AccessVerdict DecideUpload(AccessQuestion question, bool isAllowed)
    {
        if (isAllowed || question.Who.IsAnonymous)
            return Admit(isAllowed);
        return question.Object is { } upload ? Admit(upload.OwnerId == question.Who.Id) : AccessVerdict.NeedsObject;
    }

    private AccessVerdict DecideObject(AccessQuestion question, AccessRight right, bool isOwner, bool isAllowed)
    {
        if (!HasLists)
            return Admit(isOwner || isAllowed);
        if (question.Object is not { } found)
            return AccessVerdict.NeedsObject;
        if (found.OwnerId.Length == 0)
            return Admit(isOwner || isAllowed || MayList(question));
        var isObjectOwner = found.OwnerId == question.Who.Id;
        return right switch
        {
            _ when isAllowed && found.OwnerId == OwnerId => AccessVerdict.Admitted,
            AccessRight.ReadObject => Admit(ObjectGrants(question.Who, found, AclPermission.Read)),
            AccessRight.ReadObjectAcl => Admit(isObjectOwner || ObjectGrants(question.Who, found, AclPermission.ReadAcl)),
            AccessRight.WriteObjectAcl => Admit(isObjectOwner || ObjectGrants(question.Who, found, AclPermission.WriteAcl)),
            AccessRight.TagObject => Admit(isOwner || isObjectOwner),
            _ => throw new ArgumentOutOfRangeException(nameof(right), right, "Not a right of objects."),
        };
    }

    private bool BucketGrants(AccessRequester who, bool isOwner, AclPermission permission) =>
        HasLists ? Grants(Acl, who, permission) : isOwner;

    private bool ObjectGrants(AccessRequester who, AccessObject found, AclPermission permission) =>
        found.Acl.IsEmpty ? found.OwnerId == who.Id : Grants(found.Acl, who, permission);

    private bool Grants(ImmutableArray<AclEntry> acl, AccessRequester who, AclPermission permission)
    {
        foreach (var entry in acl)
        {
            var isMeant = entry.Kind switch
            {
                AclGrantee.Account => !who.IsAnonymous && entry.Id == who.Id,
                AclGrantee.AllUsers => !Block.IgnorePublicAcls,
                AclGrantee.AuthenticatedUsers => !Block.IgnorePublicAcls && !who.IsAnonymous,
                _ => false,
            };
            if (isMeant && (entry.Permission == permission || entry.Permission == AclPermission.FullControl))
                return true;
        }

        return false;
    }

    private static AccessVerdict Admit(bool isAdmitted) => isAdmitted ? AccessVerdict.Admitted : AccessVerdict.Denied;
}

/// <summary>A request to be decided.</summary>
/// <param name="Action">What is to be done.</param>
/// <param name="Key">The object's key; empty for the bucket.</param>
/// <param name="Context">Who asks, and what a policy may ask about the request.</param>
/// <param name="Object">The object, where it is known.</param>
public sealed record AccessQuestion(S3Action Action, string Key, AccessContext Context, AccessObject? Object)
{
    public AccessRequester Who => Context.Who;

    public string Resource(string bucket) => Key.Length == 0 ? bucket : $"{bucket}/{Key}";
}

/// <summary>What of an object bears on who may use it.</summary>
/// <param name="OwnerId">Its owner's number; empty when there is no such object.</param>
/// <param name="Acl">Its list; empty for the owner alone.</param>
public sealed record AccessObject(string OwnerId, ImmutableArray<AclEntry> Acl);

/// <summary>The answer; the numbers are not stored.</summary>
public enum AccessVerdict
{
    Admitted,
    Denied,

    /// <summary>It depends on the object: ask again with it.</summary>
    NeedsObject,
}
