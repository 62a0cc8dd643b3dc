namespace OrleansLld.ObjectStore;

/// <summary>
/// Collects the bytes that nothing refers to any more, of the index partitions that fall into this shard. Keyed by the shard's number. A
/// reminder wakes it. It looks after partitions and not buckets, so that it need ask no bucket, and looks after what a deleted one left.
/// </summary>
[Alias("objectstore.garbage")]
public interface IGarbageGrain : IGrainWithIntegerKey
{
    /// <summary>
    /// From now on the partition is looked after. The bucket's grain says so before it lets a partition begin. A repeat changes nothing.
    /// </summary>
    /// <exception cref="Storage.StorageUnavailableException">Unknown outcome: send the same command again.</exception>
    [Alias("watch")]
    Task Watch(string bucket, IndexPartitionId partition, CancellationToken cancellationToken);

    /// <summary>
    /// The partition serves nothing any more and never will, because its keys were merged into another or because the bucket is gone for
    /// good: its uploads are given up, and when nothing is left to collect its rows are removed. The bucket's grain says so when that is
    /// durable, and until it has said so. Also of a partition that was never watched; a repeat changes nothing.
    /// </summary>
    /// <exception cref="Storage.StorageUnavailableException">Unknown outcome: send the same command again.</exception>
    [Alias("release")]
    Task Release(IndexPartitionId partition, CancellationToken cancellationToken);

    /// <summary>
    /// Goes on through the shard for a bounded while, from where it stopped last: deletes the blobs whose grace period has ended, and
    /// those that dead writers left. Whoever still reads one has had the grace period to end.
    /// </summary>
    [Alias("collect")]
    Task<GarbageReport> Collect(CancellationToken cancellationToken);

    /// <summary>The shard that looks after a partition.</summary>
    /// <param name="partition">The partition.</param>
    /// <param name="shards">How many there are; fixed for the life of the data.</param>
    static int ShardOf(IndexPartitionId partition, int shards)
    {
        var hash = 2166136261u;
        foreach (var character in partition.ToString())
            hash = unchecked((hash ^ character) * 16777619);
        return (int)(hash % (uint)shards);
    }
}

/// <summary>What was collected.</summary>
/// <param name="IsThrough">Whether the whole shard was seen; if not, the next call goes on.</param>
/// <param name="Deleted">Blobs that nothing referred to any more.</param>
/// <param name="Orphans">Blobs of writers that died.</param>
/// <param name="Waiting">Blobs whose grace period has not ended.</param>
[GenerateSerializer, Immutable, Alias("objectstore.garbage-report")]
public sealed record GarbageReport(
    [property: Id(0)] bool IsThrough,
    [property: Id(1)] long Deleted,
    [property: Id(2)] long Orphans,
    [property: Id(3)] long Waiting);
