using System.Security.Cryptography;
using System.Text;

namespace OrleansLld.Exchange.Replay;

/// <summary>An API key of the exchange: signs query strings with HMAC-SHA256, as Binance's clients do.</summary>
internal sealed class ApiKey(string id, string secret)
{
    private readonly byte[] _secret = Encoding.UTF8.GetBytes(secret);

    public string Id => id;

    /// <summary>Adds time and signature to the query, which must not be empty.</summary>
    public void Sign(StringBuilder query, long unixTimeMs)
    {
        query.Append("&recvWindow=60000&timestamp=").Append(unixTimeMs);
        Span<byte> text = stackalloc byte[query.Length];
        var at = 0;
        foreach (var chunk in query.GetChunks())
            at += Encoding.ASCII.GetBytes(chunk.Span, text[at..]);
        Span<byte> signature = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_secret, text, signature);
        query.Append("&signature=").Append(Convert.ToHexStringLower(signature));
    }
}
