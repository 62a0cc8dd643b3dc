namespace OrleansLld.Exchange.Replay;

/// <summary>What one event of the flow asks of our exchange.</summary>
internal enum ReplayAction : byte
{
    /// <summary>Nothing: hidden orders, other events, and orders from before the file began.</summary>
    Skip,

    /// <summary>A limit order that waits.</summary>
    Place,

    /// <summary>The order gets smaller and keeps its place.</summary>
    Reduce,

    /// <summary>The order goes.</summary>
    Cancel,

    /// <summary>The market's aggressor: an IOC limit order against the side that rested.</summary>
    Take,
}

/// <summary>A step of the replay.</summary>
/// <param name="Action">What to do.</param>
/// <param name="OrderId">The flow's order: to place, reduce or cancel, or the one that the market executed.</param>
/// <param name="IsBuy">The side of the order to send (<see cref="ReplayAction.Place"/> and <see cref="ReplayAction.Take"/>).</param>
/// <param name="Price">In 1/10,000; of an order to send.</param>
/// <param name="Size">In shares: of the order to send, or the whole new quantity of a reduced one.</param>
internal readonly record struct ReplayStep(ReplayAction Action, long OrderId, bool IsBuy, long Price, long Size);

/// <summary>Turns the flow's events into steps. Remembers each order's whole quantity, which reductions are told in.</summary>
internal sealed class FlowTranslation
{
    private readonly Dictionary<long, long> _sizes = [];

    public ReplayStep Next(in LobsterEvent it)
    {
        switch (it.Kind)
        {
            case LobsterKind.New:
                _sizes[it.OrderId] = it.Size;
                return new ReplayStep(ReplayAction.Place, it.OrderId, it.Direction == LobsterDirection.Buy, it.Price, it.Size);
            case LobsterKind.Reduced when _sizes.TryGetValue(it.OrderId, out var size):
                return new ReplayStep(ReplayAction.Reduce, it.OrderId, false, 0, size - it.Size);
            case LobsterKind.Deleted when _sizes.ContainsKey(it.OrderId):
                return new ReplayStep(ReplayAction.Cancel, it.OrderId, false, 0, 0);
            case LobsterKind.Executed when _sizes.ContainsKey(it.OrderId):
                return new ReplayStep(ReplayAction.Take, it.OrderId, it.Direction == LobsterDirection.Sell, it.Price, it.Size);
            default:
                return default;
        }
    }

    /// <summary>Our exchange made the order smaller: later reductions start from here.</summary>
    public void Reduced(in ReplayStep step) => _sizes[step.OrderId] = step.Size;

    /// <summary>The most orders that are open at once, going by what the flow says of them.</summary>
    public static int OpenOrdersPeak(IReadOnlyList<LobsterEvent> events)
    {
        var open = new Dictionary<long, long>();
        var peak = 0;
        foreach (var it in events)
        {
            if (it.Kind == LobsterKind.New)
                open[it.OrderId] = it.Size;
            else if (it.Kind == LobsterKind.Deleted)
                open.Remove(it.OrderId);
            else if (it.Kind is LobsterKind.Reduced or LobsterKind.Executed && open.TryGetValue(it.OrderId, out var left))
            {
                open[it.OrderId] = left - it.Size;
                if (left <= it.Size)
                    open.Remove(it.OrderId);
            }

            peak = Math.Max(peak, open.Count);
        }

        return peak;
    }
}
