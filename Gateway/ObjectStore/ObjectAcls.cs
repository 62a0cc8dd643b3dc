using System.Collections.Immutable;
using OrleansLld.ObjectStore.Wire;

namespace OrleansLld.ObjectStore;

/// <summary>Who owns an object that is written, and whom its access list lets in.</summary>
internal static class ObjectAcls
{
    /// <summary>The bucket's owner.</summary>
    public static ObjectOwner BucketOwner(ObjectStoreCall call) => new(call.Settings.Owner, call.Settings.OwnerHandle);

    /// <summary>The owner of what the requester writes: the bucket's, where he is nobody or the bucket owns all that is in it.</summary>
    public static ObjectOwner OwnerOf(ObjectStoreCall call, AclHeaders acl)
    {
        var ownership = call.Settings.Ownership;
        var isBuckets = call.Who.Account is null
            || ownership == ObjectOwnership.BucketOwnerEnforced
            || (ownership == ObjectOwnership.BucketOwnerPreferred && acl.Canned == CannedAcl.BucketOwnerFullControl);
        return isBuckets ? BucketOwner(call) : new ObjectOwner(call.Who.Account!.Value, call.Who.Handle);
    }

    /// <summary>The grants that the headers of a write ask for; refuses the call where the bucket does not take them.</summary>
    public static ImmutableArray<Grant> GrantsOf(ObjectStoreCall call, AclHeaders acl, ObjectOwner owner)
    {
        if (acl.IsEmpty)
            return [];
        if (call.Settings.Ownership != ObjectOwnership.BucketOwnerEnforced)
            return Taken(call, AclDocuments.GrantsOf(call, acl, owner, BucketOwner(call)), owner);
        if (!acl.SuitsOwnerEnforced(call.Settings.Owner.ToString()))
            call.Refuse(S3Error.AccessControlListNotSupported);
        return [];
    }

    /// <summary>The grants as they are kept: none for the owner alone. Refuses the call where the bucket does not take them.</summary>
    public static ImmutableArray<Grant> Taken(ObjectStoreCall call, ImmutableArray<Grant> grants, ObjectOwner owner)
    {
        var isOwners = grants.Length > 0 && AclDocuments.IsOfOwnerAlone(grants, owner.Account);
        if (call.Settings.Ownership == ObjectOwnership.BucketOwnerEnforced && !isOwners)
            call.Refuse(S3Error.AccessControlListNotSupported);
        if (call.Settings.PublicAccess is { BlockPublicAcls: true } && grants.Any(IsPublic))
            call.Refuse(S3Error.AccessDenied);
        return isOwners ? [] : grants;
    }

    private static bool IsPublic(Grant grant) => grant.Kind is GranteeKind.AllUsers or GranteeKind.AuthenticatedUsers;
}
