using System.Buffers;
using System.Security.Cryptography;

namespace OrleansLld.Exchange.Wire;

// HMAC is two hashes: H(key ^ opad, H(key ^ ipad, text)). It is spelt out here because on each request the platform's own HMAC looks its
// algorithm up under a lock, which costs three times the two hashes; the tests hold it against the platform's.

/// <summary>The HMAC-SHA256 signature of a request, in hexadecimal digits of either case.</summary>
public static class RequestSignature
{
    /// <summary>Bytes before the signed text that belong to the computation: a block of the hash.</summary>
    public const int HeadLength = 64;

    private const int HashLength = 32;
    private const byte InnerPad = 0x36;
    private const byte OuterPad = 0x5c;

    /// <summary>Whether the signature is that of the text; takes the same time wherever the two differ.</summary>
    /// <param name="key">The secret key's bytes.</param>
    /// <param name="headAndText"><see cref="HeadLength"/> bytes that are overwritten, then what was signed.</param>
    /// <param name="signature">What was sent.</param>
    public static bool IsValid(ReadOnlySpan<byte> key, Span<byte> headAndText, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != 2 * HashLength)
            return false;

        Span<byte> sent = stackalloc byte[HashLength];
        if (Convert.FromHexString(signature, sent, out _, out _) != OperationStatus.Done)
            return false;

        Span<byte> own = stackalloc byte[HashLength];
        Compute(key, headAndText, own);
        return CryptographicOperations.FixedTimeEquals(own, sent);
    }

    private static void Compute(ReadOnlySpan<byte> key, Span<byte> headAndText, Span<byte> hash)
    {
        Span<byte> block = stackalloc byte[HeadLength];
        block.Clear();
        if (key.Length > HeadLength)
            SHA256.HashData(key, block);
        else
            key.CopyTo(block);

        Span<byte> outer = stackalloc byte[HeadLength + HashLength];
        for (var i = 0; i < HeadLength; i++)
            (headAndText[i], outer[i]) = ((byte)(block[i] ^ InnerPad), (byte)(block[i] ^ OuterPad));

        SHA256.HashData(headAndText, outer[HeadLength..]);
        SHA256.HashData(outer, hash);
        CryptographicOperations.ZeroMemory(block);
    }
}
