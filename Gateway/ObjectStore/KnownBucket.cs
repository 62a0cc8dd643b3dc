using System.Text;
using OrleansLld.ObjectStore.Wire;
using OrleansLld.ObjectStore.Wire.Xml;

namespace OrleansLld.ObjectStore;

/// <summary>A bucket's settings as one revision has them, and what this process makes of them.</summary>
internal sealed class KnownBucket(string name, BucketSettings settings, IGrainFactory grains)
{
    private readonly IIndexPartitionGrain?[] _partitions = new IIndexPartitionGrain?[settings.Index.Length];
    private CorsRules? _cors;

    public string Name { get; } = name;

    public BucketSettings Settings { get; } = settings;

    /// <summary>Which pages of other origins may use the bucket; null for none.</summary>
    public CorsRules? Cors => Settings.CorsXml is { } xml ? _cors ??= CorsXml.Parse(Encoding.UTF8.GetBytes(xml)).Value : null;

    /// <summary>How many partitions the bucket's keys are in.</summary>
    public int PartitionCount => _partitions.Length;

    /// <summary>Which partition has a key, 0 to <see cref="PartitionCount"/>.</summary>
    public int PlaceOf(string key)
    {
        var (low, high) = (0, _partitions.Length - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (ObjectKey.Compare(Settings.Index[middle].From, key) <= 0)
                low = middle;
            else
                high = middle - 1;
        }

        return low;
    }

    /// <summary>The id of the partition that has a key.</summary>
    public IndexPartitionId PartitionIdOf(string key) => Settings.Index[PlaceOf(key)].Partition;

    /// <summary>The partition that has a key.</summary>
    public IIndexPartitionGrain PartitionOf(string key) => PartitionAt(PlaceOf(key));

    public IIndexPartitionGrain PartitionAt(int place) =>
        _partitions[place] ??= grains.GetGrain<IIndexPartitionGrain>(Settings.Index[place].Partition.ToString());
}
