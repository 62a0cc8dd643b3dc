using System.Collections.Immutable;
using OrleansLld.Storage;

namespace OrleansLld.ObjectStore;

/// <summary>One multipart upload, keyed by its upload id: collects parts, and makes one object of them.</summary>
/// <remarks>
/// The gateway makes the id: 16 to 32 letters, digits, <c>-</c> and <c>_</c>, so that later ones sort after earlier ones, as listings of
/// uploads are paged by it.
/// </remarks>
[Alias("objectstore.multipart-upload")]
public interface IMultipartUploadGrain : IGrainWithStringKey
{
    /// <summary>Begins the upload and lists it with its key's partition. A repeat changes nothing.</summary>
    /// <exception cref="StorageUnavailableException">Unknown outcome: send the same command again.</exception>
    [Alias("begin")]
    Task<MultipartRefusal> Begin(BeginUpload command, CancellationToken cancellationToken);

    /// <summary>
    /// What was begun; null when there is no such upload, or it was aborted, or completed more than a day ago. One whose abort was
    /// interrupted is still there, and can be aborted again.
    /// </summary>
    [Alias("describe")]
    Task<UploadDescription?> Describe(CancellationToken cancellationToken);

    /// <summary>Notes durably that a blob is about to be written for a part.</summary>
    [Alias("intend")]
    Task<MultipartRefusal> Intend(int partNumber, BlobId blob, CancellationToken cancellationToken);

    /// <summary>
    /// Makes the blob, which is noted, the part of that number, in place of an earlier one. A repeat changes nothing. After a refusal the
    /// caller deletes the blob.
    /// </summary>
    /// <exception cref="StorageUnavailableException">Unknown outcome: send the same command again.</exception>
    [Alias("add-part")]
    Task<MultipartRefusal> AddPart(ObjectPart part, CancellationToken cancellationToken);

    /// <summary>A page of the parts by number.</summary>
    /// <param name="after">Only larger numbers; 0 for all.</param>
    /// <param name="limit">1 to 1,000.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    [Alias("parts")]
    Task<PartPage> Parts(int after, int limit, CancellationToken cancellationToken);

    /// <summary>Makes an object of the parts that are named. A repeat gets the first answer for a day.</summary>
    /// <exception cref="StorageUnavailableException">Unknown outcome: send the same command again.</exception>
    [Alias("complete")]
    Task<CompleteReply> Complete(CompleteUpload command, CancellationToken cancellationToken);

    /// <summary>Gives the upload up; its bytes become garbage. A repeat changes nothing.</summary>
    /// <exception cref="StorageUnavailableException">Unknown outcome: send the same command again.</exception>
    [Alias("abort")]
    Task<MultipartRefusal> Abort(IndexPartitionId partition, CancellationToken cancellationToken);

    /// <summary>
    /// Deletes the blobs of parts that were replaced and of writers that died, and everything that is stored of an upload that ended more
    /// than a day ago. Only the collector calls this, now and then.
    /// </summary>
    /// <param name="standing">What the key's partition has of it.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <exception cref="StorageUnavailableException">Unknown outcome: send the same command again.</exception>
    [Alias("tidy")]
    Task<UploadTidying> Tidy(UploadStanding standing, CancellationToken cancellationToken);
}

/// <summary>Begins an upload.</summary>
/// <param name="Upload">What it will be.</param>
/// <param name="Partition">The partition that has the key.</param>
[GenerateSerializer, Immutable, Alias("objectstore.begin-upload")]
public sealed record BeginUpload([property: Id(0)] UploadDescription Upload, [property: Id(1)] IndexPartitionId Partition);

/// <summary>An upload.</summary>
/// <param name="Bucket">The bucket's name.</param>
/// <param name="Incarnation">The bucket's incarnation.</param>
/// <param name="Key">The object's key.</param>
/// <param name="Initiator">Who began it.</param>
/// <param name="StartedAt">When.</param>
/// <param name="Description">The object's owner, headers, metadata, tags and grants; size, ETag and checksum are made at the end.</param>
/// <param name="Checksum">The algorithm of the parts' checksums; null for none.</param>
/// <param name="ChecksumType">What the object's checksum will be of.</param>
[GenerateSerializer, Immutable, Alias("objectstore.upload-description")]
public sealed record UploadDescription(
    [property: Id(0)] string Bucket,
    [property: Id(1)] string Incarnation,
    [property: Id(2)] ObjectKey Key,
    [property: Id(3)] ObjectOwner Initiator,
    [property: Id(4)] DateTimeOffset StartedAt,
    [property: Id(5)] ObjectDescription Description,
    [property: Id(6)] ChecksumAlgorithm? Checksum,
    [property: Id(7)] ChecksumType ChecksumType);

/// <summary>An upload on the list of its partition.</summary>
/// <param name="Key">The object's key.</param>
/// <param name="UploadId">The upload.</param>
/// <param name="StartedAt">When it was begun.</param>
/// <param name="Initiator">By whom.</param>
/// <param name="Owner">Who will own the object.</param>
/// <param name="StorageClass">Empty for <c>STANDARD</c>.</param>
/// <param name="Checksum">The algorithm and type, without a value; null for none.</param>
[GenerateSerializer, Immutable, Alias("objectstore.upload-entry")]
public sealed record UploadEntry(
    [property: Id(0)] ObjectKey Key,
    [property: Id(1)] string UploadId,
    [property: Id(2)] DateTimeOffset StartedAt,
    [property: Id(3)] ObjectOwner Initiator,
    [property: Id(4)] ObjectOwner Owner,
    [property: Id(5)] string StorageClass,
    [property: Id(6)] ObjectChecksum? Checksum);

/// <summary>Parts of an upload.</summary>
/// <param name="Refusal">None or NoSuchUpload: an upload that was completed has no parts to list.</param>
/// <param name="Parts">By number.</param>
/// <param name="IsTruncated">Whether there are more.</param>
[GenerateSerializer, Immutable, Alias("objectstore.part-page")]
public sealed record PartPage(
    [property: Id(0)] MultipartRefusal Refusal,
    [property: Id(1)] ImmutableArray<ObjectPart> Parts,
    [property: Id(2)] bool IsTruncated);

/// <summary>Makes an object of an upload.</summary>
/// <param name="Parts">The parts by number, as the client names them.</param>
/// <param name="Partition">The partition that has the key.</param>
/// <param name="Condition">What must hold of the key now.</param>
/// <param name="Versioning">The bucket's setting.</param>
/// <param name="Checksum">What the client says the object's checksum is; null for nothing.</param>
/// <param name="Bytes">What the client says the object's size is; null for nothing.</param>
[GenerateSerializer, Immutable, Alias("objectstore.complete-upload")]
public sealed record CompleteUpload(
    [property: Id(0)] ImmutableArray<NamedPart> Parts,
    [property: Id(1)] IndexPartitionId Partition,
    [property: Id(2)] WriteCondition Condition,
    [property: Id(3)] VersioningState Versioning,
    [property: Id(4)] ObjectChecksum? Checksum,
    [property: Id(5)] long? Bytes);

/// <summary>A part as a client names it.</summary>
/// <param name="Number">1 to 10,000.</param>
/// <param name="ETag">Without quotes.</param>
/// <param name="Checksum">In Base64; empty where the client gives none.</param>
[GenerateSerializer, Immutable, Alias("objectstore.named-part")]
public sealed record NamedPart([property: Id(0)] int Number, [property: Id(1)] string ETag, [property: Id(2)] string Checksum);

/// <summary>How a completion ended.</summary>
/// <param name="Refusal">Whether the upload refused.</param>
/// <param name="Write">What the index did; null when it was not asked.</param>
/// <param name="ETag">The object's ETag, without quotes; empty when there is none.</param>
/// <param name="Checksum">The object's checksum; null for none.</param>
[GenerateSerializer, Immutable, Alias("objectstore.complete-reply")]
public sealed record CompleteReply(
    [property: Id(0)] MultipartRefusal Refusal,
    [property: Id(1)] WriteReply? Write,
    [property: Id(2)] string ETag,
    [property: Id(3)] ObjectChecksum? Checksum);

/// <summary>Why an upload did not do what it was asked, in the order in which it is checked.</summary>
[GenerateSerializer, Alias("objectstore.multipart-refusal")]
public enum MultipartRefusal
{
    /// <summary>It was done.</summary>
    None = 0,

    /// <summary>There is no such upload.</summary>
    NoSuchUpload = 1,

    /// <summary>The partition that was named does not have the key: ask the bucket for its settings and send it again.</summary>
    Moved = 2,

    /// <summary>It is being completed or given up: send the command again.</summary>
    Busy = 3,

    /// <summary>The blob of a part is not noted, or no more: write the bytes again under another id.</summary>
    NotNoted = 4,

    /// <summary>No part is named.</summary>
    NoParts = 5,

    /// <summary>The parts are not named in rising order.</summary>
    InvalidPartOrder = 6,

    /// <summary>A part that is named is not there, or has another ETag or checksum.</summary>
    InvalidPart = 7,

    /// <summary>A part that is not the last has fewer than 5 MiB.</summary>
    EntityTooSmall = 8,

    /// <summary>The object would be larger than 5 TiB.</summary>
    EntityTooLarge = 9,

    /// <summary>The size that the client gave for the object is wrong.</summary>
    WrongSize = 10,

    /// <summary>A checksum that the client gave for the object is wrong, or of another algorithm or type than the upload's.</summary>
    BadChecksum = 11,

    /// <summary>A part is named without its checksum, which the composite checksum of the upload asks for.</summary>
    MissingPartChecksum = 12,

    /// <summary>The index refused: its reply says why.</summary>
    NotWritten = 13,
}

/// <summary>What a partition has of an upload.</summary>
[GenerateSerializer, Alias("objectstore.upload-standing")]
public enum UploadStanding
{
    /// <summary>It is on the list of unfinished uploads.</summary>
    Listed = 0,

    /// <summary>It is noted as ended, and has been for as long as completed uploads answer repeats.</summary>
    Ended = 1,
}

/// <summary>What the collector's visit to an upload did.</summary>
/// <param name="State">How it stands now.</param>
/// <param name="Deleted">Blobs that were deleted because other parts took their place.</param>
/// <param name="Orphans">Blobs that were deleted because their writers died.</param>
/// <param name="Waiting">Blobs on their way.</param>
[GenerateSerializer, Immutable, Alias("objectstore.upload-tidying")]
public sealed record UploadTidying(
    [property: Id(0)] UploadState State,
    [property: Id(1)] long Deleted,
    [property: Id(2)] long Orphans,
    [property: Id(3)] long Waiting);

/// <summary>How an upload stands.</summary>
[GenerateSerializer, Alias("objectstore.upload-state")]
public enum UploadState
{
    /// <summary>Nothing is stored of it: it was never begun, or all of it is deleted.</summary>
    Gone = 0,

    /// <summary>It takes parts, or is being completed.</summary>
    Open = 1,

    /// <summary>Its abort was interrupted: abort it again.</summary>
    Aborting = 2,

    /// <summary>It was completed or aborted.</summary>
    Ended = 3,
}
