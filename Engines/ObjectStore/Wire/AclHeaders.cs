using System.Collections.Immutable;

namespace OrleansLld.ObjectStore.Wire;

/// <summary>What a request's headers say about access: a canned list, or grants, or nothing.</summary>
/// <param name="Canned">The canned list; null for none.</param>
/// <param name="Grants">The grants; empty for none.</param>
public sealed record AclHeaders(CannedAcl? Canned, ImmutableArray<AclEntry> Grants)
{
    public const string CannedName = "x-amz-acl";
    public const int GrantsMax = 100;

    private static readonly (string Name, AclPermission Permission)[] GrantNames =
    [
        ("x-amz-grant-read", AclPermission.Read),
        ("x-amz-grant-write", AclPermission.Write),
        ("x-amz-grant-read-acp", AclPermission.ReadAcl),
        ("x-amz-grant-write-acp", AclPermission.WriteAcl),
        ("x-amz-grant-full-control", AclPermission.FullControl),
    ];

    public static AclHeaders None { get; } = new(null, []);

    /// <summary>Whether nothing is said.</summary>
    public bool IsEmpty => Canned is null && Grants.IsEmpty;

    /// <summary>Whether any of the headers that grant is there; for others than canned lists more has to be known.</summary>
    public static bool AnyGrant(Func<string, string?> header) => GrantNames.Any(grant => header(grant.Name) is { Length: > 0 });

    /// <summary>Reads the headers.</summary>
    /// <param name="header">
    /// A header's value by its name in lower case; null or empty for none. Several of one name are joined by commas.
    /// </param>
    public static Parsed<AclHeaders> Parse(Func<string, string?> header)
    {
        CannedAcl? canned = null;
        if (header(CannedName) is { Length: > 0 } name && (canned = CannedAcls.Parse(name)) is null)
            return new WireRefusal(WireFault.InvalidArgument, "", CannedName, name);
        var grants = ImmutableArray.CreateBuilder<AclEntry>();
        foreach (var (grantName, permission) in GrantNames)
        {
            if (header(grantName) is { Length: > 0 } value && Read(grantName, value, permission, grants) is { } refusal)
                return refusal;
        }

        if (canned is not null && grants.Count > 0)
            return new WireRefusal(WireFault.InvalidRequest, "Specifying both Canned ACLs and Header Grants is not allowed");
        return new AclHeaders(canned, grants.ToImmutable());
    }

    /// <summary>The whole list that the headers stand for; that of the owner alone when they say nothing.</summary>
    public ImmutableArray<AclEntry> Entries(AclParty owner, AclParty bucketOwner) =>
        Grants.IsEmpty ? CannedAcls.Expand(Canned ?? CannedAcl.Private, owner, bucketOwner) : Grants;

    /// <summary>Whether a bucket without access lists takes the headers: they only give the bucket's owner what he has.</summary>
    public bool SuitsOwnerEnforced(string bucketOwnerId) => Grants.IsEmpty
        ? Canned is null or CannedAcl.Private or CannedAcl.BucketOwnerFullControl
        : Grants.All(grant => grant.Id == bucketOwnerId && grant.Permission == AclPermission.FullControl);

    private static WireRefusal? Read(
        string name, string value, AclPermission permission, ImmutableArray<AclEntry>.Builder grants)
    {
        foreach (var part in value.Split(','))
        {
            var equals = part.IndexOf('=');
            if (equals < 0 || grants.Count == GrantsMax)
                return new WireRefusal(WireFault.InvalidArgument, "Argument format not recognized", name, value);
            var kind = part[..equals].Trim();
            var text = part[(equals + 1)..].Trim();
            if (text is ['"', .., '"'])
                text = text[1..^1];
            switch (kind.ToLowerInvariant())
            {
                case "id" when AclNames.IsAccount(text):
                    grants.Add(new AclEntry(AclGrantee.Account, text, "", permission));
                    break;
                case "id":
                    return new WireRefusal(WireFault.InvalidArgument, "Invalid id", name, text);
                case "uri" when AclNames.Group(text) is { } group:
                    grants.Add(AclEntry.Of(group, permission));
                    break;
                case "uri":
                    return new WireRefusal(WireFault.InvalidArgument, "Invalid group uri", name, text);
                case "emailaddress":
                    return new WireRefusal(WireFault.UnresolvableGrantByEmailAddress, "", name, text);
                default:
                    return new WireRefusal(WireFault.InvalidArgument, "Argument format not recognized", name, value);
            }
        }

        return null;
    }
}
