using System.Buffers.Text;
using System.Text;
using System.Text.Unicode;

namespace OrleansLld.ObjectStore;

/// <summary>Where a listing goes on, in a form that clients hand back and do not look into.</summary>
internal static class ContinuationToken
{
    private const int BytesMax = 2048;

    public static string Write(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    /// <summary>Reads what a client handed back; an absent one is the beginning.</summary>
    /// <returns>False when it was not made here.</returns>
    public static bool TryRead(string? token, out string text)
    {
        text = "";
        if (token is null)
            return true;
        Span<byte> bytes = stackalloc byte[BytesMax];
        if (token.Length is 0 or > BytesMax
            || !Base64Url.IsValid(token)
            || !Base64Url.TryDecodeFromChars(token, bytes, out var length)
            || !Utf8.IsValid(bytes[..length]))
            return false;
        text = Encoding.UTF8.GetString(bytes[..length]);
        return true;
    }
}
