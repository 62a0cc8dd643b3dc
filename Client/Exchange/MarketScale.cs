namespace OrleansLld.Exchange;

/// <summary>Between what a person types and reads of a market, and its ticks and lots.</summary>
internal sealed record MarketScale(Market Market)
{
    public string Price(long ticks) => Amount.Text((Int128)ticks * Market.TickUnits);

    public string Quantity(long lots) => Amount.Text((Int128)lots * Market.LotUnits);

    public (long Ticks, Failure? Failure) Price(string text)
    {
        if (!Amount.TryUnits(text, out var units))
            return (0, Failure.Usage($"'{text}' is not a price: a positive number such as 60000.01 is."));
        return units % Market.TickUnits == 0
            ? (units / Market.TickUnits, null)
            : (0, Failure.Refused(OrderRefusal.PriceFilter, $"A price here is a multiple of {Amount.Text(Market.TickUnits)}."));
    }

    public (long Lots, Failure? Failure) Quantity(string text)
    {
        if (!Amount.TryUnits(text, out var units))
            return (0, Failure.Usage($"'{text}' is not a quantity: a positive number such as 0.5 is."));
        return units % Market.LotUnits == 0
            ? (units / Market.LotUnits, null)
            : (0, Failure.Refused(OrderRefusal.LotSize, $"A quantity here is a multiple of {Amount.Text(Market.LotUnits)}."));
    }

    /// <summary>The market of that symbol, or the failure that names those there are.</summary>
    public static async Task<(MarketScale? Terms, Failure? Failure)> Find(ClusterConnection cluster, string symbol)
    {
        var listing = await cluster.Grains.GetGrain<IMarketsGrain>(0).List();
        var market = listing.Markets.FirstOrDefault(it => it.Symbol.Equals(symbol, StringComparison.OrdinalIgnoreCase));
        if (market is not null)
            return (new MarketScale(market), null);
        var known = listing.Markets.IsEmpty ? "none yet" : string.Join(", ", listing.Markets.Take(10).Select(it => it.Symbol));
        return (null, new Failure(ExitCode.Refused, "unknown-symbol", $"There is no market {symbol}. There is {known}."));
    }
}
