using System.Text.Json;
using OrleansLld.Exchange.Wire;

namespace OrleansLld.Exchange;

/// <summary>Amounts in JSON: strings with eight decimals.</summary>
internal static class JsonUnits
{
    public static void WriteUnits(this Utf8JsonWriter json, ReadOnlySpan<byte> name, Int128 units)
    {
        Span<byte> text = stackalloc byte[DecimalText.LengthMax];
        json.WriteString(name, text[..DecimalText.Format(units, text)]);
    }

    public static void WriteUnitsValue(this Utf8JsonWriter json, Int128 units)
    {
        Span<byte> text = stackalloc byte[DecimalText.LengthMax];
        json.WriteStringValue(text[..DecimalText.Format(units, text)]);
    }

    public static void WriteRefusal(this Utf8JsonWriter json, ApiRefusal refusal)
    {
        json.WriteStartObject();
        json.WriteNumber("code"u8, refusal.Code);
        json.WriteString("msg"u8, refusal.Message);
        json.WriteEndObject();
    }
}
