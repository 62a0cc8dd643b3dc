using System.Buffers;
using System.Net;

namespace OrleansLld.ObjectStore.Wire;

/// <summary>
/// What a bucket may be called: 3 to 63 lower-case letters, digits, dots and hyphens, so that the name is a host name; labels begin and
/// end with a letter or digit; not an address; none of the prefixes and suffixes that S3 keeps for itself.
/// </summary>
public static class BucketNames
{
    public const int LengthMin = 3;
    public const int LengthMax = 63;

    private static readonly SearchValues<char> Allowed = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789.-");
    private static readonly SearchValues<char> Numeric = SearchValues.Create("0123456789.");
    private static readonly string[] ReservedPrefixes = ["xn--", "sthree-", "amzn-s3-demo-"];
    private static readonly string[] ReservedSuffixes = ["-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3"];

    public static bool IsWellFormed(ReadOnlySpan<char> name)
    {
        if (name.Length is < LengthMin or > LengthMax || name.ContainsAnyExcept(Allowed))
            return false;
        foreach (var range in name.Split('.'))
        {
            var label = name[range];
            if (label.IsEmpty || label[0] == '-' || label[^1] == '-')
                return false;
        }

        return !IsReserved(name) && !IsAddress(name);
    }

    private static bool IsReserved(ReadOnlySpan<char> name)
    {
        foreach (var prefix in ReservedPrefixes)
        {
            if (name.StartsWith(prefix, StringComparison.Ordinal))
                return true;
        }

        foreach (var suffix in ReservedSuffixes)
        {
            if (name.EndsWith(suffix, StringComparison.Ordinal))
                return true;
        }

        return false;
    }

    private static bool IsAddress(ReadOnlySpan<char> name) =>
        name.Count('.') == 3 && !name.ContainsAnyExcept(Numeric) && IPAddress.TryParse(name, out _);
}
