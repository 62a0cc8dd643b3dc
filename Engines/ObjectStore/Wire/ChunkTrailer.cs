using System.Text;

namespace OrleansLld.ObjectStore.Wire;

/// <summary>What stands between the last chunk of a body and its end.</summary>
/// <param name="Headers">The headers but for the signature, names in lower case.</param>
/// <param name="Signature">Their signature; null for none.</param>
internal readonly record struct ChunkTrailer(IReadOnlyList<KeyValuePair<string, string>> Headers, string? Signature)
{
    private const string SignatureName = "x-amz-trailer-signature";

    /// <summary>Reads a trailer: lines that may end as they like, empty ones among them.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, out ChunkTrailer trailer)
    {
        trailer = default;
        var headers = new List<KeyValuePair<string, string>>();
        string? signature = null;
        if (!Ascii.IsValid(text))
            return false;
        foreach (var range in text.Split((byte)'\n'))
        {
            var line = text[range];
            var trimmed = line[Ascii.Trim(line)];
            if (trimmed.IsEmpty)
                continue;
            var colon = trimmed.IndexOf((byte)':');
            if (colon <= 0)
                return false;
            var name = Encoding.ASCII.GetString(trimmed[..colon]).ToLowerInvariant();
            var value = Encoding.ASCII.GetString(trimmed[(colon + 1)..]).Trim();
            if (name != SignatureName)
                headers.Add(new(name, value));
            else if (signature is null)
                signature = value;
            else
                return false;
        }

        trailer = new ChunkTrailer(headers, signature);
        return true;
    }

    /// <summary>What the signature covers.</summary>
    public byte[] Signed() =>
        Encoding.ASCII.GetBytes(string.Concat(
            Headers.OrderBy(header => header.Key, StringComparer.Ordinal).Select(header => $"{header.Key}:{header.Value}\n")));
}
