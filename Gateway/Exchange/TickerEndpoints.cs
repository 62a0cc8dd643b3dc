namespace OrleansLld.Exchange;

/// <summary>Markets at a glance: of one market, of some, or of all.</summary>
internal static class TickerEndpoints
{
    private delegate void TickerWriter(ExchangeCall call, ListedMarket market, Ticker ticker);

    public static IEnumerable<ApiRoute> Routes =>
    [
        new(HttpMethods.Get, "/api/v3/ticker/24hr", RouteAccess.Public, 2, "The last 24 hours", "symbol? symbols? type?", Day),
        new(HttpMethods.Get, "/api/v3/ticker/price", RouteAccess.Public, 2, "The last price", "symbol? symbols?", Price),
        new(HttpMethods.Get, "/api/v3/ticker/bookTicker", RouteAccess.Public, 2, "The best prices", "symbol? symbols?", BestPrices),
    ];

    private static Task Day(ExchangeCall call)
    {
        var isFull = true;
        if (call.Has("type", out var type) && !type.SequenceEqual("FULL"u8))
        {
            isFull = false;
            if (!type.SequenceEqual("MINI"u8))
                call.Refuse(ApiRefusal.TickerType);
        }

        return Answer(
            call,
            isFull ? TickerJson.WriteDay : TickerJson.WriteMiniature,
            chosen => chosen.IsAll ? 78 : chosen.Markets.Length > 20 ? 38 : 0);
    }

    private static Task Price(ExchangeCall call) => Answer(call, TickerJson.WritePrice, _ => 2);

    private static Task BestPrices(ExchangeCall call) => Answer(call, TickerJson.WriteBestPrices, _ => 2);

    private static async Task Answer(ExchangeCall call, TickerWriter write, Func<SymbolSelection, int> weightOfMany)
    {
        var selection = SymbolSelection.Read(call);
        if (!call.Accepted)
            return;

        if (selection.IsOne)
        {
            var market = selection.Markets[0];
            write(call, market, await market.Data.Ticker(call.Aborted));
            return;
        }

        call.ExtraWeight = weightOfMany(selection);
        var tickers = await Task.WhenAll(selection.Markets.Select(market => market.Data.Ticker(call.Aborted)));
        call.Json.WriteStartArray();
        for (var i = 0; i < tickers.Length; i++)
            write(call, selection.Markets[i], tickers[i]);

        call.Json.WriteEndArray();
    }
}
