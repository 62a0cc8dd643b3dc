using System.Collections.Immutable;
using OrleansLld.ObjectStore.Access;
using OrleansLld.ObjectStore.Wire;
using OrleansLld.ObjectStore.Wire.Xml;

namespace OrleansLld.ObjectStore;

/// <summary>Says in the engine's words what a bucket is asked, and in the contract's why it refuses.</summary>
internal static class BucketCommands
{
    private const int IncarnationLength = 16;
    private const int CorsLengthMax = 64 << 10;

    public static BucketEvent.Created Created(CreateBucket command, DateTimeOffset now)
    {
        var incarnation = command.Incarnation;
        if (incarnation.Length != IncarnationLength || !incarnation.All(one => char.IsAsciiLetterLower(one) || char.IsAsciiDigit(one)))
            throw new ArgumentException("An incarnation is 16 lower-case letters and digits.", nameof(command));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(command.Region.Length, CreateBucketXml.RegionLengthMax, nameof(command));
        var owner = command.Owner.Account!.Value;
        var acl = command.Acl.IsDefaultOrEmpty
            ? [AclEntry.Of(new AclParty(owner.ToString(), command.Owner.Handle), AclPermission.FullControl)]
            : Entries(command.Acl);
        return new BucketEvent.Created(
            incarnation, owner.Value, command.Owner.Handle, now, command.Region, (OwnershipSetting)command.Ownership, acl);
    }

    public static TermsChange Change(BucketChange change) => change switch
    {
        BucketChange.Versioning { State: VersioningState.Enabled or VersioningState.Suspended } versioning =>
            new TermsChange.Versioning((VersioningSetting)versioning.State),
        BucketChange.Versioning => throw new ArgumentException("What was once enabled is not switched off.", nameof(change)),
        BucketChange.Ownership ownership => new TermsChange.Ownership((OwnershipSetting?)ownership.Value),
        BucketChange.Acl acl => new TermsChange.Grants(Entries(acl.Grants)),
        BucketChange.PublicAccess { Block: { } block } => new TermsChange.PublicAccess(new PublicAccessSetting(
            block.BlockPublicAcls, block.IgnorePublicAcls, block.BlockPublicPolicy, block.RestrictPublicBuckets)),
        BucketChange.PublicAccess => new TermsChange.PublicAccess(null),
        BucketChange.Policy policy => new TermsChange.Policy(policy.Json),
        BucketChange.Cors { Xml: { Length: > CorsLengthMax } } =>
            throw new ArgumentException("CORS rules have at most 64 KiB.", nameof(change)),
        BucketChange.Cors cors => new TermsChange.Cors(cors.Xml),
        BucketChange.Tags tags when TagRules.Check(Values(tags.Values), TagScope.Bucket) is { } refusal =>
            throw new ArgumentException(refusal.Sentence, nameof(change)),
        BucketChange.Tags tags => new TermsChange.Tagging(Values(tags.Values)),
        _ => throw new ArgumentException($"There is no change {change.GetType().Name}.", nameof(change)),
    };

    public static AccessRequester Requester(Requester who) =>
        who.Account is { } account ? new AccessRequester(account.ToString(), who.Handle) : AccessRequester.Anonymous;

    public static ImmutableArray<NamedValue> Values(ImmutableArray<Tag> tags) =>
        [.. tags.Select(tag => new NamedValue(tag.Name, tag.Value))];

    public static AclEntry Entry(Grant grant) => grant.Kind == GranteeKind.Account
        ? new AclEntry(AclGrantee.Account, grant.Grantee, grant.DisplayName, (AclPermission)grant.Permission)
        : AclEntry.Of((AclGrantee)grant.Kind, (AclPermission)grant.Permission);

    public static Grant Grant(AclEntry entry) => new(
        entry.Kind == AclGrantee.Account ? entry.Id : AclNames.Uri(entry.Kind),
        (GranteeKind)entry.Kind,
        entry.Name,
        (GrantPermission)entry.Permission);

    public static BucketRefusal Refusal(BucketFault fault) => fault switch
    {
        BucketFault.None => BucketRefusal.None,
        BucketFault.NoSuchBucket => BucketRefusal.NoSuchBucket,
        BucketFault.NameTaken => BucketRefusal.NameTaken,
        BucketFault.OwnedByYou => BucketRefusal.OwnedByYou,
        BucketFault.AccessDenied => BucketRefusal.AccessDenied,
        BucketFault.AclsNotSupported => BucketRefusal.AclsNotSupported,
        BucketFault.MalformedPolicy => BucketRefusal.MalformedPolicy,
        BucketFault.PublicAccessBlocked => BucketRefusal.PublicAccessBlocked,
        BucketFault.GrantsToOthers => BucketRefusal.GrantsToOthers,
        BucketFault.Conflict => BucketRefusal.Conflict,
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, "Not a refusal of a command."),
    };

    private static ImmutableArray<AclEntry> Entries(ImmutableArray<Grant> grants)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(grants.Length, AclHeaders.GrantsMax, nameof(grants));
        if (grants.Any(grant => grant.Kind == GranteeKind.Account && !AclNames.IsAccount(grant.Grantee)))
            throw new ArgumentException("A grantee is an account's number.", nameof(grants));
        return [.. grants.Select(Entry)];
    }
}
