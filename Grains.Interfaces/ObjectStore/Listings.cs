using System.Collections.Immutable;

namespace OrleansLld.ObjectStore;

/// <summary>Asks for a page of a partition.</summary>
/// <param name="Kind">Of what.</param>
/// <param name="Prefix">Only keys that begin with this; empty for all.</param>
/// <param name="Delimiter">Keys that have this after the prefix are rolled up into one common prefix; empty for none.</param>
/// <param name="After">Begin after this key, and after <paramref name="AfterId"/> of it; empty for the beginning.</param>
/// <param name="AfterId">With versions and uploads: begin after this one of the key; null to begin after the key.</param>
/// <param name="AfterIsPrefix">
/// Whether <paramref name="After"/> is a common prefix that was told already: pass all that begin with it.
/// </param>
/// <param name="Limit">Entries and common prefixes together, 1 to 1,000.</param>
[GenerateSerializer, Immutable, Alias("objectstore.list-objects")]
public sealed record ListObjects(
    [property: Id(0)] ListingKind Kind,
    [property: Id(1)] string Prefix,
    [property: Id(2)] string Delimiter,
    [property: Id(3)] string After,
    [property: Id(4)] string? AfterId,
    [property: Id(5)] bool AfterIsPrefix,
    [property: Id(6)] int Limit);

/// <summary>Of what a page is.</summary>
[GenerateSerializer, Alias("objectstore.listing-kind")]
public enum ListingKind
{
    /// <summary>The newest versions that are no delete markers.</summary>
    Objects = 0,

    /// <summary>All versions and delete markers; of one key the newest first.</summary>
    Versions = 1,

    /// <summary>Unfinished uploads; of one key the oldest first.</summary>
    Uploads = 2,
}

/// <summary>A page.</summary>
/// <param name="Outcome">Done, Moved or NoSuchBucket.</param>
/// <param name="Entries">In the order of keys.</param>
/// <param name="CommonPrefixes">
/// In order; each once in a page, but the next page or partition may begin with the same unless it is told.
/// </param>
/// <param name="IsTruncated">Whether the partition has more that fits the question.</param>
/// <param name="Last">What to go on after: the last key or common prefix; empty when the page is.</param>
/// <param name="LastId">The version or upload of it; null for a common prefix or an object.</param>
/// <param name="LastIsPrefix">Whether <paramref name="Last"/> is a common prefix.</param>
/// <param name="End">
/// The first key that the partition does not have, empty for no end: whoever goes on there must find that the bucket's next range begins
/// with it, or ask for the settings again, as partitions were split or merged since.
/// </param>
[GenerateSerializer, Immutable, Alias("objectstore.list-reply")]
public sealed record ListReply(
    [property: Id(0)] WriteOutcome Outcome,
    [property: Id(1)] ImmutableArray<ListedObject> Entries,
    [property: Id(2)] ImmutableArray<string> CommonPrefixes,
    [property: Id(3)] bool IsTruncated,
    [property: Id(4)] string Last,
    [property: Id(5)] string? LastId,
    [property: Id(6)] bool LastIsPrefix,
    [property: Id(7)] string End);

/// <summary>A line of a page.</summary>
/// <param name="Key">The key.</param>
/// <param name="Id">The version, or the upload.</param>
/// <param name="IsLatest">Whether the version is the newest of its key.</param>
/// <param name="IsDeleteMarker">Whether the version is a delete marker.</param>
/// <param name="ModifiedAt">When it was written; when an upload was begun.</param>
/// <param name="Bytes">The size; 0 for an upload.</param>
/// <param name="ETag">Without quotes; empty for an upload.</param>
/// <param name="Owner">Who owns it; who began the upload.</param>
/// <param name="Checksum">The algorithm and type, without the value; null for none.</param>
/// <param name="StorageClass">Empty for <c>STANDARD</c>.</param>
[GenerateSerializer, Immutable, Alias("objectstore.listed-object")]
public sealed record ListedObject(
    [property: Id(0)] string Key,
    [property: Id(1)] string Id,
    [property: Id(2)] bool IsLatest,
    [property: Id(3)] bool IsDeleteMarker,
    [property: Id(4)] DateTimeOffset ModifiedAt,
    [property: Id(5)] long Bytes,
    [property: Id(6)] string ETag,
    [property: Id(7)] ObjectOwner Owner,
    [property: Id(8)] ObjectChecksum? Checksum,
    [property: Id(9)] string StorageClass);
