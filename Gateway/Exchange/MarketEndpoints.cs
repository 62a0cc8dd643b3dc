namespace OrleansLld.Exchange;

/// <summary>What everybody may know of a market: its book, trades and candles.</summary>
internal static class MarketEndpoints
{
    private const int PageMax = 1000;
    private const int PageUsual = 500;
    private const long MinuteUs = 60_000_000;
    private const int AverageMinutes = 5;

    public static IEnumerable<ApiRoute> Routes =>
    [
        new(HttpMethods.Get, "/api/v3/depth", RouteAccess.Public, 5, "The price levels of a market", "symbol limit?", Depth),
        new(HttpMethods.Get, "/api/v3/trades", RouteAccess.Public, 25, "The newest trades", "symbol limit?", Trades),
        new(
            HttpMethods.Get, "/api/v3/historicalTrades", RouteAccess.Public, 25,
            "Trades from an id on", "symbol fromId? limit?", HistoricalTrades),
        new(
            HttpMethods.Get, "/api/v3/aggTrades", RouteAccess.Public, 4,
            "Trades, those of one order at one price as one", "symbol fromId? startTime? endTime? limit?", AggregateTrades),
        new(
            HttpMethods.Get, "/api/v3/klines", RouteAccess.Public, 2,
            "Candles", "symbol interval startTime? endTime? timeZone? limit?", Candles),
        new(
            HttpMethods.Get, "/api/v3/uiKlines", RouteAccess.Public, 2,
            "Candles", "symbol interval startTime? endTime? timeZone? limit?", Candles),
        new(HttpMethods.Get, "/api/v3/avgPrice", RouteAccess.Public, 2, "The average price of five minutes", "symbol", AveragePrice),
    ];

    private static async Task Depth(ExchangeCall call)
    {
        var market = call.Market();
        var limit = call.Limit(usual: 100, most: 5000);
        if (!call.Accepted)
            return;

        call.ExtraWeight = limit switch { <= 100 => 0, <= 500 => 20, <= 1000 => 45, _ => 245 };
        var book = await market!.Data.Depth(limit, call.Aborted);
        var json = call.Json;
        json.WriteStartObject();
        json.WriteNumber("lastUpdateId"u8, book.Sequence);
        MarketJson.WriteLevels(json, "bids"u8, market, book.Bids);
        MarketJson.WriteLevels(json, "asks"u8, market, book.Asks);
        json.WriteEndObject();
    }

    private static Task Trades(ExchangeCall call) => AnswerTrades(call, call.Market(), fromId: 0);

    private static Task HistoricalTrades(ExchangeCall call) => AnswerTrades(call, call.Market(), call.Whole("fromId") ?? 0);

    private static async Task AnswerTrades(ExchangeCall call, ListedMarket? market, long fromId)
    {
        var limit = call.Limit(PageUsual, PageMax);
        if (!call.Accepted)
            return;

        var trades = await market!.Data.Trades(new HistoryPage(fromId, 0, 0, limit), call.Aborted);
        call.Json.WriteStartArray();
        foreach (var trade in trades)
            MarketJson.WriteTrade(call, market, trade);

        call.Json.WriteEndArray();
    }

    private static async Task AggregateTrades(ExchangeCall call)
    {
        var market = call.Market();
        var fromId = call.Whole("fromId");
        var (from, to) = (call.From("startTime"), call.To("endTime"));
        var limit = call.Limit(PageUsual, PageMax);
        if (fromId is not null && (from != 0 || to != 0))
            call.Refuse(ApiRefusal.OptionalCombination);

        if (!call.Accepted)
            return;

        var aggregates = new AggregateTradeReader(market!, limit, call.Aborted);
        var found = fromId is { } id ? await aggregates.From(id)
            : from != 0 ? await aggregates.Since(from, to)
            : await aggregates.Newest(to);
        call.Json.WriteStartArray();
        foreach (var trade in found)
            MarketJson.WriteAggregate(call, market!, trade);

        call.Json.WriteEndArray();
    }

    private static async Task Candles(ExchangeCall call)
    {
        var market = call.Market();
        var interval = CandleIntervals.Read(call);
        var (from, to) = (call.From("startTime"), call.To("endTime"));
        var limit = call.Limit(PageUsual, PageMax);
        if (call.Has("timeZone", out var zone) && !zone.SequenceEqual("0"u8) && !zone.SequenceEqual("00:00"u8))
            call.Refuse(ApiRefusal.Invalid("timeZone"));

        if (!call.Accepted)
            return;

        var candles = await market!.Data.Candles(new CandleQuery(interval, from, to, limit), call.Aborted);
        call.Json.WriteStartArray();
        foreach (var candle in candles)
            MarketJson.WriteCandle(call, market, candle);

        call.Json.WriteEndArray();
    }

    private static async Task AveragePrice(ExchangeCall call)
    {
        var market = call.Market();
        if (!call.Accepted)
            return;

        var from = ((call.NowUs / MinuteUs) - AverageMinutes + 1) * MinuteUs;
        var query = new CandleQuery(CandleInterval.OneMinute, from, 0, AverageMinutes);
        var (candles, trades) =
            (market!.Data.Candles(query, call.Aborted), market.Data.Trades(new HistoryPage(0, 0, 0, Limit: 1), call.Aborted));
        Int128 quote = 0;
        Int128 quantity = 0;
        foreach (var candle in await candles)
            (quote, quantity) = (quote + candle.QuoteUnits, quantity + market.QuantityUnits(candle.Lots));

        var last = await trades is [var trade] ? trade : default;
        var price = quantity == 0 ? market.PriceUnits(last.PriceTicks) : quote * Market.UnitsPerAsset / quantity;
        call.Json.WriteStartObject();
        call.Json.WriteNumber("mins"u8, AverageMinutes);
        call.Json.WriteUnits("price"u8, price);
        call.Json.WriteNumber("closeTime"u8, call.Time(last.TimeUs));
        call.Json.WriteEndObject();
    }
}
