using System.Collections.Immutable;

namespace OrleansLld.Exchange;

/// <summary>The price levels of a book as its events tell them, and which of them changed since they were last told on.</summary>
internal sealed class DepthView
{
    private readonly SortedDictionary<long, long> _bids = new(Comparer<long>.Create((one, other) => other.CompareTo(one)));
    private readonly SortedDictionary<long, long> _asks = [];
    private readonly SortedSet<long> _changedBids = [];
    private readonly SortedSet<long> _changedAsks = [];

    public DepthLevel Best(Side side)
    {
        foreach (var (priceTicks, lots) in Half(side))
            return new DepthLevel(priceTicks, lots);
        return default;
    }

    public void Reset(BookSnapshot snapshot)
    {
        _bids.Clear();
        _asks.Clear();
        foreach (var level in snapshot.Bids)
            _bids.Add(level.PriceTicks, level.Lots);
        foreach (var level in snapshot.Asks)
            _asks.Add(level.PriceTicks, level.Lots);
        _changedBids.Clear();
        _changedAsks.Clear();
    }

    public void Apply(in BookEvent fact)
    {
        switch (fact.Kind)
        {
            case BookEventKind.Rested:
                Change(fact.Side, fact.PriceTicks, fact.Lots);
                break;
            case BookEventKind.Traded:
                Change(fact.Side == Side.Buy ? Side.Sell : Side.Buy, fact.PriceTicks, -fact.Lots);
                break;
            case BookEventKind.Reduced:
            case BookEventKind.Closed when fact.Lots > 0:
                Change(fact.Side, fact.PriceTicks, -fact.Lots);
                break;
        }
    }

    public ImmutableArray<DepthLevel> Levels(Side side, int limit) =>
        [.. Half(side).Take(limit).Select(level => new DepthLevel(level.Key, level.Value))];

    /// <summary>The changed levels with their quantity now, 0 for one that is gone.</summary>
    public ImmutableArray<DepthLevel> TakeChanges(Side side)
    {
        var (half, changed) = (Half(side), side == Side.Buy ? _changedBids : _changedAsks);
        var levels = changed.Select(priceTicks => new DepthLevel(priceTicks, half.GetValueOrDefault(priceTicks))).ToImmutableArray();
        changed.Clear();
        return levels;
    }

    private SortedDictionary<long, long> Half(Side side) => side == Side.Buy ? _bids : _asks;

    private void Change(Side side, long priceTicks, long lots)
    {
        var half = Half(side);
        var left = half.GetValueOrDefault(priceTicks) + lots;
        if (left == 0)
            half.Remove(priceTicks);
        else
            half[priceTicks] = left;
        (side == Side.Buy ? _changedBids : _changedAsks).Add(priceTicks);
    }
}
