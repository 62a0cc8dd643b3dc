using System.Globalization;

namespace OrleansLld.Exchange;

/// <summary>Amounts as people write them, exactly: a decimal number for a whole count of units of 10^-8.</summary>
internal static class Amount
{
    private const int Digits = 8;

    /// <summary>Without needless zeros: 150000000 units are <c>1.5</c>.</summary>
    public static string Text(Int128 units)
    {
        var sign = units < 0 ? "-" : "";
        var magnitude = units < 0 ? -units : units;
        var whole = magnitude / Market.UnitsPerAsset;
        var rest = (long)(magnitude % Market.UnitsPerAsset);
        var fraction = rest.ToString(CultureInfo.InvariantCulture).PadLeft(Digits, '0').TrimEnd('0');
        return fraction.Length == 0
            ? string.Create(CultureInfo.InvariantCulture, $"{sign}{whole}")
            : string.Create(CultureInfo.InvariantCulture, $"{sign}{whole}.{fraction}");
    }

    /// <summary>False when the text is not a positive decimal number of at most eight places within range.</summary>
    public static bool TryUnits(string text, out long units)
    {
        units = 0;
        if (!decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            return false;
        if (number <= 0 || number > (decimal)long.MaxValue / Market.UnitsPerAsset)
            return false;
        var scaled = number * Market.UnitsPerAsset;
        units = (long)scaled;
        return units == scaled;
    }
}
