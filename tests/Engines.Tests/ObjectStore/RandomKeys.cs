using System.Text;

namespace OrleansLld.ObjectStore;

/// <summary>Keys that are hard to keep in order: control characters, high code points, long common beginnings, full length.</summary>
internal sealed class RandomKeys(Random random)
{
    private const int BytesMax = 1_024;

    private static readonly string[] Pieces =
    [
        "\0", "\u0001", "\u001F", " ", "  ", "!", "\"", "#", "$", "%", "&", "'", ".", "/", "//", "0", "9", ">", "?", "@", "A", "Z", "[",
        "\\", "]", "a", "b", "z", "{", "|", "}", "~", "\u007F", "\u0080", "é", "ß", "߿", "ࠀ", "漢", "\uFFFD", "\U0001F600", "\U0010FFFF",
    ];

    private static readonly string[] Beginnings =
    [
        "", "a/", "a/b/", "photos/2024/", new('x', 383), new('x', 384), new('x', 400), new('/', 192), new('/', 200), new('\u0080', 96),
        new string('x', 383) + new string('y', 383), new('\0', 500), string.Concat(Enumerable.Repeat("漢", 150)),
    ];

    public string Next()
    {
        var text = new StringBuilder(Beginnings[random.Next(Beginnings.Length)]);
        for (var i = random.Next(1, 6); i > 0; i--)
            text.Append(Pieces[random.Next(Pieces.Length)]);
        if (random.Next(20) == 0)
            text.Insert(random.Next(2) == 0 ? 0 : text.Length, "long", random.Next(20, 220));
        return Cut(text.ToString());
    }

    /// <summary>At most as many bytes as a key may have.</summary>
    public static string Cut(string text)
    {
        while (Encoding.UTF8.GetByteCount(text) > BytesMax)
            text = char.IsLowSurrogate(text[^1]) ? text[..^2] : text[..^1];
        return text;
    }

    public static int Compare(string left, string right) =>
        Encoding.UTF8.GetBytes(left).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(right));
}
