using System.Collections.Immutable;
using OrleansLld.Accounts;
using OrleansLld.ObjectStore.Wire;
using OrleansLld.ObjectStore.Wire.Xml;

namespace OrleansLld.ObjectStore;

/// <summary>Access lists between requests and the contracts: from headers, from a body, and back.</summary>
internal static class AclDocuments
{
    /// <summary>The list as clients read it.</summary>
    public static byte[] Write(ObjectOwner owner, ImmutableArray<Grant> grants)
    {
        var party = PartyOf(owner);
        return AclXml.Write(new Acl(party.Id, party.Name, [.. grants.Select(EntryOf)]));
    }

    /// <summary>The list of whom nobody shares with.</summary>
    public static ImmutableArray<Grant> OwnersAlone(ObjectOwner owner) =>
        [new Grant(owner.Account.ToString(), GranteeKind.Account, owner.Handle, GrantPermission.FullControl)];

    /// <summary>Reads a new list from the headers or the body of a request; refuses the call where there is none, or both.</summary>
    /// <param name="call">The call.</param>
    /// <param name="grantees">Who knows the accounts that the list names.</param>
    /// <param name="owner">Who owns what the list is of.</param>
    /// <param name="bucketOwner">Who owns the bucket that it is in.</param>
    public static async ValueTask<ImmutableArray<Grant>?> Read(
        ObjectStoreCall call, Grantees grantees, ObjectOwner owner, ObjectOwner bucketOwner)
    {
        if (ReadHeaders(call) is not { } headers || await call.ReadDocument(WireXmlLimits.Setting.BytesMax) is not { } document)
            return null;
        if (!headers.IsEmpty)
        {
            if (document.IsEmpty)
                return GrantsOf(call, headers, owner, bucketOwner);
            call.Refuse(S3Error.UnexpectedContent);
            return null;
        }

        if (document.IsEmpty)
        {
            call.Refuse(S3Error.MissingSecurityHeader with { Details = [("MissingHeaderName", AclHeaders.CannedName)] });
            return null;
        }

        var parsed = AclXml.Parse(document);
        if (parsed.Refusal is { } refusal)
            call.Refuse(WireErrors.Of(refusal));
        else if (parsed.Value.OwnerId != owner.Account.ToString())
            call.Refuse(S3Error.AccessDenied);
        else
            await grantees.Learn(call, parsed.Value.Entries);
        return call.Refusal is null ? GrantsOf(call, parsed.Value!.Entries, owner, bucketOwner) : null;
    }

    /// <summary>What the headers of a request say of access; null where they are refused.</summary>
    public static AclHeaders? ReadHeaders(ObjectStoreCall call)
    {
        var parsed = AclHeaders.Parse(call.Header);
        if (parsed.Refusal is not { } refusal)
            return parsed.Value;
        call.Refuse(WireErrors.Of(refusal));
        return null;
    }

    /// <summary>The grants that headers stand for; those of the owner alone where they say nothing.</summary>
    public static ImmutableArray<Grant> GrantsOf(ObjectStoreCall call, AclHeaders headers, ObjectOwner owner, ObjectOwner bucketOwner) =>
        GrantsOf(call, headers.Entries(PartyOf(owner), PartyOf(bucketOwner)), owner, bucketOwner);

    /// <summary>The grants that entries stand for; everybody in them is an owner or was learned.</summary>
    private static ImmutableArray<Grant> GrantsOf(
        ObjectStoreCall call, ImmutableArray<AclEntry> entries, ObjectOwner owner, ObjectOwner bucketOwner)
    {
        return [.. entries.Select(Of)];

        Grant Of(AclEntry entry)
        {
            if (entry.Kind != AclGrantee.Account)
                return new Grant(AclNames.Uri(entry.Kind), (GranteeKind)entry.Kind, "", (GrantPermission)entry.Permission);
            var name = entry.Id == owner.Account.ToString() ? owner.Handle
                : entry.Id == bucketOwner.Account.ToString() ? bucketOwner.Handle
                : call.Handles[entry.Id];
            return new Grant(entry.Id, GranteeKind.Account, name, (GrantPermission)entry.Permission);
        }
    }

    /// <summary>Whether the grants give the owner what he has, and nobody else anything.</summary>
    public static bool IsOfOwnerAlone(ImmutableArray<Grant> grants, AccountId owner) => grants.All(
        grant => grant.Grantee == owner.ToString() && grant.Permission == GrantPermission.FullControl);

    private static AclParty PartyOf(ObjectOwner owner) => new(owner.Account.ToString(), owner.Handle);

    private static AclEntry EntryOf(Grant grant) => grant.Kind == GranteeKind.Account
        ? new AclEntry(AclGrantee.Account, grant.Grantee, grant.DisplayName, (AclPermission)grant.Permission)
        : AclEntry.Of((AclGrantee)grant.Kind, (AclPermission)grant.Permission);
}
