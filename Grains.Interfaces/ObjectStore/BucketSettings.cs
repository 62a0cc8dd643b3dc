using System.Collections.Immutable;
using OrleansLld.Accounts;

namespace OrleansLld.ObjectStore;

/// <summary>Everything about a bucket but its objects.</summary>
/// <param name="Revision">Grows with every change; never 0.</param>
/// <param name="Incarnation">Tells this bucket from earlier ones of its name; 16 lower-case letters and digits.</param>
/// <param name="Owner">The owner.</param>
/// <param name="OwnerHandle">The owner's handle when the bucket was made.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="Region">The location constraint; empty for the default region.</param>
/// <param name="Versioning">Whether overwritten and deleted objects are kept.</param>
/// <param name="Ownership">Whether objects have access lists of their own; null where the setting was taken away: they have.</param>
/// <param name="Acl">The bucket's grants, those of its owner among them.</param>
/// <param name="PublicAccess">What is forbidden however grants and policy read; null when nothing was set.</param>
/// <param name="PolicyJson">The policy as it was sent; null for none.</param>
/// <param name="CorsXml">The CORS rules as they were sent; null for none.</param>
/// <param name="Tags">The bucket's tags.</param>
/// <param name="Index">Which partition has which keys, by first key; the first begins with the empty text.</param>
[GenerateSerializer, Immutable, Alias("objectstore.bucket-settings")]
public sealed record BucketSettings(
    [property: Id(0)] long Revision,
    [property: Id(1)] string Incarnation,
    [property: Id(2)] AccountId Owner,
    [property: Id(3)] string OwnerHandle,
    [property: Id(4)] DateTimeOffset CreatedAt,
    [property: Id(5)] string Region,
    [property: Id(6)] VersioningState Versioning,
    [property: Id(7)] ObjectOwnership? Ownership,
    [property: Id(8)] ImmutableArray<Grant> Acl,
    [property: Id(9)] PublicAccessBlock? PublicAccess,
    [property: Id(10)] string? PolicyJson,
    [property: Id(11)] string? CorsXml,
    [property: Id(12)] ImmutableArray<Tag> Tags,
    [property: Id(13)] ImmutableArray<IndexRange> Index);

/// <summary>A run of keys that one partition has, to the first key of the next.</summary>
/// <param name="From">The first key that belongs to it, in the order of <see cref="ObjectKey.Compare"/>; empty for the very first.</param>
/// <param name="Partition">Who has them.</param>
[GenerateSerializer, Immutable, Alias("objectstore.index-range")]
public sealed record IndexRange([property: Id(0)] string From, [property: Id(1)] IndexPartitionId Partition);

/// <summary>Changes one setting of a bucket.</summary>
/// <param name="Who">Who asks.</param>
/// <param name="Change">The setting.</param>
[GenerateSerializer, Immutable, Alias("objectstore.configure-bucket")]
public sealed record ConfigureBucket([property: Id(0)] Requester Who, [property: Id(1)] BucketChange Change);

/// <summary>One of the settings that a bucket's owner may change. Null takes the setting away.</summary>
[GenerateSerializer, Immutable, Alias("objectstore.bucket-change")]
public abstract record BucketChange
{
    private BucketChange()
    {
    }

    /// <summary>Keep versions, or stop keeping them.</summary>
    /// <param name="State">Enabled or suspended: what was once enabled cannot be switched off.</param>
    [GenerateSerializer, Immutable, Alias("objectstore.change-versioning")]
    public sealed record Versioning([property: Id(0)] VersioningState State) : BucketChange;

    /// <summary>Whether objects have access lists of their own.</summary>
    /// <param name="Value">The setting; null to take it away, which then is as <see cref="ObjectOwnership.ObjectWriter"/>.</param>
    [GenerateSerializer, Immutable, Alias("objectstore.change-ownership")]
    public sealed record Ownership([property: Id(0)] ObjectOwnership? Value) : BucketChange;

    /// <summary>The bucket's grants.</summary>
    /// <param name="Grants">
    /// All of them, at most 100. The owner may take from himself the right to list and to write; the list he may always read and change.
    /// </param>
    [GenerateSerializer, Immutable, Alias("objectstore.change-acl")]
    public sealed record Acl([property: Id(0)] ImmutableArray<Grant> Grants) : BucketChange;

    /// <summary>What is forbidden however grants and policy read.</summary>
    /// <param name="Block">The block, or null.</param>
    [GenerateSerializer, Immutable, Alias("objectstore.change-public-access")]
    public sealed record PublicAccess([property: Id(0)] PublicAccessBlock? Block) : BucketChange;

    /// <summary>The policy.</summary>
    /// <param name="Json">At most 20 KiB, or null.</param>
    [GenerateSerializer, Immutable, Alias("objectstore.change-policy")]
    public sealed record Policy([property: Id(0)] string? Json) : BucketChange;

    /// <summary>The CORS rules.</summary>
    /// <param name="Xml">At most 64 KiB, checked by the gateway; or null.</param>
    [GenerateSerializer, Immutable, Alias("objectstore.change-cors")]
    public sealed record Cors([property: Id(0)] string? Xml) : BucketChange;

    /// <summary>The bucket's tags.</summary>
    /// <param name="Values">At most 50; empty for none.</param>
    [GenerateSerializer, Immutable, Alias("objectstore.change-tags")]
    public sealed record Tags([property: Id(0)] ImmutableArray<Tag> Values) : BucketChange;
}

/// <summary>Whether overwritten and deleted objects are kept.</summary>
[GenerateSerializer, Alias("objectstore.versioning-state")]
public enum VersioningState
{
    /// <summary>Never switched on: one object a key, its version is null.</summary>
    Off = 0,

    /// <summary>Every write makes a version, every delete a marker.</summary>
    Enabled = 1,

    /// <summary>Writes replace the null version; the others stay.</summary>
    Suspended = 2,
}

/// <summary>Whether objects have access lists of their own.</summary>
[GenerateSerializer, Alias("objectstore.object-ownership")]
public enum ObjectOwnership
{
    /// <summary>They have none: the bucket's owner owns everything, and only policies let others in. The default.</summary>
    BucketOwnerEnforced = 0,

    /// <summary>They have; an object written with <c>bucket-owner-full-control</c> belongs to the bucket's owner.</summary>
    BucketOwnerPreferred = 1,

    /// <summary>They have; an object belongs to whoever wrote it.</summary>
    ObjectWriter = 2,
}

/// <summary>What is forbidden however grants and policy read.</summary>
/// <param name="BlockPublicAcls">Refuse new public grants.</param>
/// <param name="IgnorePublicAcls">Ignore the public grants that are there.</param>
/// <param name="BlockPublicPolicy">Refuse a policy that is public.</param>
/// <param name="RestrictPublicBuckets">Let nobody in but the owner where the policy is public.</param>
[GenerateSerializer, Immutable, Alias("objectstore.public-access-block")]
public sealed record PublicAccessBlock(
    [property: Id(0)] bool BlockPublicAcls,
    [property: Id(1)] bool IgnorePublicAcls,
    [property: Id(2)] bool BlockPublicPolicy,
    [property: Id(3)] bool RestrictPublicBuckets);

/// <summary>Somebody is allowed something.</summary>
/// <param name="Grantee">Who: an account's number, or the URI of one of the groups.</param>
/// <param name="Kind">How <paramref name="Grantee"/> is meant.</param>
/// <param name="DisplayName">The account's handle; empty for a group.</param>
/// <param name="Permission">What.</param>
[GenerateSerializer, Immutable, Alias("objectstore.grant")]
public sealed record Grant(
    [property: Id(0)] string Grantee,
    [property: Id(1)] GranteeKind Kind,
    [property: Id(2)] string DisplayName,
    [property: Id(3)] GrantPermission Permission);

/// <summary>What a grantee is.</summary>
[GenerateSerializer, Alias("objectstore.grantee-kind")]
public enum GranteeKind
{
    /// <summary>An account.</summary>
    Account = 0,

    /// <summary>Everybody: <c>http://acs.amazonaws.com/groups/global/AllUsers</c>.</summary>
    AllUsers = 1,

    /// <summary>Whoever has a credential: <c>http://acs.amazonaws.com/groups/global/AuthenticatedUsers</c>.</summary>
    AuthenticatedUsers = 2,

    /// <summary>Writers of access logs, of which there are none: <c>http://acs.amazonaws.com/groups/s3/LogDelivery</c>.</summary>
    LogDelivery = 3,
}

/// <summary>What a grant allows.</summary>
[GenerateSerializer, Alias("objectstore.grant-permission")]
public enum GrantPermission
{
    /// <summary>List the bucket; read the object.</summary>
    Read = 0,

    /// <summary>Write and delete objects of the bucket.</summary>
    Write = 1,

    /// <summary>Read the access list.</summary>
    ReadAcl = 2,

    /// <summary>Change the access list.</summary>
    WriteAcl = 3,

    /// <summary>All of these.</summary>
    FullControl = 4,
}

/// <summary>A name and a value: a tag, a header or metadata, or a policy's condition key.</summary>
/// <param name="Name">The name.</param>
/// <param name="Value">The value.</param>
[GenerateSerializer, Immutable, Alias("objectstore.tag")]
public sealed record Tag([property: Id(0)] string Name, [property: Id(1)] string Value);
