using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace OrleansLld.ObjectStore.Wire;

/// <summary><c>x-amz-tagging</c>: an object's tags as a query string, such as <c>project=blue&amp;draft</c>.</summary>
public static class TaggingHeader
{
    public const string Name = "x-amz-tagging";
    public const int LengthMax = 8 << 10;

    private const string Malformed =
        "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates.";

    private static readonly Rune PlusSign = new('+');
    private static readonly Rune Space = new(' ');
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The tags in the order of their names.</summary>
    public static Parsed<ImmutableArray<NamedValue>> Parse(string header)
    {
        if (header.Length > LengthMax)
            return Refuse(header);
        var tags = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var field in header.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = field.IndexOf('=');
            var name = Decode(equals < 0 ? field : field[..equals]);
            var value = Decode(equals < 0 ? "" : field[(equals + 1)..]);
            if (name is null || value is null || !tags.TryAdd(name, value))
                return Refuse(header);
        }

        ImmutableArray<NamedValue> all = [.. tags.Select(tag => new NamedValue(tag.Key, tag.Value))];
        return TagRules.Check(all, TagScope.Object) is { } refusal ? refusal : all;
    }

    private static WireRefusal Refuse(string header) => new(WireFault.InvalidArgument, Malformed, Name, header);

    /// <summary>Null when an escape is none, or the bytes are not UTF-8.</summary>
    private static string? Decode(string text)
    {
        var bytes = new byte[Utf8.GetMaxByteCount(text.Length)];
        var length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '%')
            {
                if (i + 2 >= text.Length || !byte.TryParse(text.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, null, out var value))
                    return null;
                bytes[length++] = value;
                i += 2;
                continue;
            }

            if (!Rune.TryGetRuneAt(text, i, out var rune))
                return null;
            length += (rune == PlusSign ? Space : rune).EncodeToUtf8(bytes.AsSpan(length));
            i += rune.Utf16SequenceLength - 1;
        }

        try
        {
            return Utf8.GetString(bytes, 0, length);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
