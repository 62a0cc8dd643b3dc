using System.Globalization;

namespace OrleansLld.ObjectStore.Wire.Signing;

/// <summary>The time of a signature as <c>yyyyMMddTHHmmssZ</c>.</summary>
public static class SigningTime
{
    private const string Pattern = "yyyyMMdd'T'HHmmss'Z'";

    /// <summary>Reads a time; none before 1970 is one.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out DateTimeOffset time) => TryParse(text, Pattern, out time);

    /// <summary>Reads the header <c>Date</c>, which may also be written as other dates in HTTP are.</summary>
    public static bool TryParseDate(ReadOnlySpan<char> text, out DateTimeOffset time) =>
        TryParse(text, out time) || TryParse(text, "r", out time);

    /// <summary>Writes a time, whole seconds.</summary>
    public static string Format(DateTimeOffset time) => time.UtcDateTime.ToString(Pattern, CultureInfo.InvariantCulture);

    private static bool TryParse(ReadOnlySpan<char> text, string pattern, out DateTimeOffset time) =>
        DateTimeOffset.TryParseExact(
            text,
            pattern,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out time)
        && time >= DateTimeOffset.UnixEpoch;
}
