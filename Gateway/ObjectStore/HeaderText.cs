using System.Text;

namespace OrleansLld.ObjectStore;

/// <summary>Text as headers have it here: a character a byte, the bytes being those of UTF-8.</summary>
internal static class HeaderText
{
    /// <summary>The bytes of a text, a character a byte.</summary>
    public static string Of(string text) => Ascii.IsValid(text) ? text : Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));
}
