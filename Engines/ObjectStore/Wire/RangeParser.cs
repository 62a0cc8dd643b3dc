using System.Globalization;

namespace OrleansLld.ObjectStore.Wire;

/// <summary>A run of an object's bytes.</summary>
/// <param name="From">The first.</param>
/// <param name="Length">How many; never 0 unless the object is empty.</param>
public readonly record struct ByteSpan(long From, long Length)
{
    /// <summary>The last of them.</summary>
    public long Last => From + Length - 1;
}

/// <summary>What the header <c>Range</c> asks for.</summary>
public enum RangeOutcome
{
    /// <summary>The whole object: there is no such header, it is malformed, or it names several ranges, which S3 does not serve.</summary>
    Whole,

    /// <summary>Part of it.</summary>
    Part,

    /// <summary>Only bytes that the object does not have.</summary>
    Unsatisfiable,
}

/// <summary>The headers <c>Range</c> and <c>x-amz-copy-source-range</c>.</summary>
public static class RangeParser
{
    private const string Unit = "bytes=";

    /// <summary>Reads the header <c>Range</c> of a request for an object of that size.</summary>
    public static RangeOutcome Parse(string? header, long size, out ByteSpan span)
    {
        span = new ByteSpan(0, size);
        if (header is null || !Split(header, out var first, out var last) || (first is null && last is null) || first > last)
            return RangeOutcome.Whole;
        if (first is null)
        {
            var length = Math.Min(last!.Value, size);
            span = new ByteSpan(size - length, length);
            return length > 0 ? RangeOutcome.Part : RangeOutcome.Unsatisfiable;
        }

        if (first >= size)
            return RangeOutcome.Unsatisfiable;
        span = new ByteSpan(first.Value, Math.Min(last ?? long.MaxValue, size - 1) - first.Value + 1);
        return RangeOutcome.Part;
    }

    /// <summary>Reads <c>bytes=first-last</c>, the only form of a copy's range; false for all others.</summary>
    public static bool TryParseCopy(string header, out long first, out long last)
    {
        var isRead = Split(header, out var from, out var to) && from <= to;
        (first, last) = isRead ? (from!.Value, to!.Value) : (0, 0);
        return isRead;
    }

    private static bool Split(string header, out long? first, out long? last)
    {
        (first, last) = (null, null);
        if (!header.StartsWith(Unit, StringComparison.OrdinalIgnoreCase))
            return false;
        var range = header.AsSpan(Unit.Length).Trim();
        var dash = range.IndexOf('-');
        return dash >= 0 && TryNumber(range[..dash], out first) && TryNumber(range[(dash + 1)..], out last);
    }

    /// <summary>A number that is too great for any object is as good as the greatest.</summary>
    private static bool TryNumber(ReadOnlySpan<char> text, out long? number)
    {
        number = null;
        if (text.IsEmpty)
            return true;
        if (text.ContainsAnyExceptInRange('0', '9'))
            return false;
        number = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var read) ? read : long.MaxValue;
        return true;
    }
}
