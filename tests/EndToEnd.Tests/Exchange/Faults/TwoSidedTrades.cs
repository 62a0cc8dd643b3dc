namespace OrleansLld.Exchange.Faults;

/// <summary>Trades are numbered from 1 without gaps, and each has a buyer and a seller, a maker and a taker, who agree on it.</summary>
internal static class TwoSidedTrades
{
    public static IEnumerable<string> Offences(Holdings holdings)
    {
        var fills = holdings.Accounts.SelectMany(account => account.Fills).ToLookup(fill => (fill.Symbol, fill.TradeId));
        foreach (var (symbol, trades) in holdings.Trades)
        {
            for (var i = 0; i < trades.Count; i++)
            {
                if (trades[i].TradeId != i + 1)
                {
                    yield return $"the trades of {symbol} go from {i} to {trades[i].TradeId}";
                    yield break;
                }

                if (!Agree(trades[i], [.. fills[(symbol, trades[i].TradeId)]]))
                    yield return $"{symbol} {trades[i]} has the sides {string.Join(" and ", fills[(symbol, trades[i].TradeId)])}";
            }
        }

        foreach (var trade in fills.Where(trade => trade.Key.TradeId > holdings.Trades.GetValueOrDefault(trade.Key.Symbol, []).Count))
            yield return $"nobody published {trade.First()}";
    }

    private static bool Agree(PublicTrade trade, IReadOnlyList<Fill> sides) =>
        sides.Count == 2
        && sides[0].IsBuyer != sides[1].IsBuyer
        && sides[0].IsMaker != sides[1].IsMaker
        && sides.All(side => side.Price == trade.Price && side.Quantity == trade.Quantity && side.Quote == trade.Price * trade.Quantity);
}
