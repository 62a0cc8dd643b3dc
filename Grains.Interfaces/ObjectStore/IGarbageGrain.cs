using System.Collections.Immutable;

namespace OrleansLld.ObjectStore;

/// <summary>
/// Collects the bytes that nothing refers to any more, of the buckets whose name falls into this shard. Keyed by the shard's number. A
/// reminder wakes it.
/// </summary>
[Alias("objectstore.garbage")]
public interface IGarbageGrain : IGrainWithIntegerKey
{
    /// <summary>From now on the bucket is looked after; a repeat changes nothing.</summary>
    [Alias("watch")]
    Task Watch(string bucket, string incarnation, CancellationToken cancellationToken);

    /// <summary>
    /// Deletes the blobs of the generations that are old enough, and those that dead writers left. Whoever still reads one has had the
    /// grace period to end.
    /// </summary>
    [Alias("collect")]
    Task<GarbageReport> Collect(CancellationToken cancellationToken);

    /// <summary>
    /// Reads the index of each bucket of the shard and checks that each blob is there and has its size, and, where <paramref name="deep"/>,
    /// that its bytes have the ETag.
    /// </summary>
    [Alias("scrub")]
    Task<ScrubReport> Scrub(bool deep, CancellationToken cancellationToken);
}

/// <summary>What was collected.</summary>
/// <param name="Deleted">Blobs that nothing referred to any more.</param>
/// <param name="Orphans">Blobs of writers that died.</param>
/// <param name="Waiting">Blobs whose grace period has not ended.</param>
[GenerateSerializer, Immutable, Alias("objectstore.garbage-report")]
public sealed record GarbageReport([property: Id(0)] long Deleted, [property: Id(1)] long Orphans, [property: Id(2)] long Waiting);

/// <summary>What a scrub saw.</summary>
/// <param name="Versions">Versions looked at.</param>
/// <param name="Bytes">Bytes that they have, or of a deep scrub: that were read.</param>
/// <param name="Faults">At most 1,000 of what is wrong: bucket, key, version and fault in words.</param>
[GenerateSerializer, Immutable, Alias("objectstore.scrub-report")]
public sealed record ScrubReport(
    [property: Id(0)] long Versions,
    [property: Id(1)] long Bytes,
    [property: Id(2)] ImmutableArray<string> Faults);
