using System.Security.Cryptography;

namespace OrleansLld.ObjectStore.Wire.Signing;

/// <summary>
/// The signatures of one body's chunks: each covers its chunk and the signature before it, the first that of the request. So no chunk
/// can be changed, left out or moved. Not safe for concurrent use.
/// </summary>
public sealed class ChunkSignatures
{
    private readonly SigningKey _key;
    private readonly string _time;
    private readonly CredentialScope _scope;
    private readonly byte[] _previous = new byte[SigningKey.SignatureBytes];

    /// <param name="key">The key that signed the request.</param>
    /// <param name="time">The request's time, as the client wrote it.</param>
    /// <param name="scope">The key's scope.</param>
    /// <param name="requestSignature">The request's signature in hexadecimal digits.</param>
    public ChunkSignatures(SigningKey key, string time, CredentialScope scope, ReadOnlySpan<char> requestSignature)
    {
        (_key, _time, _scope) = (key, time, scope);
        Convert.FromHexString(requestSignature, _previous, out _, out _);
    }

    /// <summary>Signs the next chunk.</summary>
    /// <param name="content">The SHA-256 of its bytes.</param>
    /// <returns>The signature; valid until the next is made.</returns>
    public ReadOnlySpan<byte> NextChunk(ReadOnlySpan<byte> content) => Next(StringToSign.OfChunk, content);

    /// <summary>Signs the trailer.</summary>
    /// <param name="trailer">Its headers: name in lower case, colon, value, line feed each.</param>
    /// <returns>The signature; valid until the next is made.</returns>
    public ReadOnlySpan<byte> Trailer(ReadOnlySpan<byte> trailer)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(trailer, hash);
        return Next(StringToSign.OfTrailer, hash);
    }

    private ReadOnlySpan<byte> Next(ReadOnlySpan<byte> algorithm, scoped ReadOnlySpan<byte> content)
    {
        Span<byte> text = stackalloc byte[StringToSign.BytesMax];
        _key.Sign(StringToSign.WriteNext(algorithm, _time, _scope, _previous, content, text), _previous);
        return _previous;
    }
}
