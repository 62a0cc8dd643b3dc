using System.Security.Cryptography;

namespace OrleansLld.Exchange.Wire;

/// <summary>The HMAC-SHA256 signature of a request, in hexadecimal digits of either case.</summary>
public static class RequestSignature
{
    private const int HashLength = 32;

    /// <summary>Whether the signature is that of the text; takes the same time wherever the two differ.</summary>
    /// <param name="key">The secret key's bytes.</param>
    /// <param name="text">What was signed.</param>
    /// <param name="signature">What was sent.</param>
    public static bool IsValid(ReadOnlySpan<byte> key, ReadOnlySpan<byte> text, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != 2 * HashLength)
            return false;

        Span<byte> sent = stackalloc byte[HashLength];
        if (Convert.FromHexString(signature, sent, out _, out _) != System.Buffers.OperationStatus.Done)
            return false;

        Span<byte> own = stackalloc byte[HashLength];
        HMACSHA256.HashData(key, text, own);
        return CryptographicOperations.FixedTimeEquals(own, sent);
    }
}
