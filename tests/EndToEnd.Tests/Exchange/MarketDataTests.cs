using System.Globalization;
using System.Text.Json;

namespace OrleansLld.Exchange;

[Collection(ExchangeProduct.Collection)]
public sealed class MarketDataTests(ExchangeProduct exchange)
{
    [Fact]
    public async Task The_exchange_is_there_and_tells_the_time()
    {
        (await Get("/api/v3/ping")).EnumerateObject().ShouldBeEmpty();
        var before = Trader.NowMs;
        var told = (await Get("/api/v3/time")).GetProperty("serverTime").GetInt64();
        told.ShouldBeInRange(before, Trader.NowMs);
    }

    [Fact]
    public async Task Times_are_told_in_microseconds_on_request()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v3/time") { Headers = { { "X-MBX-TIME-UNIT", "microsecond" } } };
        var before = Trader.NowMs;

        var told = (await ApiAnswer.Of(exchange.Http, request)).ShouldBeDone().GetProperty("serverTime").GetInt64();

        (told / 1000).ShouldBeInRange(before, Trader.NowMs);
    }

    [Fact]
    public async Task The_rules_of_a_market_are_told()
    {
        var market = exchange.TakeMarket();

        var info = await Get($"/api/v3/exchangeInfo?symbol={market.Symbol}");

        info.GetProperty("rateLimits").EnumerateArray().Select(limit => limit.GetProperty("rateLimitType").GetString())
            .ShouldBe(["REQUEST_WEIGHT", "ORDERS", "ORDERS"]);
        var symbol = info.GetProperty("symbols").EnumerateArray().ShouldHaveSingleItem();
        (Text(symbol, "baseAsset"), Text(symbol, "quoteAsset"), Text(symbol, "status")).ShouldBe((market.Base, "USDT", "TRADING"));
        symbol.GetProperty("orderTypes").EnumerateArray().Select(type => type.GetString()).ShouldBe(["LIMIT", "LIMIT_MAKER", "MARKET"]);
        var filters = symbol.GetProperty("filters").EnumerateArray().ToDictionary(filter => Text(filter, "filterType"));
        (Text(filters["PRICE_FILTER"], "tickSize"), Text(filters["LOT_SIZE"], "stepSize")).ShouldBe(("0.01000000", "0.00100000"));
        (Text(filters["NOTIONAL"], "minNotional"), Text(filters["LOT_SIZE"], "minQty")).ShouldBe(("5.00000000", "0.00100000"));
        filters.Keys.ShouldBe(["PRICE_FILTER", "LOT_SIZE", "MARKET_LOT_SIZE", "NOTIONAL", "MAX_NUM_ORDERS"]);
    }

    [Fact]
    public async Task Some_markets_are_chosen_by_a_list()
    {
        var (one, other) = (exchange.TakeMarket(), exchange.TakeMarket());
        var list = Uri.EscapeDataString($"[\"{other.Symbol}\",\"{one.Symbol}\"]");

        (await Get($"/api/v3/ticker/price?symbols={list}")).EnumerateArray().Select(ticker => Text(ticker, "symbol"))
            .ShouldBe([other.Symbol, one.Symbol]);
        (await Get($"/api/v3/exchangeInfo?symbols={list}")).GetProperty("symbols").GetArrayLength().ShouldBe(2);
        (await Get("/api/v3/exchangeInfo?permissions=MARGIN")).GetProperty("symbols").GetArrayLength().ShouldBe(0);
        (await Get("/api/v3/ticker/bookTicker")).GetArrayLength().ShouldBeGreaterThan(2);
    }

    [Fact]
    public async Task A_day_of_trading_is_seen_in_the_book_the_tape_the_candles_and_the_tickers()
    {
        var market = exchange.TakeMarket();
        var (maker, taker) = (await exchange.NewTrader(market, "1000"), await exchange.NewTrader(market, "1000"));
        await maker.Limit(market, "SELL", "1", "10.00");
        await maker.Limit(market, "SELL", "1", "10.00");
        await maker.Limit(market, "SELL", "2", "12.00");
        await maker.Limit(market, "BUY", "3", "8.00");
        await taker.Limit(market, "BUY", "2.5", "12.00");
        await taker.Limit(market, "SELL", "1", "8.00");
        var book = await Until($"/api/v3/depth?symbol={market.Symbol}", depth => depth.GetProperty("bids") is var bids
            && bids.GetArrayLength() == 1 && bids[0][1].GetString() == "2.00000000");

        book.GetProperty("asks").GetRawText().ShouldBe("""[["12.00000000","1.50000000"]]""");
        book.GetProperty("lastUpdateId").GetInt64().ShouldBePositive();

        var trades = (await Get($"/api/v3/trades?symbol={market.Symbol}")).EnumerateArray().ToList();
        trades.Select(trade => (Text(trade, "price"), Text(trade, "qty"), trade.GetProperty("isBuyerMaker").GetBoolean())).ShouldBe(
        [
            ("10.00000000", "1.00000000", false), ("10.00000000", "1.00000000", false), ("12.00000000", "0.50000000", false),
            ("8.00000000", "1.00000000", true),
        ]);
        (await Get($"/api/v3/historicalTrades?symbol={market.Symbol}&fromId=3&limit=1"))[0].GetProperty("id").GetInt64().ShouldBe(3);

        var aggregates = (await Get($"/api/v3/aggTrades?symbol={market.Symbol}")).EnumerateArray().ToList();
        aggregates.Select(one => (Number(one, "a"), Number(one, "f"), Number(one, "l"), Text(one, "q")))
            .ShouldBe([(1, 1, 2, "2.00000000"), (2, 3, 3, "0.50000000"), (3, 4, 4, "1.00000000")]);
        (await Get($"/api/v3/aggTrades?symbol={market.Symbol}&fromId=2&limit=1"))[0].GetRawText().ShouldBe(aggregates[1].GetRawText());
        (await Get($"/api/v3/aggTrades?symbol={market.Symbol}&fromId=4")).GetArrayLength().ShouldBe(0);
        (await Get($"/api/v3/aggTrades?symbol={market.Symbol}&limit=1"))[0].GetRawText().ShouldBe(aggregates[2].GetRawText());
        (await Get($"/api/v3/aggTrades?symbol={market.Symbol}&startTime={Trader.NowMs - 60_000}")).GetArrayLength().ShouldBe(3);

        var ticker = await Get($"/api/v3/ticker/24hr?symbol={market.Symbol}");
        (Text(ticker, "openPrice"), Text(ticker, "highPrice"), Text(ticker, "lowPrice"), Text(ticker, "lastPrice"))
            .ShouldBe(("10.00000000", "12.00000000", "8.00000000", "8.00000000"));
        (Text(ticker, "volume"), Text(ticker, "quoteVolume"), Text(ticker, "weightedAvgPrice"), Text(ticker, "priceChangePercent"))
            .ShouldBe(("3.50000000", "34.00000000", "9.71428571", "-20.000"));
        (ticker.GetProperty("count").GetInt64(), ticker.GetProperty("lastId").GetInt64()).ShouldBe((4, 4));
        Text(await Get($"/api/v3/ticker/bookTicker?symbol={market.Symbol}"), "askPrice").ShouldBe("12.00000000");
        (await Get($"/api/v3/ticker/24hr?symbol={market.Symbol}&type=MINI")).TryGetProperty("bidPrice", out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("1s", 1)]
    [InlineData("1m", 60)]
    [InlineData("3m", 180)]
    [InlineData("5m", 300)]
    [InlineData("15m", 900)]
    [InlineData("30m", 1800)]
    [InlineData("1h", 3600)]
    [InlineData("2h", 7200)]
    [InlineData("4h", 14_400)]
    [InlineData("6h", 21_600)]
    [InlineData("8h", 28_800)]
    [InlineData("12h", 43_200)]
    [InlineData("1d", 86_400)]
    [InlineData("3d", 259_200)]
    public async Task Candles_of_every_length_hold_the_trade(string interval, int seconds)
    {
        var market = exchange.TakeMarket();
        var trader = await exchange.NewTrader(market, "1000");
        await trader.Limit(market, "SELL", "2", "10.00");
        await trader.Limit(market, "BUY", "2", "10.00");

        var candles = await Until($"/api/v3/klines?symbol={market.Symbol}&interval={interval}", all => all.GetArrayLength() == 1);

        var candle = candles[0];
        (candle[0].GetInt64() % (seconds * 1000L)).ShouldBe(0);
        (candle[6].GetInt64() - candle[0].GetInt64()).ShouldBe((seconds * 1000L) - 1);
        candle.EnumerateArray().Skip(1).Take(5).Select(value => value.GetString())
            .ShouldBe(["10.00000000", "10.00000000", "10.00000000", "10.00000000", "2.00000000"]);
        (candle[7].GetString(), candle[8].GetInt64(), candle[9].GetString()).ShouldBe(("20.00000000", 1, "2.00000000"));
        var ui = await Get($"/api/v3/uiKlines?symbol={market.Symbol}&interval={interval}&startTime={candle[0].GetInt64()}&limit=1");
        ui.GetRawText().ShouldBe(candles.GetRawText());
        var average = await Get($"/api/v3/avgPrice?symbol={market.Symbol}");
        (Text(average, "price"), average.GetProperty("mins").GetInt32()).ShouldBe(("10.00000000", 5));
    }

    [Theory]
    [InlineData("1s")]
    [InlineData("1w")]
    [InlineData("1M")]
    public async Task Candles_reach_from_the_first_of_all_times_to_the_last(string interval)
    {
        var market = exchange.TakeMarket();
        var trader = await exchange.NewTrader(market, "1000");
        await trader.Limit(market, "SELL", "2", "10.00");
        await trader.Limit(market, "BUY", "1", "10.00");
        var klines = $"/api/v3/klines?symbol={market.Symbol}&interval={interval}";
        var all = await Until(klines, found => found.GetArrayLength() == 1);

        (await Get($"{klines}&startTime=0&endTime={long.MaxValue}")).GetRawText().ShouldBe(all.GetRawText());
        (await Get($"{klines}&startTime={long.MaxValue}")).GetArrayLength().ShouldBe(0);
        (await Get($"{klines}&endTime=0")).GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task The_weight_of_tickers_grows_with_their_number()
    {
        var list = Uri.EscapeDataString($"[\"{exchange.TakeMarket().Symbol}\",\"{exchange.TakeMarket().Symbol}\"]");
        async Task<long> Used(string address)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            return long.Parse(
                (await ApiAnswer.Of(exchange.Http, request)).Headers["X-MBX-USED-WEIGHT-1M"], CultureInfo.InvariantCulture);
        }

        // A minute that ends in between begins anew from nothing.
        var before = await Used("/api/v3/ping");
        var ofTwo = await Used($"/api/v3/ticker/24hr?symbols={list}");
        var ofAll = await Used("/api/v3/ticker/24hr");

        ofTwo.ShouldBeOneOf(before + 2, 2);
        ofAll.ShouldBeOneOf(ofTwo + 80, 80);
    }

    [Fact]
    public async Task The_companions_answer_that_there_is_nothing_else()
    {
        var trader = await exchange.NewTrader();

        var assets = (await trader.Send(HttpMethod.Get, "/sapi/v1/capital/config/getall")).ShouldBeDone().EnumerateArray().ToList();

        assets.Select(asset => Text(asset, "coin")).ShouldContain("USDT");
        assets.ShouldAllBe(asset => Text(asset, "free") == "0.00000000");
        (await trader.Send(HttpMethod.Get, "/sapi/v1/margin/allPairs")).ShouldBeDone().GetArrayLength().ShouldBe(0);
        (await trader.Send(HttpMethod.Get, "/sapi/v1/margin/isolated/allPairs")).ShouldBeDone().GetArrayLength().ShouldBe(0);
        (await Get("/fapi/v1/exchangeInfo")).GetProperty("symbols").GetArrayLength().ShouldBe(0);
        (await Get("/dapi/v1/exchangeInfo")).GetProperty("symbols").GetArrayLength().ShouldBe(0);
    }

    private async Task<JsonElement> Get(string address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        return (await ApiAnswer.Of(exchange.Http, request)).ShouldBeDone();
    }

    /// <summary>The public record follows the book by milliseconds.</summary>
    private async Task<JsonElement> Until(string address, Func<JsonElement, bool> isThere)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var seen = await Get(address);
        for (; !isThere(seen); seen = await Get(address))
            await Task.Delay(TimeSpan.FromMilliseconds(20), patience.Token);

        return seen;
    }

    private static long Number(JsonElement json, string name) => json.GetProperty(name).GetInt64();

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;
}
