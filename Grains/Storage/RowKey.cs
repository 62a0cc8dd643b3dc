namespace OrleansLld.Storage;

/// <summary>
/// A row's key within its partition: 1 to 511 printable ASCII characters without <c>/ \ # ? %</c> (what an Azure RowKey
/// may hold unescaped), compared ordinally. Numbers are written with <see cref="Number"/> so that they sort as numbers.
/// </summary>
public readonly record struct RowKey : IComparable<RowKey>
{
    public const int LengthMax = 511;

    private readonly string _text;

    public RowKey(string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        if (text.Length > LengthMax || text.AsSpan().ContainsAnyExceptInRange(' ', '~') || text.AsSpan().ContainsAny("/\\#?%"))
            throw new ArgumentException($"Not a row key of 1 to {LengthMax} allowed characters.", nameof(text));
        _text = text;
    }

    /// <summary>The least key above every key that begins with the prefix, which must hold something other than <c>~</c>.</summary>
    public static RowKey After(string prefix)
    {
        ArgumentException.ThrowIfNullOrEmpty(prefix);
        var rising = prefix.AsSpan().TrimEnd('~');
        if (rising.IsEmpty)
            throw new ArgumentException("No row key is above all that begin with this.", nameof(prefix));
        var next = (char)(rising[^1] + 1);
        while ("/\\#?%".Contains(next))
            next++;
        return new(string.Concat(rising[..^1], [next]));
    }

    /// <summary>The least key above this one.</summary>
    public RowKey Next() => _text.Length < LengthMax ? new(_text + ' ') : After(_text);

    /// <summary>A non-negative number as 16 hexadecimal digits.</summary>
    public static string Number(long value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        return value.ToString("X16", System.Globalization.CultureInfo.InvariantCulture);
    }

    public int CompareTo(RowKey other) => string.CompareOrdinal(_text, other._text);

    public static bool operator <(RowKey left, RowKey right) => left.CompareTo(right) < 0;

    public static bool operator >(RowKey left, RowKey right) => left.CompareTo(right) > 0;

    public static bool operator <=(RowKey left, RowKey right) => left.CompareTo(right) <= 0;

    public static bool operator >=(RowKey left, RowKey right) => left.CompareTo(right) >= 0;

    public override string ToString() => _text;
}
