using System.Collections.Immutable;
using OrleansLld.Accounts;

namespace OrleansLld.ObjectStore;

/// <summary>
/// One bucket, keyed by its name, which makes names unique: who owns it, who may do what, and which partition has which keys. The
/// objects themselves are never here.
/// </summary>
[Alias("objectstore.bucket")]
public interface IBucketGrain : IGrainWithStringKey
{
    /// <summary>Makes the bucket. A repeat by its owner changes nothing and says <see cref="BucketRefusal.OwnedByYou"/>.</summary>
    /// <exception cref="Storage.StorageUnavailableException">Unknown outcome: send the same command again.</exception>
    [Alias("create")]
    Task<BucketRefusal> Create(CreateBucket command, CancellationToken cancellationToken);

    /// <summary>Removes the bucket if nothing is in it: no object, version, delete marker. Unfinished uploads go with it.</summary>
    /// <exception cref="Storage.StorageUnavailableException">Unknown outcome: send the same command again.</exception>
    [Alias("delete")]
    Task<BucketRefusal> Delete(Requester requester, CancellationToken cancellationToken);

    /// <summary>
    /// Whether the requester may do this, and the bucket's settings if they are not the ones that the caller knows. Every request asks
    /// here first, so a change of the settings holds from its answer on, at every gateway.
    /// </summary>
    [Alias("admit")]
    Task<Admission> Admit(AccessRequest request, CancellationToken cancellationToken);

    /// <summary>Changes one setting; whether the requester may was asked by <see cref="Admit"/> and is asked again.</summary>
    /// <exception cref="Storage.StorageUnavailableException">Unknown outcome: send the same command again.</exception>
    [Alias("configure")]
    Task<BucketRefusal> Configure(ConfigureBucket command, CancellationToken cancellationToken);

    /// <summary>The settings, for the house itself; null when there is no such bucket. No requester is asked for.</summary>
    [Alias("describe")]
    Task<BucketSettings?> Describe(CancellationToken cancellationToken);

    /// <summary>
    /// Asks the partitions for their sizes, and splits those that are too large or too busy, merges those that are neither. Goes on
    /// by itself where it was interrupted; safe to call at any time.
    /// </summary>
    [Alias("rebalance")]
    Task Rebalance(CancellationToken cancellationToken);
}

/// <summary>The buckets of an account, keyed by the account's number.</summary>
[Alias("objectstore.bucket-list")]
public interface IBucketListGrain : IGrainWithIntegerKey
{
    /// <summary>Adds a bucket; false when the account has as many as it may. A repeat changes nothing.</summary>
    [Alias("add")]
    Task<bool> Add(BucketEntry bucket, CancellationToken cancellationToken);

    /// <summary>Removes a bucket; a repeat changes nothing.</summary>
    [Alias("remove")]
    Task Remove(string name, CancellationToken cancellationToken);

    /// <summary>A page of the buckets by name.</summary>
    /// <param name="prefix">Only names that begin with this; empty for all.</param>
    /// <param name="after">Only names after this one; empty for all.</param>
    /// <param name="limit">1 to 10,000.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    [Alias("list")]
    Task<ImmutableArray<BucketEntry>> List(string prefix, string after, int limit, CancellationToken cancellationToken);
}

/// <summary>A bucket in a list.</summary>
/// <param name="Name">Its name.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="Region">The region that its maker asked for.</param>
[GenerateSerializer, Immutable, Alias("objectstore.bucket-entry")]
public sealed record BucketEntry(
    [property: Id(0)] string Name,
    [property: Id(1)] DateTimeOffset CreatedAt,
    [property: Id(2)] string Region);

/// <summary>Who asks.</summary>
/// <param name="Account">The account whose credential signed the request; null for nobody.</param>
/// <param name="Handle">The account's handle; empty for nobody.</param>
[GenerateSerializer, Immutable, Alias("objectstore.requester")]
public sealed record Requester([property: Id(0)] AccountId? Account, [property: Id(1)] string Handle)
{
    /// <summary>Somebody without a credential.</summary>
    public static Requester Anonymous { get; } = new(null, "");
}

/// <summary>Makes a bucket.</summary>
/// <param name="Owner">Who will own it; not anonymous.</param>
/// <param name="Region">The location constraint; empty for the default region.</param>
/// <param name="Ownership">Whether objects have access lists of their own.</param>
/// <param name="Acl">The bucket's grants; empty for the owner alone.</param>
/// <param name="Incarnation">Drawn by the caller, as <see cref="BucketSettings.Incarnation"/> says; a repeat sends the same.</param>
[GenerateSerializer, Immutable, Alias("objectstore.create-bucket")]
public sealed record CreateBucket(
    [property: Id(0)] Requester Owner,
    [property: Id(1)] string Region,
    [property: Id(2)] ObjectOwnership Ownership,
    [property: Id(3)] ImmutableArray<Grant> Acl,
    [property: Id(4)] string Incarnation);

/// <summary>Why a bucket did not do what it was asked, in the order in which it is checked.</summary>
[GenerateSerializer, Alias("objectstore.bucket-refusal")]
public enum BucketRefusal
{
    /// <summary>It was done.</summary>
    None = 0,

    /// <summary>The name breaks the naming rules.</summary>
    InvalidName = 1,

    /// <summary>There is no such bucket.</summary>
    NoSuchBucket = 2,

    /// <summary>Somebody else owns a bucket of this name.</summary>
    NameTaken = 3,

    /// <summary>The requester owns a bucket of this name already.</summary>
    OwnedByYou = 4,

    /// <summary>The account owns as many buckets as it may.</summary>
    TooManyBuckets = 5,

    /// <summary>The requester may not do this.</summary>
    AccessDenied = 6,

    /// <summary>Something is still in the bucket.</summary>
    NotEmpty = 7,

    /// <summary>Access lists are switched off by the bucket's ownership setting.</summary>
    AclsNotSupported = 8,

    /// <summary>A public grant or policy, which the public access block of the bucket forbids.</summary>
    PublicAccessBlocked = 9,

    /// <summary>The policy is not well-formed, or names another bucket.</summary>
    MalformedPolicy = 10,

    /// <summary>Access lists cannot be switched off while the bucket's own list grants others something.</summary>
    GrantsToOthers = 11,

    /// <summary>The setting conflicts with what the bucket has: send the change again.</summary>
    Conflict = 12,
}

/// <summary>A request to be let in.</summary>
/// <param name="Who">Who asks.</param>
/// <param name="Action">What for.</param>
/// <param name="Key">The object's key, or empty for the bucket itself.</param>
/// <param name="Conditions">
/// What a policy may ask about the request, by condition keys such as <c>aws:SourceIp</c> or <c>s3:prefix</c>.
/// </param>
/// <param name="Object">
/// Who owns the object and whom its list and tags let in, where <see cref="AdmissionOutcome.NeedsObject"/> asked for it.
/// </param>
/// <param name="KnownRevision">The revision of the settings that the caller has; 0 for none.</param>
[GenerateSerializer, Immutable, Alias("objectstore.access-request")]
public sealed record AccessRequest(
    [property: Id(0)] Requester Who,
    [property: Id(1)] ObjectStoreAction Action,
    [property: Id(2)] string Key,
    [property: Id(3)] ImmutableArray<Tag> Conditions,
    [property: Id(4)] ObjectFacts? Object,
    [property: Id(5)] long KnownRevision);

/// <summary>What of an object, or of an upload, bears on who may use it.</summary>
/// <param name="Owner">Its owner, of an upload whoever began it; null when there is no such object.</param>
/// <param name="Acl">Its grants.</param>
/// <param name="Tags">Its tags.</param>
[GenerateSerializer, Immutable, Alias("objectstore.object-facts")]
public sealed record ObjectFacts(
    [property: Id(0)] AccountId? Owner,
    [property: Id(1)] ImmutableArray<Grant> Acl,
    [property: Id(2)] ImmutableArray<Tag> Tags);

/// <summary>The answer to a request to be let in.</summary>
/// <param name="Outcome">Whether it may go on.</param>
/// <param name="Revision">The revision of the settings now; 0 when there is no such bucket.</param>
/// <param name="Settings">They, when the caller knows others; else null.</param>
/// <param name="MayList">Whether the requester may list the bucket, so may be told that a key is not there instead of 403.</param>
[GenerateSerializer, Immutable, Alias("objectstore.admission")]
public sealed record Admission(
    [property: Id(0)] AdmissionOutcome Outcome,
    [property: Id(1)] long Revision,
    [property: Id(2)] BucketSettings? Settings,
    [property: Id(3)] bool MayList);

/// <summary>Whether a request may go on.</summary>
[GenerateSerializer, Alias("objectstore.admission-outcome")]
public enum AdmissionOutcome
{
    /// <summary>It may.</summary>
    Admitted = 0,

    /// <summary>There is no such bucket.</summary>
    NoSuchBucket = 1,

    /// <summary>It may not.</summary>
    Denied = 2,

    /// <summary>It depends on the object's owner, grants or tags: ask again with them.</summary>
    NeedsObject = 3,
}
