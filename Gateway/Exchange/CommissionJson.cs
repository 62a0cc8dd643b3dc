using System.Text.Json;

namespace OrleansLld.Exchange;

/// <summary>Fees as the API writes them. There are no special, tax or discounted rates here.</summary>
internal static class CommissionJson
{
    private const long UnitsPerPpm = Market.UnitsPerAsset / 1_000_000;

    public static void WriteOf(Utf8JsonWriter json, ListedMarket market)
    {
        json.WriteStartObject();
        json.WriteString("symbol"u8, market.SymbolBytes);
        WriteRates(json, "standardCommission"u8, market.Terms.MakerFeePpm, market.Terms.TakerFeePpm);
        WriteRates(json, "specialCommission"u8, 0, 0);
        WriteRates(json, "taxCommission"u8, 0, 0);
        WriteNoDiscount(json);
        json.WriteEndObject();
    }

    /// <summary>The rates that an order would be charged.</summary>
    public static void WriteTried(Utf8JsonWriter json, Market market)
    {
        json.WriteStartObject();
        WriteMakerAndTaker(json, "standardCommissionForOrder"u8, market.MakerFeePpm, market.TakerFeePpm);
        WriteMakerAndTaker(json, "specialCommissionForOrder"u8, 0, 0);
        WriteMakerAndTaker(json, "taxCommissionForOrder"u8, 0, 0);
        WriteNoDiscount(json);
        json.WriteEndObject();
    }

    public static void WriteRates(Utf8JsonWriter json, ReadOnlySpan<byte> name, int makerPpm, int takerPpm)
    {
        json.WriteStartObject(name);
        json.WriteUnits("maker"u8, makerPpm * UnitsPerPpm);
        json.WriteUnits("taker"u8, takerPpm * UnitsPerPpm);
        json.WriteUnits("buyer"u8, 0);
        json.WriteUnits("seller"u8, 0);
        json.WriteEndObject();
    }

    private static void WriteMakerAndTaker(Utf8JsonWriter json, ReadOnlySpan<byte> name, int makerPpm, int takerPpm)
    {
        json.WriteStartObject(name);
        json.WriteUnits("maker"u8, makerPpm * UnitsPerPpm);
        json.WriteUnits("taker"u8, takerPpm * UnitsPerPpm);
        json.WriteEndObject();
    }

    private static void WriteNoDiscount(Utf8JsonWriter json)
    {
        json.WriteStartObject("discount"u8);
        json.WriteBoolean("enabledForAccount"u8, false);
        json.WriteBoolean("enabledForSymbol"u8, false);
        json.WriteNull("discountAsset"u8);
        json.WriteUnits("discount"u8, 0);
        json.WriteEndObject();
    }
}
