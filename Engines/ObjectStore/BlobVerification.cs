using System.Security.Cryptography;
using OrleansLld.ObjectStore.Wire.Checksums;

namespace OrleansLld.ObjectStore;

/// <summary>What the index says of the bytes of one blob.</summary>
/// <param name="Bytes">How many.</param>
/// <param name="ETag">Their MD5 in hexadecimal; null where that is not known.</param>
/// <param name="Kind">The algorithm of their checksum; null for none.</param>
/// <param name="Checksum">The checksum in Base64.</param>
public sealed record BlobClaim(long Bytes, string? ETag, ChecksumKind? Kind, string Checksum);

/// <summary>Whether bytes are what was said of them.</summary>
public enum BlobFault
{
    None,
    Missing,
    WrongLength,
    WrongETag,
    WrongChecksum,
}

/// <summary>Checks the bytes of one blob, which come piece by piece.</summary>
public sealed class BlobVerification(BlobClaim claim) : IDisposable
{
#pragma warning disable CA5351 // The ETag is no defence: S3 has it that way.
    private readonly IncrementalHash? _md5 = claim.ETag is null ? null : IncrementalHash.CreateHash(HashAlgorithmName.MD5);
#pragma warning restore CA5351

    private readonly Checksum? _checksum = claim.Kind is { } kind ? new Checksum(kind) : null;

    /// <summary>How many bytes have come.</summary>
    public long Bytes { get; private set; }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        Bytes += bytes.Length;
        _md5?.AppendData(bytes);
        _checksum?.Append(bytes);
    }

    /// <summary>What is wrong with all that came.</summary>
    public BlobFault Finish()
    {
        if (Bytes != claim.Bytes)
            return BlobFault.WrongLength;
        if (_md5 is not null && !Convert.ToHexStringLower(_md5.GetHashAndReset()).Equals(claim.ETag, StringComparison.Ordinal))
            return BlobFault.WrongETag;
        return _checksum is not null && Convert.ToBase64String(_checksum.Finish()) != claim.Checksum
            ? BlobFault.WrongChecksum
            : BlobFault.None;
    }

    public void Dispose()
    {
        _md5?.Dispose();
        _checksum?.Dispose();
    }
}
