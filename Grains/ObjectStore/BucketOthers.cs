using System.Collections.Immutable;

namespace OrleansLld.ObjectStore;

/// <summary>Whom a bucket asks: its owner's list, the partitions of its index, and the collector. What was begun is not given up.</summary>
/// <param name="name">The bucket's name.</param>
/// <param name="grains">The others.</param>
/// <param name="garbageShards">Shards of the collector.</param>
internal sealed class BucketOthers(string name, IGrainFactory grains, int garbageShards)
{
    private const int AskedAtOnce = 16;

    public Task<bool> List(BucketMaking making) => grains.GetGrain<IBucketListGrain>(making.Owner)
        .Add(new BucketEntry(name, making.At, making.Region), CancellationToken.None);

    public Task Unlist(BucketMaking making) => grains.GetGrain<IBucketListGrain>(making.Owner).Remove(name, CancellationToken.None);

    public Task Watch(IndexPartitionId partition) => Collector(partition).Watch(name, partition, CancellationToken.None);

    public Task Release(IndexPartitionId partition) => Collector(partition).Release(partition, CancellationToken.None);

    public Task<PartitionLoad> Open(IndexPartitionId partition) => Ask(partition, new PartitionStep.Open(name, "", ""));

    public Task<PartitionLoad> Adopt(IndexPartitionId target, IndexPartitionId source, IndexMove move) =>
        Ask(target, new PartitionStep.Adopt(name, source, move.From, move.To));

    public Task<PartitionLoad> Ask(IndexPartitionId partition, PartitionStep step) =>
        grains.GetGrain<IIndexPartitionGrain>(partition.ToString()).Move(step, CancellationToken.None);

    /// <summary>Asks all of them, some at a time.</summary>
    /// <returns>One load a partition, in the same order.</returns>
    public async Task<ImmutableArray<PartitionLoad>> AskAll(IEnumerable<IndexPartitionId> partitions, PartitionStep step)
    {
        var loads = ImmutableArray.CreateBuilder<PartitionLoad>();
        foreach (var some in partitions.Chunk(AskedAtOnce))
            loads.AddRange(await Task.WhenAll(some.Select(partition => Ask(partition, step))));
        return loads.ToImmutable();
    }

    private IGarbageGrain Collector(IndexPartitionId partition) =>
        grains.GetGrain<IGarbageGrain>(IGarbageGrain.ShardOf(partition, garbageShards));
}
