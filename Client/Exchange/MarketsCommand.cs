using Spectre.Console;

namespace OrleansLld.Exchange;

/// <summary><c>exchange markets</c>: what can be traded, on which terms, at which price.</summary>
internal static class MarketsCommand
{
    /// <summary>Markets asked at a time.</summary>
    private const int Together = 32;

    public static TaughtCommand Create(SharedArguments options)
    {
        var command = new TaughtCommand(
            "markets",
            "Lists the markets with their last price, best prices, steps and fees",
            "Client exchange markets",
            "Client exchange markets --json | jq -r '.markets[].symbol'");
        command.OnCluster(options, async (run, token) =>
        {
            var listing = await run.Cluster.Grains.GetGrain<IMarketsGrain>(0).List();
            var views = new List<MarketView>(listing.Markets.Length);
            foreach (var some in listing.Markets.Chunk(Together))
            {
                views.AddRange(await Task.WhenAll(some.Select(async market =>
                {
                    var data = run.Cluster.Grains.GetGrain<IMarketDataGrain>(market.Symbol);
                    return MarketView.Of(new MarketScale(market), await data.Ticker(token));
                })));
            }

            run.Terminal.Write(new { markets = views }, (console, it) => Show(console, it.markets));
            return null;
        });
        return command;
    }

    private static void Show(IAnsiConsole console, List<MarketView> markets)
    {
        if (markets.Count == 0)
        {
            console.WriteLine("No markets yet. Start the silo with --Demo for demonstration markets.");
            return;
        }

        var table = new FittedTable(
            "Symbol", ">Last", ">Bid", ">Ask", ">24 h volume?", ">Price step?", ">Quantity step?", ">Maker fee?", ">Taker fee?");
        foreach (var market in markets)
        {
            table.AddRow(
                market.Symbol, market.Last ?? "–", market.Bid ?? "–", market.Ask ?? "–", $"{market.Volume} {market.Base}",
                market.PriceStep, market.QuantityStep, Percent(market.MakerFeePpm), Percent(market.TakerFeePpm));
        }

        table.WriteTo(console);
    }

    private static string Percent(int ppm) => $"{ppm / 10_000m:0.####} %";
}

/// <summary>A market as the console shows it; prices are null where there is none.</summary>
internal sealed record MarketView(
    string Symbol,
    string Base,
    string Quote,
    string? Last,
    string? Bid,
    string? Ask,
    string Volume,
    string PriceStep,
    string QuantityStep,
    string QuantityMin,
    string QuantityMax,
    string NotionalMin,
    string NotionalMax,
    int MakerFeePpm,
    int TakerFeePpm)
{
    public static MarketView Of(MarketScale terms, Ticker ticker)
    {
        var market = terms.Market;
        return new MarketView(
            market.Symbol,
            market.BaseAsset,
            market.QuoteAsset,
            PriceOrNull(terms, ticker.LastTicks),
            PriceOrNull(terms, ticker.Bid.PriceTicks),
            PriceOrNull(terms, ticker.Ask.PriceTicks),
            terms.Quantity(ticker.Day.Lots),
            Amount.Text(market.TickUnits),
            Amount.Text(market.LotUnits),
            terms.Quantity(market.QuantityLotsMin),
            terms.Quantity(market.QuantityLotsMax),
            Amount.Text(market.NotionalUnitsMin),
            Amount.Text(market.NotionalUnitsMax),
            market.MakerFeePpm,
            market.TakerFeePpm);
    }

    private static string? PriceOrNull(MarketScale terms, long ticks) => ticks == 0 ? null : terms.Price(ticks);
}
