using System.Collections.Immutable;
using System.Text.Json;

namespace OrleansLld.Exchange;

/// <summary>Public market data as the API writes it.</summary>
internal static class MarketJson
{
    public static void WriteLevels(Utf8JsonWriter json, ReadOnlySpan<byte> name, ListedMarket market, ImmutableArray<DepthLevel> levels)
    {
        json.WriteStartArray(name);
        foreach (var level in levels)
        {
            json.WriteStartArray();
            json.WriteUnitsValue(market.PriceUnits(level.PriceTicks));
            json.WriteUnitsValue(market.QuantityUnits(level.Lots));
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    public static void WriteTrade(ExchangeCall call, ListedMarket market, in PublicTrade trade)
    {
        var json = call.Json;
        json.WriteStartObject();
        json.WriteNumber("id"u8, trade.TradeId);
        json.WriteUnits("price"u8, market.PriceUnits(trade.PriceTicks));
        json.WriteUnits("qty"u8, market.QuantityUnits(trade.Lots));
        json.WriteUnits("quoteQty"u8, market.QuoteUnits(trade.PriceTicks, trade.Lots));
        json.WriteNumber("time"u8, call.Time(trade.TimeUs));
        json.WriteBoolean("isBuyerMaker"u8, trade.BuyerIsMaker);
        json.WriteBoolean("isBestMatch"u8, true);
        json.WriteEndObject();
    }

    public static void WriteAggregate(ExchangeCall call, ListedMarket market, in AggregateTrade trade)
    {
        var json = call.Json;
        json.WriteStartObject();
        json.WriteNumber("a"u8, trade.Id);
        json.WriteUnits("p"u8, market.PriceUnits(trade.PriceTicks));
        json.WriteUnits("q"u8, market.QuantityUnits(trade.Lots));
        json.WriteNumber("f"u8, trade.FirstTradeId);
        json.WriteNumber("l"u8, trade.LastTradeId);
        json.WriteNumber("T"u8, call.Time(trade.TimeUs));
        json.WriteBoolean("m"u8, trade.BuyerIsMaker);
        json.WriteBoolean("M"u8, true);
        json.WriteEndObject();
    }

    public static void WriteCandle(ExchangeCall call, ListedMarket market, in Candle candle)
    {
        var json = call.Json;
        json.WriteStartArray();
        json.WriteNumberValue(call.Time(candle.OpenUs));
        json.WriteUnitsValue(market.PriceUnits(candle.OpenTicks));
        json.WriteUnitsValue(market.PriceUnits(candle.HighTicks));
        json.WriteUnitsValue(market.PriceUnits(candle.LowTicks));
        json.WriteUnitsValue(market.PriceUnits(candle.CloseTicks));
        json.WriteUnitsValue(market.QuantityUnits(candle.Lots));
        json.WriteNumberValue(call.Time(candle.CloseUs));
        json.WriteUnitsValue(candle.QuoteUnits);
        json.WriteNumberValue(candle.Trades);
        json.WriteUnitsValue(market.QuantityUnits(candle.TakerBuyLots));
        json.WriteUnitsValue(candle.TakerBuyQuoteUnits);
        json.WriteStringValue("0"u8);
        json.WriteEndArray();
    }
}
