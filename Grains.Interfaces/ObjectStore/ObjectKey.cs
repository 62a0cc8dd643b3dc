using System.Text;

namespace OrleansLld.ObjectStore;

/// <summary>
/// An object's name in its bucket: text of 1 to <see cref="BytesMax"/> bytes in UTF-8, compared by these bytes. It has no structure:
/// folders are an illusion over prefixes.
/// </summary>
[GenerateSerializer, Immutable, Alias("objectstore.key")]
public readonly record struct ObjectKey : IComparable<ObjectKey>
{
    /// <summary>The most bytes in UTF-8.</summary>
    public const int BytesMax = 1024;

    [Id(0)]
    private readonly string _text;

    /// <summary>The key of that text.</summary>
    /// <exception cref="ArgumentException">It is empty, too long, or not Unicode (a lone surrogate).</exception>
    public ObjectKey(string text) =>
        _text = IsWellFormed(text) ? text : throw new ArgumentException($"A key has 1 to {BytesMax} bytes in UTF-8.", nameof(text));

    /// <summary>Whether the text may be a key.</summary>
    public static bool IsWellFormed(string text)
    {
        if (text.Length is 0 or > BytesMax || Encoding.UTF8.GetByteCount(text) > BytesMax)
            return false;
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]) && !(char.IsSurrogatePair(text, i) && char.IsHighSurrogate(text[i++])))
                return false;
        }

        return true;
    }

    /// <summary>By the bytes of UTF-8, which is the order of code points and of listings.</summary>
    public static int Compare(string left, string right)
    {
        var common = left.AsSpan().CommonPrefixLength(right);
        if (common == left.Length || common == right.Length)
            return left.Length.CompareTo(right.Length);
        // A surrogate stands for a code point above all that need none.
        var (a, b) = (left[common], right[common]);
        return char.IsSurrogate(a) == char.IsSurrogate(b) ? a.CompareTo(b) : char.IsSurrogate(a) ? 1 : -1;
    }

    /// <inheritdoc cref="Compare"/>
    public int CompareTo(ObjectKey other) => Compare(_text, other._text);

    /// <summary>Whether the left comes before the right.</summary>
    public static bool operator <(ObjectKey left, ObjectKey right) => left.CompareTo(right) < 0;

    /// <summary>Whether the left comes after the right.</summary>
    public static bool operator >(ObjectKey left, ObjectKey right) => left.CompareTo(right) > 0;

    /// <summary>Whether the left comes before the right or is it.</summary>
    public static bool operator <=(ObjectKey left, ObjectKey right) => left.CompareTo(right) <= 0;

    /// <summary>Whether the left comes after the right or is it.</summary>
    public static bool operator >=(ObjectKey left, ObjectKey right) => left.CompareTo(right) >= 0;

    /// <summary>The text.</summary>
    public override string ToString() => _text;
}
