using System.Buffers;
using System.Globalization;
using System.Text;

namespace OrleansLld.ObjectStore.Wire.Signing;

/// <summary>Which part of an address a text is of.</summary>
internal enum UriPart
{
    /// <summary>The path: a slash stays, a plus is a plus.</summary>
    Path,

    /// <summary>A name or a value of the query: a slash is escaped, a plus is a space.</summary>
    Query,
}

/// <summary>The one way in which a signature writes what clients escape as they like: all but letters, digits and <c>-._~</c>.</summary>
internal static class UriText
{
    private const string Unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

    private static readonly SearchValues<char> KeptInQuery = SearchValues.Create(Unreserved);
    private static readonly SearchValues<char> KeptInPath = SearchValues.Create(Unreserved + "/");

    /// <summary>Takes the escapes off and puts them on again.</summary>
    public static void Append(ArrayBufferWriter<byte> to, ReadOnlySpan<char> sent, UriPart part)
    {
        var kept = part == UriPart.Path ? KeptInPath : KeptInQuery;
        while (!sent.IsEmpty)
        {
            var plain = sent.IndexOfAnyExcept(kept);
            if (plain != 0)
                Encoding.ASCII.GetBytes(plain < 0 ? sent : sent[..plain], to);
            if (plain < 0)
                return;
            sent = sent[plain..];
            sent = sent[AppendOther(to, sent, part)..];
        }
    }

    /// <summary>Escapes a text that has no escapes.</summary>
    public static void AppendPlain(ArrayBufferWriter<byte> to, ReadOnlySpan<char> text, UriPart part)
    {
        Span<byte> utf8 = stackalloc byte[4];
        foreach (var rune in text.EnumerateRunes())
        {
            foreach (var value in utf8[..rune.EncodeToUtf8(utf8)])
                AppendByte(to, value, part);
        }
    }

    // Whatever is not kept: an escape, a plus, or a character that should have been escaped. Returns how many characters it was.
    private static int AppendOther(ArrayBufferWriter<byte> to, ReadOnlySpan<char> sent, UriPart part)
    {
        if (sent[0] == '%' && sent.Length > 2
            && byte.TryParse(sent[1..3], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var escaped))
        {
            AppendByte(to, escaped, part);
            return 3;
        }

        if (sent[0] == '+' && part == UriPart.Query)
        {
            AppendByte(to, (byte)' ', part);
            return 1;
        }

        Span<byte> utf8 = stackalloc byte[4];
        Rune.DecodeFromUtf16(sent, out var rune, out var consumed);
        foreach (var value in utf8[..rune.EncodeToUtf8(utf8)])
            AppendByte(to, value, part);
        return consumed;
    }

    private static void AppendByte(ArrayBufferWriter<byte> to, byte value, UriPart part)
    {
        if ((part == UriPart.Path ? KeptInPath : KeptInQuery).Contains((char)value))
        {
            to.GetSpan(1)[0] = value;
            to.Advance(1);
            return;
        }

        var escape = to.GetSpan(3);
        escape[0] = (byte)'%';
        _ = value.TryFormat(escape[1..], out _, "X2", CultureInfo.InvariantCulture);
        to.Advance(3);
    }
}
