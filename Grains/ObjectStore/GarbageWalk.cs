using OrleansLld.Storage;

namespace OrleansLld.ObjectStore;

/// <summary>The walk of one shard through its partitions: each call goes on for a bounded while where the last one stopped.</summary>
internal sealed class GarbageWalk(
    IGrainStore store,
    IGrainFactory grains,
    BlobDeletions deletions,
    GarbageCalendar calendar,
    TimeProvider time,
    WatchedPartitions watched)
{
    private const int PagesACall = 40;
    private const int BlobsACall = 200;

    private PartitionCollection? _current;

    public async Task<GarbageReport> Go(CancellationToken cancellationToken)
    {
        var collected = default(Collected);
        for (var page = 0; page < PagesACall && collected.Deleted + collected.Orphans < BlobsACall; page++)
        {
            _current ??= await watched.NextAsync(cancellationToken) is { } next
                ? new PartitionCollection(store, grains, deletions, calendar, next)
                : null;
            if (_current is null)
            {
                if (watched.Cursor.Length > 0)
                    await watched.PassAsync(null);
                return Report(collected, isThrough: true);
            }

            collected += await _current.NextPage(Times.NowUs(time), cancellationToken);
            if (_current.IsThrough)
                await Leave(_current, cancellationToken);
        }

        return Report(collected, isThrough: false);
    }

    /// <summary>What is known of a partition has changed: it is looked at from its beginning.</summary>
    public void Forget() => _current = null;

    private async Task Leave(PartitionCollection partition, CancellationToken cancellationToken)
    {
        var (bucket, id) = (partition.Watched.Bucket, partition.Watched.Id);
        _current = null;
        if (partition.IsFinished && await partition.Remove(cancellationToken))
        {
            await watched.RemoveAsync(id);
            ObjectStoreMetrics.Forget(bucket, id);
        }
        else if (await partition.Totals(cancellationToken) is { } totals)
            ObjectStoreMetrics.Measured(bucket, id, totals.Objects, totals.Bytes);
        await watched.PassAsync(id);
    }

    private static GarbageReport Report(Collected collected, bool isThrough)
    {
        ObjectStoreMetrics.Collected(collected);
        return new GarbageReport(isThrough, collected.Deleted, collected.Orphans, collected.Waiting);
    }
}
