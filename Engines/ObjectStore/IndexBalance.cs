using System.Collections.Immutable;

namespace OrleansLld.ObjectStore;

/// <summary>When partitions are split and merged.</summary>
/// <param name="SplitRows">A partition with more rows is split.</param>
/// <param name="SplitWritesPerSecond">So is one with more writes, if that lasts.</param>
/// <param name="PartitionsMax">A bucket has no more partitions than this.</param>
public sealed record IndexBalance(long SplitRows, long SplitWritesPerSecond, int PartitionsMax)
{
    /// <summary>Neighbours are merged when both together are below this part of what would split them, so that they stay merged.</summary>
    public const int MergePart = 4;

    /// <summary>The move that is most needed; null when none is.</summary>
    /// <param name="map">The partitions.</param>
    /// <param name="sizes">One a partition, in the same order.</param>
    /// <param name="next">The number of the next partition.</param>
    public IndexMove? Plan(IndexMap map, ImmutableArray<PartitionSize> sizes, long next)
    {
        if (sizes.Length != map.Ranges.Length)
            throw new ArgumentException("Each partition has a size.", nameof(sizes));
        return Split(map, sizes, next) ?? Merge(map, sizes);
    }

    private IndexMove? Split(IndexMap map, ImmutableArray<PartitionSize> sizes, long next)
    {
        var largest = -1;
        for (var place = 0; place < sizes.Length && sizes.Length < PartitionsMax; place++)
        {
            var size = sizes[place];
            if ((size.Rows > SplitRows || (size.IsHot && IsBusy(size.WritesPerSecond)))
                && size.MiddleKey.Length > 0 && map.IsInside(place, size.MiddleKey)
                && (largest < 0 || size.Rows > sizes[largest].Rows))
                largest = place;
        }

        return largest < 0
            ? null
            : new IndexMove(MoveKind.Split, map.Ranges[largest].Partition, next, sizes[largest].MiddleKey, map.EndOf(largest), false);
    }

    private IndexMove? Merge(IndexMap map, ImmutableArray<PartitionSize> sizes)
    {
        for (var place = 1; place < sizes.Length; place++)
        {
            var (left, right) = (sizes[place - 1], sizes[place]);
            if ((left.Rows + right.Rows) * MergePart < SplitRows
                && (left.WritesPerSecond + right.WritesPerSecond) * MergePart < SplitWritesPerSecond
                && !left.IsHot && !right.IsHot)
            {
                var (target, source) = (map.Ranges[place - 1].Partition, map.Ranges[place].Partition);
                return new IndexMove(MoveKind.Merge, source, target, map.Ranges[place].From, map.EndOf(place), false);
            }
        }

        return null;
    }

    /// <summary>Whether so many writes are too many.</summary>
    public bool IsBusy(long writesPerSecond) => writesPerSecond > SplitWritesPerSecond;
}

/// <summary>How large and how busy a partition is.</summary>
/// <param name="Rows">Its rows.</param>
/// <param name="WritesPerSecond">Writes of the last minute.</param>
/// <param name="MiddleKey">A key that parts its rows; empty when there are too few.</param>
/// <param name="IsHot">Whether it was busy at the measurement before, too.</param>
public readonly record struct PartitionSize(long Rows, long WritesPerSecond, string MiddleKey, bool IsHot);
