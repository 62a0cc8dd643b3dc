using System.Globalization;

namespace OrleansLld.Exchange;

/// <summary>Tickers as the API writes them.</summary>
internal static class TickerJson
{
    private const long DayUs = 86_400_000_000;

    // Three decimals of a percent.
    private const int PercentSteps = 100_000;

    public static void WriteDay(ExchangeCall call, ListedMarket market, Ticker ticker)
    {
        var (json, day) = (call.Json, DayOf(call, ticker));
        var quantity = market.QuantityUnits(day.Lots);
        json.WriteStartObject();
        json.WriteString("symbol"u8, market.SymbolBytes);
        json.WriteUnits("priceChange"u8, market.PriceUnits(day.CloseTicks - day.OpenTicks));
        json.WriteString("priceChangePercent"u8, PercentText(day.OpenTicks, day.CloseTicks));
        json.WriteUnits("weightedAvgPrice"u8, quantity == 0 ? 0 : day.QuoteUnits * Market.UnitsPerAsset / quantity);
        json.WriteUnits("prevClosePrice"u8, market.PriceUnits(ticker.PreviousCloseTicks));
        json.WriteUnits("lastPrice"u8, market.PriceUnits(ticker.LastTicks));
        json.WriteUnits("lastQty"u8, market.QuantityUnits(ticker.LastLots));
        WriteBest(call, market, ticker);
        json.WriteUnits("openPrice"u8, market.PriceUnits(day.OpenTicks));
        WritePeriod(call, market, day);
        json.WriteEndObject();
    }

    public static void WriteMiniature(ExchangeCall call, ListedMarket market, Ticker ticker)
    {
        var (json, day) = (call.Json, DayOf(call, ticker));
        json.WriteStartObject();
        json.WriteString("symbol"u8, market.SymbolBytes);
        json.WriteUnits("openPrice"u8, market.PriceUnits(day.OpenTicks));
        json.WriteUnits("lastPrice"u8, market.PriceUnits(ticker.LastTicks));
        WritePeriod(call, market, day);
        json.WriteEndObject();
    }

    public static void WritePrice(ExchangeCall call, ListedMarket market, Ticker ticker)
    {
        call.Json.WriteStartObject();
        call.Json.WriteString("symbol"u8, market.SymbolBytes);
        call.Json.WriteUnits("price"u8, market.PriceUnits(ticker.LastTicks));
        call.Json.WriteEndObject();
    }

    public static void WriteBestPrices(ExchangeCall call, ListedMarket market, Ticker ticker)
    {
        call.Json.WriteStartObject();
        call.Json.WriteString("symbol"u8, market.SymbolBytes);
        WriteBest(call, market, ticker);
        call.Json.WriteEndObject();
    }

    private static void WriteBest(ExchangeCall call, ListedMarket market, Ticker ticker)
    {
        call.Json.WriteUnits("bidPrice"u8, market.PriceUnits(ticker.Bid.PriceTicks));
        call.Json.WriteUnits("bidQty"u8, market.QuantityUnits(ticker.Bid.Lots));
        call.Json.WriteUnits("askPrice"u8, market.PriceUnits(ticker.Ask.PriceTicks));
        call.Json.WriteUnits("askQty"u8, market.QuantityUnits(ticker.Ask.Lots));
    }

    private static void WritePeriod(ExchangeCall call, ListedMarket market, in Candle day)
    {
        var json = call.Json;
        json.WriteUnits("highPrice"u8, market.PriceUnits(day.HighTicks));
        json.WriteUnits("lowPrice"u8, market.PriceUnits(day.LowTicks));
        json.WriteUnits("volume"u8, market.QuantityUnits(day.Lots));
        json.WriteUnits("quoteVolume"u8, day.QuoteUnits);
        json.WriteNumber("openTime"u8, call.Time(day.OpenUs));
        json.WriteNumber("closeTime"u8, call.Time(day.CloseUs));
        json.WriteNumber("firstId"u8, day.Trades == 0 ? -1 : day.FirstTradeId);
        json.WriteNumber("lastId"u8, day.Trades == 0 ? -1 : day.FirstTradeId + day.Trades - 1);
        json.WriteNumber("count"u8, day.Trades);
    }

    /// <summary>The last 24 hours; on a day without a trade the price stood still.</summary>
    private static Candle DayOf(ExchangeCall call, Ticker ticker) => ticker.Day.Trades == 0
        ? new Candle(
            call.NowUs - DayUs, call.NowUs, ticker.LastTicks, ticker.LastTicks, ticker.LastTicks, ticker.LastTicks, 0, 0, 0, 0, 0, 0)
        : ticker.Day with { OpenUs = call.NowUs - DayUs, CloseUs = call.NowUs };

    private static string PercentText(long openTicks, long closeTicks)
    {
        var steps = openTicks == 0 ? 0 : (Int128)(closeTicks - openTicks) * PercentSteps / openTicks;
        var (whole, behind) = Int128.DivRem(Int128.Abs(steps), 1000);
        return string.Create(CultureInfo.InvariantCulture, $"{(steps < 0 ? "-" : "")}{whole}.{behind:000}");
    }
}
