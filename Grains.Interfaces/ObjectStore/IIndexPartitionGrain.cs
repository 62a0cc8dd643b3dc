using System.Collections.Immutable;
using OrleansLld.Storage;

namespace OrleansLld.ObjectStore;

/// <summary>
/// A sorted range of a bucket's objects and versions, keyed by an <see cref="IndexPartitionId"/>. Every write of a key goes through
/// the one partition that has it, which is what makes conditional writes and versions exact.
/// </summary>
/// <remarks>
/// Bytes are durable before a command names them; one atomic commit makes them an object; what they replace becomes garbage in the same
/// commit. A key that belongs to another partition by now is answered with <see cref="WriteOutcome.Moved"/>: ask the bucket for its
/// settings and send the same command to the partition that has it.
/// </remarks>
[Alias("objectstore.index-partition")]
public interface IIndexPartitionGrain : IGrainWithStringKey
{
    /// <summary>
    /// Makes the content the newest version of its key. A repeat with the same write id gets the first answer; one that completes an upload
    /// for as long as that is noted as ended, which is a day at least. The blob of a put that is refused becomes garbage, if it is still
    /// noted: the caller need not delete it, and must not, as an earlier attempt may have made it an object.
    /// </summary>
    /// <exception cref="StorageUnavailableException">Unknown outcome: send the same command again.</exception>
    [Alias("put")]
    Task<WriteReply> Put(PutObject command, CancellationToken cancellationToken);

    /// <summary>Deletes objects or versions, or leaves delete markers; each by itself.</summary>
    /// <param name="commands">1 to 1,000.</param>
    /// <param name="cancellationToken">Stops the waiting, not the commands.</param>
    /// <returns>One reply a command, in the same order.</returns>
    /// <exception cref="StorageUnavailableException">Unknown outcome: send the same commands again.</exception>
    [Alias("delete")]
    Task<ImmutableArray<DeleteReply>> Delete(ImmutableArray<DeleteObject> commands, CancellationToken cancellationToken);

    /// <summary>One version of an object. The answer shows durable state only.</summary>
    [Alias("find")]
    Task<FindReply> Find(FindObject query, CancellationToken cancellationToken);

    /// <summary>A page of objects, versions or unfinished uploads, in the order of keys. Costs as much as it returns: a common prefix is
    /// passed by one seek, however many keys begin with it.</summary>
    [Alias("list")]
    Task<ListReply> List(ListObjects query, CancellationToken cancellationToken);

    /// <summary>Replaces the tags or the grants of one version.</summary>
    /// <exception cref="StorageUnavailableException">Unknown outcome: send the same command again.</exception>
    [Alias("change")]
    Task<WriteReply> Change(ChangeObject command, CancellationToken cancellationToken);

    /// <summary>
    /// Notes durably that a blob is about to be written for a key. The put that uses it takes the note away, and a put without the note
    /// is refused (<see cref="WriteOutcome.NotNoted"/>): so what was given up as the blob of a writer that died never becomes an object.
    /// </summary>
    /// <returns>False when the key has moved.</returns>
    [Alias("intend")]
    Task<bool> Intend(ObjectKey key, BlobId blob, CancellationToken cancellationToken);

    /// <summary>Lists an unfinished upload. A repeat changes nothing, also when the upload is noted as ended.</summary>
    /// <returns>False when the key has moved.</returns>
    [Alias("announce")]
    Task<bool> Announce(UploadEntry upload, CancellationToken cancellationToken);

    /// <summary>
    /// Takes an upload that was given up off the list, notes it as ended, and makes its blobs garbage, in one commit. An upload that is
    /// not on the list changes nothing: of a put that completes it and a discard exactly one is carried out. Also of a closed partition.
    /// </summary>
    /// <returns>False when the key has moved.</returns>
    [Alias("discard")]
    Task<bool> Discard(ObjectKey key, string uploadId, ImmutableArray<BlobId> blobs, CancellationToken cancellationToken);

    /// <summary>
    /// Gives up notes of writers that died, and forgets what was collected, in one commit. What is not there, or has moved, changes
    /// nothing. Only the collector calls this; also of a closed partition.
    /// </summary>
    [Alias("tidy")]
    Task Tidy(PartitionTidying tidying, CancellationToken cancellationToken);

    /// <summary>One step of a split, a merge or the bucket's end; each may be repeated. Only the bucket's grain calls this.</summary>
    [Alias("move")]
    Task<PartitionLoad> Move(PartitionStep step, CancellationToken cancellationToken);
}

/// <summary>Makes an object.</summary>
/// <param name="Key">Its key.</param>
/// <param name="WriteId">1 to 64 characters made by the writer, for this write alone.</param>
/// <param name="Content">Its bytes, which are durable.</param>
/// <param name="Description">What is said about it.</param>
/// <param name="Condition">What must hold now.</param>
/// <param name="Versioning">The bucket's setting.</param>
/// <param name="UploadId">
/// The upload that it completes: that leaves the list and is noted as ended in the same commit. Null for none. The blobs of its parts need
/// no notes; they are noted with the upload.
/// </param>
/// <param name="Garbage">Blobs that the write makes useless, such as parts that were replaced.</param>
[GenerateSerializer, Immutable, Alias("objectstore.put-object")]
public sealed record PutObject(
    [property: Id(0)] ObjectKey Key,
    [property: Id(1)] string WriteId,
    [property: Id(2)] ObjectContent Content,
    [property: Id(3)] ObjectDescription Description,
    [property: Id(4)] WriteCondition Condition,
    [property: Id(5)] VersioningState Versioning,
    [property: Id(6)] string? UploadId,
    [property: Id(7)] ImmutableArray<BlobId> Garbage);

/// <summary>What must hold for a write or a delete. All that is given must.</summary>
/// <param name="IfAbsent">There is no such object, or its newest version is a delete marker (<c>If-None-Match: *</c>).</param>
/// <param name="IfETag">The newest version has this ETag, without quotes; <c>*</c> for any object at all; null for no matter.</param>
/// <param name="IfModifiedAtUs">It was modified at this time, to the second; in microseconds since 1970; null for no matter.</param>
/// <param name="IfBytes">It has this size; null for no matter.</param>
[GenerateSerializer, Immutable, Alias("objectstore.write-condition")]
public sealed record WriteCondition(
    [property: Id(0)] bool IfAbsent,
    [property: Id(1)] string? IfETag,
    [property: Id(2)] long? IfModifiedAtUs,
    [property: Id(3)] long? IfBytes)
{
    /// <summary>Nothing.</summary>
    public static WriteCondition None { get; } = new(false, null, null, null);
}

/// <summary>How a write ended.</summary>
/// <param name="Outcome">Whether it was done.</param>
/// <param name="VersionId">
/// The version that was made or changed; <c>null</c> as a text for the null version; null for a put where the bucket never kept versions.
/// </param>
/// <param name="ModifiedAt">When.</param>
[GenerateSerializer, Immutable, Alias("objectstore.write-reply")]
public sealed record WriteReply(
    [property: Id(0)] WriteOutcome Outcome,
    [property: Id(1)] string? VersionId,
    [property: Id(2)] DateTimeOffset ModifiedAt);

/// <summary>Whether a command was carried out, in the order in which it is checked.</summary>
[GenerateSerializer, Alias("objectstore.write-outcome")]
public enum WriteOutcome
{
    /// <summary>It was.</summary>
    Done = 0,

    /// <summary>Another partition has the key now.</summary>
    Moved = 1,

    /// <summary>The bucket is gone.</summary>
    NoSuchBucket = 2,

    /// <summary>The upload that the write completes is not on the list.</summary>
    NoSuchUpload = 3,

    /// <summary>The content's blob is not noted, or no more: write the bytes again under another id.</summary>
    NotNoted = 4,

    /// <summary>A condition on an object that is not there.</summary>
    NoSuchKey = 5,

    /// <summary>There is no such version.</summary>
    NoSuchVersion = 6,

    /// <summary>The version is a delete marker, which has no tags and no grants.</summary>
    IsDeleteMarker = 7,

    /// <summary>The condition does not hold.</summary>
    PreconditionFailed = 8,
}

/// <summary>Deletes an object, or one version of it.</summary>
/// <param name="Key">Its key.</param>
/// <param name="VersionId">The version; <c>null</c> as a text for the null version; null for the object, which may leave a marker.</param>
/// <param name="WriteId">1 to 64 characters made by the writer, for this delete alone.</param>
/// <param name="Condition">What must hold now.</param>
/// <param name="Versioning">The bucket's setting.</param>
/// <param name="Owner">Who owns a delete marker that this makes.</param>
[GenerateSerializer, Immutable, Alias("objectstore.delete-object")]
public sealed record DeleteObject(
    [property: Id(0)] ObjectKey Key,
    [property: Id(1)] string? VersionId,
    [property: Id(2)] string WriteId,
    [property: Id(3)] WriteCondition Condition,
    [property: Id(4)] VersioningState Versioning,
    [property: Id(5)] ObjectOwner Owner);

/// <summary>How a delete ended.</summary>
/// <param name="Outcome">Whether it was done; what is not there is deleted already.</param>
/// <param name="VersionId">The version that was deleted, or the marker that was made; null where there is neither.</param>
/// <param name="IsDeleteMarker">Whether that is a delete marker.</param>
[GenerateSerializer, Immutable, Alias("objectstore.delete-reply")]
public sealed record DeleteReply(
    [property: Id(0)] WriteOutcome Outcome,
    [property: Id(1)] string? VersionId,
    [property: Id(2)] bool IsDeleteMarker);

/// <summary>Asks for an object.</summary>
/// <param name="Key">Its key.</param>
/// <param name="VersionId">The version; <c>null</c> as a text for the null version; null for the newest.</param>
[GenerateSerializer, Immutable, Alias("objectstore.find-object")]
public sealed record FindObject([property: Id(0)] ObjectKey Key, [property: Id(1)] string? VersionId);

/// <summary>An object, or why there is none.</summary>
/// <param name="Outcome">Done, Moved, NoSuchBucket, NoSuchKey, NoSuchVersion or IsDeleteMarker.</param>
/// <param name="Object">The version; with IsDeleteMarker the marker, whose content is empty.</param>
[GenerateSerializer, Immutable, Alias("objectstore.find-reply")]
public sealed record FindReply([property: Id(0)] WriteOutcome Outcome, [property: Id(1)] ObjectVersion? Object);

/// <summary>Replaces tags or grants of one version.</summary>
/// <param name="Key">The object.</param>
/// <param name="VersionId">The version; null for the newest.</param>
/// <param name="Tags">The tags; default (not initialised) to leave them.</param>
/// <param name="Acl">The grants; default (not initialised) to leave them.</param>
[GenerateSerializer, Immutable, Alias("objectstore.change-object")]
public sealed record ChangeObject(
    [property: Id(0)] ObjectKey Key,
    [property: Id(1)] string? VersionId,
    [property: Id(2)] ImmutableArray<Tag>? Tags,
    [property: Id(3)] ImmutableArray<Grant>? Acl);

/// <summary>What the collector did and the partition need not know any more.</summary>
/// <param name="GivenUp">
/// Blobs whose notes are too old: they become garbage of now, so a put that names one is refused from now on, and whoever writes one still
/// has the grace period to end.
/// </param>
/// <param name="Deleted">Blobs that were garbage and are deleted.</param>
/// <param name="Uploads">Ended uploads that are gone.</param>
[GenerateSerializer, Immutable, Alias("objectstore.partition-tidying")]
public sealed record PartitionTidying(
    [property: Id(0)] ImmutableArray<BlobId> GivenUp,
    [property: Id(1)] ImmutableArray<BlobId> Deleted,
    [property: Id(2)] ImmutableArray<string> Uploads);
