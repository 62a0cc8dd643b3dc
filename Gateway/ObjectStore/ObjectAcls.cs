using System.Collections.Immutable;
using OrleansLld.ObjectStore.Wire;

namespace OrleansLld.ObjectStore;

/// <summary>Who owns an object that is written, and whom its access list lets in.</summary>
internal static class ObjectAcls
{
    /// <summary>The owner of what the requester writes: the bucket's, where he is nobody or the bucket owns all that is in it.</summary>
    public static ObjectOwner OwnerOf(ObjectStoreCall call, AclHeaders acl)
    {
        var settings = call.Settings;
        var isBuckets = call.Who.Account is null
            || settings.Ownership == ObjectOwnership.BucketOwnerEnforced
            || (settings.Ownership == ObjectOwnership.BucketOwnerPreferred && acl.Canned == CannedAcl.BucketOwnerFullControl);
        return isBuckets
            ? new ObjectOwner(settings.Owner, settings.OwnerHandle)
            : new ObjectOwner(call.Who.Account!.Value, call.Who.Handle);
    }

    /// <summary>The grants that the headers ask for; refuses the call where the bucket takes none, or none that are public.</summary>
    public static ImmutableArray<Grant> GrantsOf(ObjectStoreCall call, AclHeaders acl, ObjectOwner owner)
    {
        if (acl.IsEmpty)
            return [];
        var settings = call.Settings;
        if (settings.Ownership == ObjectOwnership.BucketOwnerEnforced)
        {
            if (!acl.SuitsOwnerEnforced(settings.Owner.ToString()))
                call.Refuse(S3Error.AccessControlListNotSupported);
            return [];
        }

        return Checked(call, acl.Entries(PartyOf(owner), new AclParty(settings.Owner.ToString(), settings.OwnerHandle)), owner);
    }

    /// <summary>The grants of a list that was sent; refuses the call where the bucket takes none, or it names another owner.</summary>
    public static ImmutableArray<Grant> GrantsOf(ObjectStoreCall call, Acl acl, ObjectOwner owner)
    {
        if (acl.OwnerId != owner.Account.ToString())
            call.Refuse(S3Error.AccessDenied);
        if (call.Settings.Ownership != ObjectOwnership.BucketOwnerEnforced)
            return Checked(call, acl.Entries, owner);
        if (!new AclHeaders(null, acl.Entries).SuitsOwnerEnforced(call.Settings.Owner.ToString()))
            call.Refuse(S3Error.AccessControlListNotSupported);
        return [];
    }

    // The owner's own list is no list.
    private static ImmutableArray<Grant> Checked(ObjectStoreCall call, ImmutableArray<AclEntry> entries, ObjectOwner owner)
    {
        if (call.Settings.PublicAccess is { BlockPublicAcls: true } && entries.Any(IsPublic))
            call.Refuse(S3Error.AccessDenied);
        return entries is [{ Kind: AclGrantee.Account, Permission: AclPermission.FullControl } only] && only.Id == owner.Account.ToString()
            ? []
            : [.. entries.Select(GrantOf)];
    }

    /// <summary>The list as clients read it.</summary>
    public static Acl AclOf(ObjectDescription description)
    {
        var owner = PartyOf(description.Owner);
        return new Acl(owner.Id, owner.Name, description.Acl.IsEmpty
            ? [AclEntry.Of(owner, AclPermission.FullControl)]
            : [.. description.Acl.Select(EntryOf)]);
    }

    public static AclParty PartyOf(ObjectOwner owner) => new(owner.Account.ToString(), owner.Handle);

    private static bool IsPublic(AclEntry entry) => entry.Kind is AclGrantee.AllUsers or AclGrantee.AuthenticatedUsers;

    private static Grant GrantOf(AclEntry entry) => new(
        entry.Kind == AclGrantee.Account ? entry.Id : AclNames.Uri(entry.Kind),
        (GranteeKind)entry.Kind,
        entry.Name,
        (GrantPermission)entry.Permission);

    private static AclEntry EntryOf(Grant grant) => grant.Kind == GranteeKind.Account
        ? AclEntry.Of(new AclParty(grant.Grantee, grant.DisplayName), (AclPermission)grant.Permission)
        : AclEntry.Of((AclGrantee)grant.Kind, (AclPermission)grant.Permission);
}
