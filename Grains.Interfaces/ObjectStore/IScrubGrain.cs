using System.Collections.Immutable;
using OrleansLld.Storage;

namespace OrleansLld.ObjectStore;

/// <summary>
/// Checks that every version of a bucket has its bytes, keyed by the bucket's name. It goes through the index by itself at a bounded rate,
/// also after a restart. What it finds wrong is reported and never repaired.
/// </summary>
[Alias("objectstore.scrub")]
public interface IScrubGrain : IGrainWithStringKey
{
    /// <summary>Begins a check, in place of one that is under way.</summary>
    /// <exception cref="StorageUnavailableException">Unknown outcome: send the same command again.</exception>
    [Alias("begin")]
    Task<ScrubReport> Begin(ScrubDepth depth, CancellationToken cancellationToken);

    /// <summary>Goes on for a bounded while, at once and not at its own pace.</summary>
    /// <exception cref="StorageUnavailableException">Some of it may be done again.</exception>
    [Alias("continue")]
    Task<ScrubReport> Continue(CancellationToken cancellationToken);

    /// <summary>Ends a check that is under way.</summary>
    [Alias("stop")]
    Task<ScrubReport> Stop(CancellationToken cancellationToken);

    /// <summary>How far the check is, or what the last one found.</summary>
    [Alias("report")]
    Task<ScrubReport> Report(CancellationToken cancellationToken);
}

/// <summary>How much is checked.</summary>
[GenerateSerializer, Alias("objectstore.scrub-depth")]
public enum ScrubDepth
{
    /// <summary>That each blob is there and has its length.</summary>
    Lengths = 0,

    /// <summary>Also that its bytes have the ETag and the checksum that the index has of them: all bytes are read.</summary>
    Bytes = 1,
}

/// <summary>How far a check is.</summary>
[GenerateSerializer, Alias("objectstore.scrub-stage")]
public enum ScrubStage
{
    /// <summary>None was ever begun.</summary>
    None = 0,

    /// <summary>It is under way.</summary>
    Running = 1,

    /// <summary>It has seen everything.</summary>
    Ended = 2,

    /// <summary>It was stopped, or the bucket is gone.</summary>
    Stopped = 3,
}

/// <summary>What a check saw.</summary>
/// <param name="Stage">How far it is.</param>
/// <param name="Depth">How much is checked.</param>
/// <param name="StartedAt">When it began; null for never.</param>
/// <param name="EndedAt">When it ended; null while it has not.</param>
/// <param name="Versions">Versions that were checked; those written since it passed their keys are not.</param>
/// <param name="Blobs">Blobs that were checked.</param>
/// <param name="Bytes">Bytes that they have.</param>
/// <param name="FaultCount">How much is wrong.</param>
/// <param name="Faults">The first 1,000 of it.</param>
[GenerateSerializer, Immutable, Alias("objectstore.scrub-report")]
public sealed record ScrubReport(
    [property: Id(0)] ScrubStage Stage,
    [property: Id(1)] ScrubDepth Depth,
    [property: Id(2)] DateTimeOffset? StartedAt,
    [property: Id(3)] DateTimeOffset? EndedAt,
    [property: Id(4)] long Versions,
    [property: Id(5)] long Blobs,
    [property: Id(6)] long Bytes,
    [property: Id(7)] long FaultCount,
    [property: Id(8)] ImmutableArray<ScrubFault> Faults);

/// <summary>Something that is wrong with a version.</summary>
/// <param name="Key">The object.</param>
/// <param name="VersionId">The version.</param>
/// <param name="Part">The part; 0 for the whole.</param>
/// <param name="Kind">What is wrong.</param>
/// <param name="Blob">Where the bytes should be; null where they are in the index.</param>
[GenerateSerializer, Immutable, Alias("objectstore.scrub-fault")]
public sealed record ScrubFault(
    [property: Id(0)] ObjectKey Key,
    [property: Id(1)] string VersionId,
    [property: Id(2)] int Part,
    [property: Id(3)] ScrubFaultKind Kind,
    [property: Id(4)] BlobId? Blob);

/// <summary>What can be wrong.</summary>
[GenerateSerializer, Alias("objectstore.scrub-fault-kind")]
public enum ScrubFaultKind
{
    /// <summary>There is no such blob.</summary>
    Missing = 0,

    /// <summary>There are more or fewer bytes than there should be.</summary>
    WrongLength = 1,

    /// <summary>The bytes have another MD5.</summary>
    WrongETag = 2,

    /// <summary>The bytes have another checksum.</summary>
    WrongChecksum = 3,

    /// <summary>What the index says of the parts is not what it says of the object.</summary>
    Inconsistent = 4,
}
