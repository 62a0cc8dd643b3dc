using System.Collections.Immutable;
using System.Text;

namespace OrleansLld.ObjectStore;

/// <summary>Which partition has which keys: ranges by their first keys, from the beginning to the end without a gap.</summary>
/// <param name="Ranges">By first key in the order of UTF-8; the first begins with the empty text.</param>
public sealed record IndexMap(ImmutableArray<MappedRange> Ranges)
{
    public static IndexMap Of(long partition) => new([new MappedRange("", partition)]);

    /// <summary>By the bytes of UTF-8.</summary>
    public static int Compare(string left, string right) =>
        Encoding.UTF8.GetBytes(left).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(right));

    /// <summary>The key where the range at this place ends; empty for no end.</summary>
    public string EndOf(int place) => place + 1 < Ranges.Length ? Ranges[place + 1].From : "";

    /// <summary>Whether a key lies in the range at this place, and is not its first.</summary>
    public bool IsInside(int place, string key) =>
        Compare(Ranges[place].From, key) < 0 && (EndOf(place).Length == 0 || Compare(key, EndOf(place)) < 0);

    /// <summary>The map after a move.</summary>
    public IndexMap With(IndexMove move) => move.Kind switch
    {
        MoveKind.Split => new IndexMap(Ranges.Insert(PlaceOf(move.Source) + 1, new MappedRange(move.From, move.Target))),
        MoveKind.Merge => new IndexMap(Ranges.RemoveAt(PlaceOf(move.Source))),
        _ => throw new InvalidOperationException($"There is no move {move.Kind}."),
    };

    public int PlaceOf(long partition)
    {
        for (var place = 0; place < Ranges.Length; place++)
        {
            if (Ranges[place].Partition == partition)
                return place;
        }

        throw new InvalidOperationException($"No range is partition {partition}'s.");
    }

    /// <summary>Throws when ranges overlap, leave a gap, or share a partition.</summary>
    public void Check()
    {
        if (Ranges.IsEmpty || Ranges[0].From.Length > 0)
            throw new InvalidOperationException("The first range does not begin at the beginning.");
        for (var place = 1; place < Ranges.Length; place++)
        {
            if (Compare(Ranges[place - 1].From, Ranges[place].From) >= 0)
                throw new InvalidOperationException($"Range {place} does not come after the one before.");
        }

        if (Ranges.DistinctBy(range => range.Partition).Count() != Ranges.Length)
            throw new InvalidOperationException("A partition has two ranges.");
    }

    public bool Equals(IndexMap? other) => other is not null && Ranges.SequenceEqual(other.Ranges);

    public override int GetHashCode() => Ranges.Length;
}

/// <summary>A range of keys and the number of the partition that has them.</summary>
public readonly record struct MappedRange(string From, long Partition);

/// <summary>Keys that go from one partition to another.</summary>
/// <param name="Kind">Why.</param>
/// <param name="Source">Who has them.</param>
/// <param name="Target">Who gets them.</param>
/// <param name="From">The first key.</param>
/// <param name="To">The end, excluded; empty for no end.</param>
/// <param name="IsServed">Whether the target serves them already.</param>
public sealed record IndexMove(MoveKind Kind, long Source, long Target, string From, string To, bool IsServed);

/// <summary>Why keys move.</summary>
public enum MoveKind
{
    /// <summary>The upper part of a partition becomes one of its own.</summary>
    Split,

    /// <summary>A whole partition goes into the one before.</summary>
    Merge,
}
