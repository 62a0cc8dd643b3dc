using System.Buffers;
using System.Net;

namespace OrleansLld.ObjectStore.Wire;

/// <summary>The naming rules of buckets.</summary>
public static class BucketNameParser
{
    /// <summary>The fewest characters.</summary>
    public const int LengthMin = 3;

    /// <summary>The most characters.</summary>
    public const int LengthMax = 63;

    private static readonly SearchValues<char> Characters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-.");
    private static readonly SearchValues<char> OfAddresses = SearchValues.Create("0123456789.");

    /// <summary>
    /// Whether a bucket may have the name: letters in lower case, digits, dots and dashes, a letter or digit at both ends, no dot beside
    /// a dot or a dash, and no address of the internet.
    /// </summary>
    public static bool IsWellFormed(string name) =>
        name.Length is >= LengthMin and <= LengthMax
        && !name.AsSpan().ContainsAnyExcept(Characters)
        && char.IsAsciiLetterOrDigit(name[0])
        && char.IsAsciiLetterOrDigit(name[^1])
        && !name.Contains("..", StringComparison.Ordinal)
        && !name.Contains(".-", StringComparison.Ordinal)
        && !name.Contains("-.", StringComparison.Ordinal)
        && !IsAddress(name)
        && !name.StartsWith("xn--", StringComparison.Ordinal)
        && !name.EndsWith("-s3alias", StringComparison.Ordinal)
        && !name.EndsWith("--ol-s3", StringComparison.Ordinal);

    private static bool IsAddress(string name) =>
        name.AsSpan().Count('.') == 3 && !name.AsSpan().ContainsAnyExcept(OfAddresses) && IPAddress.TryParse(name, out _);
}
