using System.Text.Json;

namespace OrleansLld.Exchange;

/// <summary>A market's rules as <c>exchangeInfo</c> tells them.</summary>
internal static class SymbolJson
{
    private const int UnitDecimals = 8;

    public static void Write(Utf8JsonWriter json, ListedMarket market, Listing listing)
    {
        json.WriteStartObject();
        json.WriteString("symbol"u8, market.SymbolBytes);
        json.WriteString("status"u8, "TRADING"u8);
        json.WriteString("baseAsset"u8, market.Terms.BaseAsset);
        json.WriteNumber("baseAssetPrecision"u8, UnitDecimals);
        json.WriteString("quoteAsset"u8, market.Terms.QuoteAsset);
        json.WriteNumber("quotePrecision"u8, UnitDecimals);
        json.WriteNumber("quoteAssetPrecision"u8, UnitDecimals);
        json.WriteNumber("baseCommissionPrecision"u8, UnitDecimals);
        json.WriteNumber("quoteCommissionPrecision"u8, UnitDecimals);
        WriteStrings(json, "orderTypes", "LIMIT", "LIMIT_MAKER", "MARKET");
        json.WriteBoolean("icebergAllowed"u8, false);
        json.WriteBoolean("ocoAllowed"u8, false);
        json.WriteBoolean("otoAllowed"u8, false);
        json.WriteBoolean("opoAllowed"u8, false);
        json.WriteBoolean("quoteOrderQtyMarketAllowed"u8, true);
        json.WriteBoolean("allowTrailingStop"u8, false);
        json.WriteBoolean("cancelReplaceAllowed"u8, true);
        json.WriteBoolean("amendAllowed"u8, true);
        json.WriteBoolean("pegInstructionsAllowed"u8, false);
        json.WriteBoolean("isSpotTradingAllowed"u8, true);
        json.WriteBoolean("isMarginTradingAllowed"u8, false);
        WriteFilters(json, market, listing);
        WriteStrings(json, "permissions");
        json.WriteStartArray("permissionSets"u8);
        json.WriteStartArray();
        json.WriteStringValue("SPOT"u8);
        json.WriteEndArray();
        json.WriteEndArray();
        json.WriteString("defaultSelfTradePreventionMode"u8, "NONE"u8);
        WriteStrings(json, "allowedSelfTradePreventionModes", "NONE", "EXPIRE_TAKER", "EXPIRE_MAKER", "EXPIRE_BOTH");
        json.WriteEndObject();
    }

    private static void WriteFilters(Utf8JsonWriter json, ListedMarket market, Listing listing)
    {
        json.WriteStartArray("filters"u8);
        json.WriteStartObject();
        json.WriteString("filterType"u8, "PRICE_FILTER"u8);
        json.WriteUnits("minPrice"u8, market.PriceUnits(1));
        json.WriteUnits("maxPrice"u8, market.PriceUnits(market.Terms.PriceTicksMax));
        json.WriteUnits("tickSize"u8, market.PriceUnits(1));
        json.WriteEndObject();
        WriteQuantityFilter(json, market, "LOT_SIZE"u8);
        WriteQuantityFilter(json, market, "MARKET_LOT_SIZE"u8);
        json.WriteStartObject();
        json.WriteString("filterType"u8, "NOTIONAL"u8);
        json.WriteUnits("minNotional"u8, market.Terms.NotionalUnitsMin);
        json.WriteBoolean("applyMinToMarket"u8, false);
        json.WriteUnits("maxNotional"u8, market.Terms.NotionalUnitsMax);
        json.WriteBoolean("applyMaxToMarket"u8, false);
        json.WriteNumber("avgPriceMins"u8, 0);
        json.WriteEndObject();
        json.WriteStartObject();
        json.WriteString("filterType"u8, "MAX_NUM_ORDERS"u8);
        json.WriteNumber("maxNumOrders"u8, listing.OpenOrdersMax);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteQuantityFilter(Utf8JsonWriter json, ListedMarket market, ReadOnlySpan<byte> name)
    {
        json.WriteStartObject();
        json.WriteString("filterType"u8, name);
        json.WriteUnits("minQty"u8, market.QuantityUnits(market.Terms.QuantityLotsMin));
        json.WriteUnits("maxQty"u8, market.QuantityUnits(market.Terms.QuantityLotsMax));
        json.WriteUnits("stepSize"u8, market.QuantityUnits(1));
        json.WriteEndObject();
    }

    private static void WriteStrings(Utf8JsonWriter json, string name, params ReadOnlySpan<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
            json.WriteStringValue(value);

        json.WriteEndArray();
    }
}
