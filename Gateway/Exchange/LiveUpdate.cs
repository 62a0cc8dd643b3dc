using System.Collections.Immutable;
using OrleansLld.Accounts;

namespace OrleansLld.Exchange;

/// <summary>A market's update in the hub's words, made once for all who watch.</summary>
/// <param name="Market">The market.</param>
/// <param name="Depth">The levels.</param>
/// <param name="Trades">The trades; null when there were none.</param>
/// <param name="Orders">What happened to orders; each connection is told of its own.</param>
internal sealed record LiveUpdate(
    ListedMarket Market, DepthChange Depth, TradesMade? Trades, ImmutableArray<OwnedOrderChange> Orders)
{
    private const string Gone = "0";

    public string Symbol => Market.Symbol;

    public static LiveUpdate Of(ListedMarket market, MarketUpdate update) => new(
        market,
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

    /// <summary>What happened to the account's orders, or null.</summary>
    public OwnOrdersChanged? OrdersOf(AccountId account)
    {
        List<OwnedOrderChange>? own = null;
        foreach (var change in Orders)
            if (change.Account == account)
                (own ??= []).Add(change);

        return own is null
            ? null
            : new OwnOrdersChanged(
                Symbol, Depth.First, Depth.Last, [.. own.Select(change => change.OrderId).Distinct()], OwnOrderChanges.Of(Market, own));
    }
}
