using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace OrleansLld.ObjectStore.Wire.Signing;

/// <summary>
/// The key that signs the requests of one credential on one day: four hashes away from the secret, so whoever checks many signatures
/// keeps it. Safe for concurrent use.
/// </summary>
public sealed class SigningKey
{
    /// <summary>Bytes of a signature.</summary>
    public const int SignatureBytes = 32;

    /// <summary>Characters of a signature.</summary>
    public const int SignatureLength = 2 * SignatureBytes;

    private readonly byte[] _key;

    private SigningKey(byte[] key) => _key = key;

    /// <summary>Makes the key.</summary>
    public static SigningKey Derive(string secret, CredentialScope scope)
    {
        var key = HMACSHA256.HashData(Encoding.UTF8.GetBytes("AWS4" + secret), Encoding.UTF8.GetBytes(scope.Day));
        foreach (var part in (ReadOnlySpan<string>)[scope.Region, scope.Service, "aws4_request"])
            _ = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part), key);
        return new SigningKey(key);
    }

    /// <summary>Signs a text.</summary>
    /// <param name="text">What is signed.</param>
    /// <param name="signature">At least <see cref="SignatureBytes"/> bytes.</param>
    public void Sign(ReadOnlySpan<byte> text, Span<byte> signature) => HMACSHA256.HashData(_key, text, signature);

    /// <summary>Signs a text.</summary>
    /// <returns>The signature in hexadecimal digits.</returns>
    public string Sign(ReadOnlySpan<byte> text)
    {
        Span<byte> signature = stackalloc byte[SignatureBytes];
        Sign(text, signature);
        return Convert.ToHexStringLower(signature);
    }

    /// <summary>Whether this is the signature of the text; takes the same time wherever the two differ.</summary>
    /// <param name="text">What should have been signed.</param>
    /// <param name="signature">What was sent, in hexadecimal digits.</param>
    public bool IsSignature(ReadOnlySpan<byte> text, ReadOnlySpan<char> signature)
    {
        Span<byte> sent = stackalloc byte[SignatureBytes];
        if (signature.Length != SignatureLength || Convert.FromHexString(signature, sent, out _, out _) != OperationStatus.Done)
            return false;
        Span<byte> own = stackalloc byte[SignatureBytes];
        Sign(text, own);
        return CryptographicOperations.FixedTimeEquals(own, sent);
    }
}
