using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace OrleansLld.ObjectStore;

/// <summary>
/// What <c>/metrics</c> shows of the object store. What buckets hold is what their partitions had when the collection last came by: each
/// silo tells what its shards saw, and the sum over all silos is the bucket's.
/// </summary>
internal static class ObjectStoreMetrics
{
    private static readonly Meter Meter = new("OrleansLld.ObjectStore");

    private static readonly Counter<long> Deleted =
        Meter.CreateCounter<long>("orleanslld.objectstore.garbage.deleted", "{blob}", "Blobs deleted because nothing refers to them");

    private static readonly Counter<long> Orphans =
        Meter.CreateCounter<long>("orleanslld.objectstore.garbage.orphans", "{blob}", "Blobs whose writers died");

    private static readonly Counter<long> Faults =
        Meter.CreateCounter<long>("orleanslld.objectstore.scrub.faults", "{fault}", "What scrubs found wrong");

    private static readonly ConcurrentDictionary<(string Bucket, IndexPartitionId Partition), (long Objects, long Bytes)> Seen = new();

    static ObjectStoreMetrics()
    {
        Meter.CreateObservableGauge("orleanslld.objectstore.objects", () => Sums(one => one.Objects), "{object}", "Objects in a bucket");
        Meter.CreateObservableGauge(
            "orleanslld.objectstore.bytes", () => Sums(one => one.Bytes), "By", "Bytes in a bucket, of all versions together");
    }

    public static void Collected(Collected collected)
    {
        if (collected.Deleted > 0)
            Deleted.Add(collected.Deleted);
        if (collected.Orphans > 0)
            Orphans.Add(collected.Orphans);
    }

    public static void Scrubbed(string bucket, long faults)
    {
        if (faults > 0)
            Faults.Add(faults, new KeyValuePair<string, object?>("bucket", bucket));
    }

    public static void Measured(string bucket, IndexPartitionId partition, long objects, long bytes) =>
        Seen[(bucket, partition)] = (objects, bytes);

    /// <summary>The partition is gone, or somebody else looks after it.</summary>
    public static void Forget(string bucket, IndexPartitionId partition) => Seen.TryRemove((bucket, partition), out _);

    private static IEnumerable<Measurement<long>> Sums(Func<(long Objects, long Bytes), long> figure) =>
        from one in Seen
        group figure(one.Value) by one.Key.Bucket into bucket
        select new Measurement<long>(bucket.Sum(), new KeyValuePair<string, object?>("bucket", bucket.Key));
}
