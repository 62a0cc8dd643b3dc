using System.Security.Cryptography;

namespace OrleansLld.ObjectStore.Wire;

/// <summary>What a request asks of encryption at rest.</summary>
public enum EncryptionOutcome
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>What S3 could do and this server does not: an object is never kept otherwise than its writer believes.</summary>
    NotImplemented,

    /// <summary>An algorithm for the customer's key that nobody has.</summary>
    InvalidAlgorithm,

    /// <summary>Headers that need others which are not there, contradict them, or name a method that nobody has.</summary>
    Invalid,
}

/// <summary>The headers <c>x-amz-server-side-encryption</c> and those of a customer's key.</summary>
/// <param name="Algorithm">Who encrypts with what.</param>
/// <param name="KeyId">The key of the key store.</param>
/// <param name="CustomerAlgorithm">The algorithm of the customer's key.</param>
/// <param name="CustomerKey">The customer's key in Base64.</param>
/// <param name="CustomerKeyHash">Its MD5 in Base64.</param>
public readonly record struct EncryptionParser(
    string? Algorithm,
    string? KeyId,
    string? CustomerAlgorithm,
    string? CustomerKey,
    string? CustomerKeyHash)
{
    private const int KeyBytes = 32;

    /// <summary>What the headers ask for.</summary>
    public EncryptionOutcome Check()
    {
        if (CustomerAlgorithm is not null || CustomerKey is not null || CustomerKeyHash is not null)
            return Algorithm is null ? CheckCustomer() : EncryptionOutcome.Invalid;
        if (Algorithm is null)
            return KeyId is null ? EncryptionOutcome.None : EncryptionOutcome.Invalid;
        return Algorithm is "aws:kms" or "aws:kms:dsse" || (Algorithm is "AES256" && KeyId is null)
            ? EncryptionOutcome.NotImplemented
            : EncryptionOutcome.Invalid;
    }

    private EncryptionOutcome CheckCustomer()
    {
        if (CustomerAlgorithm is null || CustomerKey is null || CustomerKeyHash is null)
            return EncryptionOutcome.Invalid;
        if (CustomerAlgorithm != "AES256")
            return EncryptionOutcome.InvalidAlgorithm;
        Span<byte> key = stackalloc byte[KeyBytes];
        return CustomerKey.Length <= 2 * KeyBytes
            && Convert.TryFromBase64String(CustomerKey, key, out var length)
            && length == KeyBytes
            && Convert.ToBase64String(HashOf(key)) == CustomerKeyHash
                ? EncryptionOutcome.NotImplemented
                : EncryptionOutcome.Invalid;
    }

    /// <summary>MD5 is what the protocol asks for here, to find a key that was garbled on its way.</summary>
    private static byte[] HashOf(ReadOnlySpan<byte> key)
    {
#pragma warning disable CA5351
        return MD5.HashData(key);
#pragma warning restore CA5351
    }
}
