using System.Buffers;
using System.Globalization;
using System.Text;

namespace OrleansLld.Storage;

/// <summary>
/// Any text as part of a partition id or row key: bytes of its UTF-8 form that are no letter, digit or one of <c>-_.:+=,</c>
/// become <c>~</c> and two hexadecimal digits. Different texts stay different, and none contains a <c>~~</c>.
/// </summary>
internal static class EscapedName
{
    private static readonly SearchValues<char> Plain =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.:+=,");

    public static string Of(string text)
    {
        if (!text.AsSpan().ContainsAnyExcept(Plain))
            return text;
        var escaped = new StringBuilder(text.Length + 16);
        foreach (var value in Encoding.UTF8.GetBytes(text))
        {
            if (Plain.Contains((char)value))
                escaped.Append((char)value);
            else
                escaped.Append(CultureInfo.InvariantCulture, $"~{value:X2}");
        }

        return escaped.ToString();
    }
}
