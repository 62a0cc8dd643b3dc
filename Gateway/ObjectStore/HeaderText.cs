using System.Text;
using System.Text.Unicode;
using OrleansLld.ObjectStore.Wire;

namespace OrleansLld.ObjectStore;

// What describes an object comes back as it was sent, byte by byte, in whatever encoding: the server does not know it. So the values of
// these headers are kept as texts of a character a byte, which is what Latin-1 makes of bytes.

/// <summary>Headers whose values are bytes, and text in them.</summary>
internal static class HeaderText
{
    /// <summary>How Kestrel reads and writes the header; null for its own way.</summary>
    public static Encoding? EncodingOf(string name) => ObjectHeaders.Describes(name) ? Encoding.Latin1 : null;

    /// <summary>The bytes of a text in UTF-8, a character a byte.</summary>
    public static string Of(string text) => Ascii.IsValid(text) ? text : Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));

    /// <summary>The text that a header's value means, as far as it is UTF-8.</summary>
    public static string TextOf(string name, string value)
    {
        if (Ascii.IsValid(value) || EncodingOf(name) is null)
            return value;
        var bytes = Encoding.Latin1.GetBytes(value);
        return Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : value;
    }
}
