using System.Collections.Immutable;

namespace OrleansLld.Exchange;

/// <summary>Neighbouring trades of one taker order at one price, as one.</summary>
/// <param name="Id">From 1, without gaps.</param>
/// <param name="FirstTradeId">The first trade in it.</param>
/// <param name="LastTradeId">The last trade in it.</param>
/// <param name="PriceTicks">Their price.</param>
/// <param name="Lots">Their quantities together.</param>
/// <param name="TimeUs">When the first was made.</param>
/// <param name="BuyerIsMaker">Whether the seller was the taker.</param>
internal readonly record struct AggregateTrade(
    long Id, long FirstTradeId, long LastTradeId, long PriceTicks, long Lots, long TimeUs, bool BuyerIsMaker);

/// <summary>
/// Puts a market's trades together to aggregates. Both ids grow with time, and an aggregate has at least one trade, so the trade that
/// begins an aggregate is found by halving.
/// </summary>
internal sealed class AggregateTradeReader(ListedMarket market, int limit, CancellationToken cancellationToken)
{
    private const int PageTrades = 1000;
    private const int PagesMax = 100;

    /// <summary>From an aggregate on.</summary>
    public async Task<IReadOnlyList<AggregateTrade>> From(long id)
    {
        var low = Math.Max(1, id);
        var end = (await market.Data.Ticker(cancellationToken)).LastTradeId + 1;
        while (low < end)
        {
            var middle = low + ((end - low) / 2);
            var trade = await Page(middle, 0, 0, 1);
            if (trade.IsEmpty || trade[0].AggregateId >= id)
                end = middle;
            else
                low = middle + 1;
        }

        return await Ascend(low, 0, 0);
    }

    /// <summary>From a time on.</summary>
    public Task<IReadOnlyList<AggregateTrade>> Since(long fromUs, long toUs) => Ascend(1, fromUs, toUs);

    /// <summary>The last ones, or the last ones up to a time.</summary>
    public async Task<IReadOnlyList<AggregateTrade>> Newest(long toUs)
    {
        var trades = new List<PublicTrade>(await Page(0, 0, toUs, PageTrades));
        for (var pages = 1; pages < PagesMax && trades is [{ TradeId: > 1 } first, ..] && Count(trades) <= limit; pages++)
        {
            var from = Math.Max(1, first.TradeId - PageTrades);
            trades.InsertRange(0, await Page(from, 0, 0, (int)(first.TradeId - from)));
        }

        var aggregates = Gather(trades);
        return aggregates.Count <= limit ? aggregates : aggregates.GetRange(aggregates.Count - limit, limit);
    }

    private async Task<IReadOnlyList<AggregateTrade>> Ascend(long fromId, long fromUs, long toUs)
    {
        var trades = new List<PublicTrade>();
        for (var pages = 0; pages < PagesMax && Count(trades) <= limit; pages++)
        {
            var page = await Page(fromId, fromUs, toUs, PageTrades);
            trades.AddRange(page);
            if (page.Length < PageTrades)
                break;

            fromId = page[^1].TradeId + 1;
        }

        var aggregates = Gather(trades);
        return aggregates.Count <= limit ? aggregates : aggregates.GetRange(0, limit);
    }

    private Task<ImmutableArray<PublicTrade>> Page(long fromId, long fromUs, long toUs, int trades) =>
        market.Data.Trades(new HistoryPage(fromId, fromUs, toUs, trades), cancellationToken);

    private static long Count(List<PublicTrade> trades) => trades.Count == 0 ? 0 : trades[^1].AggregateId - trades[0].AggregateId + 1;

    private static List<AggregateTrade> Gather(List<PublicTrade> trades)
    {
        var aggregates = new List<AggregateTrade>();
        foreach (var trade in trades)
        {
            if (aggregates.Count > 0 && aggregates[^1].Id == trade.AggregateId)
                aggregates[^1] = aggregates[^1] with { LastTradeId = trade.TradeId, Lots = aggregates[^1].Lots + trade.Lots };
            else
                aggregates.Add(new(
                    trade.AggregateId, trade.TradeId, trade.TradeId, trade.PriceTicks, trade.Lots, trade.TimeUs, trade.BuyerIsMaker));
        }

        return aggregates;
    }
}
