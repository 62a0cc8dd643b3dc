using System.Collections.Immutable;

namespace OrleansLld.ObjectStore;

/// <summary>Looks at a bucket's partitions now and then, and splits and merges them.</summary>
internal sealed class BucketBalance(Bucket bucket, BucketWork work, ObjectStoreOptions options)
{
    private readonly IndexBalance _balance = options.IndexBalance;
    private HashSet<long> _busy = [];

    /// <summary>One look, and what follows from it.</summary>
    public async Task Look(CancellationToken cancellationToken)
    {
        var wereBusy = _busy;
        _busy = [];
        for (var moves = 0; moves < options.MovesMax && !cancellationToken.IsCancellationRequested; moves++)
        {
            if (bucket.Stage == BucketStage.None || !await work.Rebalance(loads => Plan(loads, wereBusy)))
                return;
        }
    }

    private IndexMove? Plan(ImmutableArray<PartitionLoad> loads, HashSet<long> wereBusy)
    {
        var ranges = bucket.Map!.Ranges;
        var sizes = ImmutableArray.CreateBuilder<PartitionSize>(loads.Length);
        for (var place = 0; place < loads.Length; place++)
        {
            var (partition, load) = (ranges[place].Partition, loads[place]);
            if (_balance.IsBusy(load.WritesPerSecond))
                _busy.Add(partition);
            sizes.Add(new PartitionSize(load.Rows, load.WritesPerSecond, load.MiddleKey, wereBusy.Contains(partition)));
        }

        return _balance.Plan(bucket.Map, sizes.MoveToImmutable(), bucket.NextPartition);
    }
}
