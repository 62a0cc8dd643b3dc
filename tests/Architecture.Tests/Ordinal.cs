namespace OrleansLld;

/// <summary>Comparison of names, which have no culture.</summary>
internal static class Ordinal
{
    public static bool Begins(this string text, string with) => text.StartsWith(with, StringComparison.Ordinal);

    public static bool Ends(this string text, string with) => text.EndsWith(with, StringComparison.Ordinal);

    public static bool Has(this string text, string part) => text.Contains(part, StringComparison.Ordinal);
}
