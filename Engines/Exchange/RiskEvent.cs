using System.Collections.Immutable;

namespace OrleansLld.Exchange;

/// <summary>What can happen to a shard of balances.</summary>
public abstract record RiskEvent
{
    private RiskEvent()
    {
    }

    /// <summary>Test money came in.</summary>
    public sealed record Deposited(string CommandId, long Account, string Asset, long Units, long TimeUs) : RiskEvent;

    /// <summary>A book started; older epochs of it are not listened to any more.</summary>
    public sealed record Attached(string Symbol, long Epoch) : RiskEvent;

    /// <summary>Funds were set aside for orders that the book has not seen yet.</summary>
    public sealed record Held(string Symbol, long Epoch, long TimeUs, ImmutableArray<OrderHold> Holds) : RiskEvent;

    /// <summary>The book's events up to a number were applied; the bytes are those of <see cref="BookEventCodec"/>.</summary>
    public sealed record Settled(string Symbol, long LastSequence, ReadOnlyMemory<byte> Events) : RiskEvent;

    /// <summary>Holds of earlier epochs that no event of the book confirmed were released: those orders never were.</summary>
    public sealed record Reclaimed(string Symbol, long Epoch, long TimeUs) : RiskEvent;
}

/// <summary>Funds set aside for one order.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="Account">Its owner.</param>
/// <param name="Side">Buy holds the quote asset, sell the base asset.</param>
/// <param name="Units">What is still set aside.</param>
/// <param name="UnitsPerLot">What each lot uses up or releases; 0 when a trade's own amount is used up (a market order that buys).</param>
public readonly record struct OrderHold(long OrderId, long Account, Side Side, long Units, long UnitsPerLot);
