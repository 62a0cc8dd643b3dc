using System.Security.Cryptography;
using OrleansLld.ObjectStore.Wire.Checksums;

namespace OrleansLld.ObjectStore;

/// <summary>What is computed of a body in the one pass over its bytes: only what somebody asked for.</summary>
internal sealed class BodyDigests : IDisposable
{
    private readonly IncrementalHash? _md5;
    private readonly Checksum? _sha256;
    private readonly Checksum? _asked;

    /// <param name="withMd5">The MD5.</param>
    /// <param name="withSha256">The SHA-256.</param>
    /// <param name="asked">A checksum beside them.</param>
    public BodyDigests(bool withMd5, bool withSha256, ChecksumKind? asked)
    {
        if (withMd5)
            _md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        if (withSha256)
            _sha256 = new Checksum(ChecksumKind.Sha256);
        // A checksum that is the SHA-256 anyway is not computed twice.
        if (asked is { } kind)
            _asked = kind == ChecksumKind.Sha256 && _sha256 is not null ? _sha256 : new Checksum(kind);
    }

    public byte[]? Md5 { get; private set; }

    public byte[]? Sha256 { get; private set; }

    public byte[]? Asked { get; private set; }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        _md5?.AppendData(bytes);
        _sha256?.Append(bytes);
        if (_asked != _sha256)
            _asked?.Append(bytes);
    }

    public void Finish()
    {
        Md5 = _md5?.GetHashAndReset();
        Sha256 = _sha256?.Finish();
        Asked = _asked is null || _asked == _sha256 ? Sha256 : _asked.Finish();
        if (_asked is null)
            Asked = null;
    }

    public void Dispose()
    {
        _md5?.Dispose();
        _sha256?.Dispose();
        _asked?.Dispose();
    }
}
