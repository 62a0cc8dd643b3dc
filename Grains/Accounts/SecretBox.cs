using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using OrleansLld.Storage;

namespace OrleansLld.Accounts;

/// <summary>
/// Encrypts the secrets of credentials for the store (AES-256-GCM). Signatures are checked with the secret itself, so a hash of it
/// would not do. A sealed secret opens only for the credential that it was sealed for. The nonce is a keyed hash of what is sealed:
/// two secrets never share one, and no randomness is needed in a grain.
/// </summary>
internal sealed class SecretBox
{
    private const string Version = "v1.";
    private const int KeyBytes = 32;

    private readonly byte[] _sealKey;
    private readonly byte[] _nonceKey;

    public SecretBox(IOptions<AccountsOptions> options)
    {
        var key = Convert.FromBase64String(options.Value.CredentialKey);
        if (key.Length != KeyBytes)
            throw new ArgumentException("Accounts:CredentialKey is not 32 bytes in Base64.", nameof(options));
        _sealKey = HKDF.Expand(HashAlgorithmName.SHA256, key, KeyBytes, "seal"u8.ToArray());
        _nonceKey = HKDF.Expand(HashAlgorithmName.SHA256, key, KeyBytes, "nonce"u8.ToArray());
    }

    public string Seal(string secret, string credentialId)
    {
        var text = Encoding.UTF8.GetBytes(secret);
        var box = new byte[AesGcm.NonceByteSizes.MaxSize + AesGcm.TagByteSizes.MaxSize + text.Length];
        var (nonce, tag, cipher) = Parts(box);
        var hash = HMACSHA256.HashData(_nonceKey, Encoding.UTF8.GetBytes($"{credentialId}\n{secret}"));
        hash.AsSpan(0, nonce.Length).CopyTo(nonce.Span);
        using var aes = new AesGcm(_sealKey, tag.Length);
        aes.Encrypt(nonce.Span, text, cipher.Span, tag.Span, Encoding.UTF8.GetBytes(credentialId));
        return Version + Convert.ToBase64String(box);
    }

    public string Open(string sealedSecret, string credentialId)
    {
        if (!sealedSecret.StartsWith(Version, StringComparison.Ordinal))
            throw new CorruptStorageException($"The secret of credential {credentialId} is sealed in an unknown way.");
        var (nonce, tag, cipher) = Parts(Convert.FromBase64String(sealedSecret[Version.Length..]));
        var text = new byte[cipher.Length];
        using var aes = new AesGcm(_sealKey, tag.Length);
        try
        {
            aes.Decrypt(nonce.Span, cipher.Span, tag.Span, text, Encoding.UTF8.GetBytes(credentialId));
        }
        catch (AuthenticationTagMismatchException)
        {
            throw new CorruptStorageException($"The secret of credential {credentialId} does not open with this installation's key.");
        }

        return Encoding.UTF8.GetString(text);
    }

    private static (Memory<byte> Nonce, Memory<byte> Tag, Memory<byte> Cipher) Parts(byte[] box)
    {
        var (nonce, tag) = (AesGcm.NonceByteSizes.MaxSize, AesGcm.TagByteSizes.MaxSize);
        return (box.AsMemory(0, nonce), box.AsMemory(nonce, tag), box.AsMemory(nonce + tag));
    }
}
