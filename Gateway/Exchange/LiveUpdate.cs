using System.Collections.Immutable;
using OrleansLld.Accounts;

namespace OrleansLld.Exchange;

/// <summary>A market's update in the hub's words, made once for all who watch.</summary>
/// <param name="Symbol">The market.</param>
/// <param name="Depth">The levels.</param>
/// <param name="Trades">The trades; null when there were none.</param>
/// <param name="Orders">All orders that changed; each connection is told its own.</param>
internal sealed record LiveUpdate(string Symbol, DepthChange Depth, TradesMade? Trades, ImmutableArray<OwnedOrderChange> Orders)
{
    private const string Gone = "0";

    public static LiveUpdate Of(ListedMarket market, MarketUpdate update) => new(
        market.Symbol,
        new DepthChange(
            market.Symbol, update.FirstSequence, update.LastSequence, LevelsOf(market, update.Bids), LevelsOf(market, update.Asks)),
        update.Trades.IsEmpty ? null : new TradesMade(market.Symbol, TapeOf(market, update.Trades)),
        update.Orders);

    public static string[][] LevelsOf(ListedMarket market, ImmutableArray<DepthLevel> levels)
    {
        var texts = new string[levels.Length][];
        for (var i = 0; i < texts.Length; i++)
            texts[i] = [market.PriceText(levels[i].PriceTicks), levels[i].Lots == 0 ? Gone : market.QuantityText(levels[i].Lots)];

        return texts;
    }

    public static TapeTrade[] TapeOf(ListedMarket market, ImmutableArray<PublicTrade> trades)
    {
        var tape = new TapeTrade[trades.Length];
        for (var i = 0; i < tape.Length; i++)
        {
            var trade = trades[i];
            tape[i] = new TapeTrade(
                trade.TradeId,
                market.PriceText(trade.PriceTicks),
                market.QuantityText(trade.Lots),
                Wire.DecimalText.ToText(market.QuoteUnits(trade.PriceTicks, trade.Lots)),
                trade.TimeUs / 1000,
                trade.BuyerIsMaker);
        }

        return tape;
    }

    /// <summary>The account's orders among those that changed, or null.</summary>
    public OwnOrdersChanged? OrdersOf(AccountId account)
    {
        List<long>? own = null;
        foreach (var change in Orders)
            if (change.Account == account && own?.Contains(change.OrderId) != true)
                (own ??= []).Add(change.OrderId);

        return own is null ? null : new OwnOrdersChanged(Symbol, [.. own]);
    }
}
