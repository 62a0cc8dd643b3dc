using System.Buffers;
using System.Globalization;
using System.Text;

namespace OrleansLld.ObjectStore.Wire;

/// <summary>Percent-encoding as S3 reads and writes it: strict UTF-8 in, and out with upper-case hexadecimal.</summary>
public static class PercentText
{
    private const int StackBytesMax = 1024;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly SearchValues<char> Encoded = SearchValues.Create("%+");

    private static readonly SearchValues<byte> Unreserved =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/"u8);

    private static readonly SearchValues<char> UnreservedCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/");

    /// <summary>Decodes part of a path, once: <c>%2F</c> becomes a slash, a plus stays one.</summary>
    /// <returns>False for an incomplete escape, a NUL, or bytes that are not UTF-8.</returns>
    public static bool TryDecodePath(ReadOnlySpan<char> text, out string decoded) => TryDecode(text, '+', out decoded);

    /// <summary>Decodes a name or value of a query, in which a plus is a blank.</summary>
    /// <returns>False for an incomplete escape, a NUL, or bytes that are not UTF-8.</returns>
    public static bool TryDecodeQuery(ReadOnlySpan<char> text, out string decoded) => TryDecode(text, ' ', out decoded);

    /// <summary>Encodes all but unreserved characters and the slash, as listings do where <c>encoding-type=url</c> asks for it.</summary>
    public static string Encode(string text)
    {
        if (!text.AsSpan().ContainsAnyExcept(UnreservedCharacters))
            return text;

        var result = new StringBuilder(text.Length * 2);
        foreach (var value in Encoding.UTF8.GetBytes(text))
        {
            if (Unreserved.Contains(value))
                result.Append((char)value);
            else
                result.Append('%').Append(value.ToString("X2", CultureInfo.InvariantCulture));
        }

        return result.ToString();
    }

    private static bool TryDecode(ReadOnlySpan<char> text, char plus, out string decoded)
    {
        if (!text.ContainsAny(Encoded) && !text.ContainsAnyExceptInRange('\x01', '\x7f'))
        {
            decoded = text.ToString();
            return true;
        }

        // Text that came as UTF-8 already needs up to three bytes a character.
        var room = text.Length * 3;
        var rented = room > StackBytesMax ? ArrayPool<byte>.Shared.Rent(room) : null;
        try
        {
            return TryDecode(text, plus, rented ?? stackalloc byte[StackBytesMax], out decoded);
        }
        finally
        {
            if (rented is not null)
                ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private static bool TryDecode(ReadOnlySpan<char> text, char plus, Span<byte> bytes, out string decoded)
    {
        decoded = "";
        var length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var character = text[i];
            if (character == '%')
            {
                if (i + 2 >= text.Length || !char.IsAsciiHexDigit(text[i + 1]) || !char.IsAsciiHexDigit(text[i + 2]))
                    return false;
                bytes[length++] = (byte)((Digit(text[i + 1]) << 4) | Digit(text[i + 2]));
                i += 2;
            }
            else if (char.IsAscii(character))
            {
                bytes[length++] = (byte)(character == '+' ? plus : character);
            }
            else
            {
                var run = text[i..].IndexOfAnyInRange('\0', '\x7f') is var end and >= 0 ? text.Slice(i, end) : text[i..];
                if (!Encoding.UTF8.TryGetBytes(run, bytes[length..], out var written))
                    return false;
                length += written;
                i += run.Length - 1;
            }
        }

        return TryRead(bytes[..length], out decoded);
    }

    private static bool TryRead(ReadOnlySpan<byte> bytes, out string decoded)
    {
        decoded = "";
        if (bytes.Contains((byte)0) || !System.Text.Unicode.Utf8.IsValid(bytes))
            return false;
        decoded = Strict.GetString(bytes);
        return true;
    }

    private static int Digit(char character) => char.IsAsciiDigit(character) ? character - '0' : (character | 0x20) - 'a' + 10;
}
