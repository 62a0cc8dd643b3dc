using System.Buffers.Binary;
using System.Security.Cryptography;

namespace OrleansLld.ObjectStore.Wire.Checksums;

/// <summary>A checksum of bytes that come piece by piece. Not safe for concurrent use.</summary>
/// <param name="kind">Which.</param>
public sealed class Checksum(ChecksumKind kind) : IDisposable
{
    private readonly ReflectedCrc? _crc = CrcOf(kind);

    private readonly IncrementalHash? _hash = kind switch
    {
        ChecksumKind.Sha1 => IncrementalHash.CreateHash(HashAlgorithmName.SHA1),
        ChecksumKind.Sha256 => IncrementalHash.CreateHash(HashAlgorithmName.SHA256),
        _ => null,
    };

    private ulong _register = ReflectedCrc.Empty;

    /// <summary>Which it is.</summary>
    public ChecksumKind Kind => kind;

    /// <summary>The CRC of a kind that is one, or null.</summary>
    public static ReflectedCrc? CrcOf(ChecksumKind kind) => kind switch
    {
        ChecksumKind.Crc32 => ReflectedCrc.Crc32,
        ChecksumKind.Crc32C => ReflectedCrc.Crc32C,
        ChecksumKind.Crc64Nvme => ReflectedCrc.Crc64Nvme,
        ChecksumKind.Sha1 or ChecksumKind.Sha256 => null,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a kind of checksum."),
    };

    /// <summary>Takes in the next bytes.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (_crc is not null)
            _register = _crc.Append(_register, bytes);
        else
            _hash!.AppendData(bytes);
    }

    /// <summary>The checksum of all that came, highest byte first; ends this one.</summary>
    public byte[] Finish()
    {
        if (_hash is not null)
            return _hash.GetHashAndReset();
        var value = new byte[kind.Bytes()];
        if (value.Length == sizeof(uint))
            BinaryPrimitives.WriteUInt32BigEndian(value, (uint)_register);
        else
            BinaryPrimitives.WriteUInt64BigEndian(value, _register);
        return value;
    }

    /// <inheritdoc/>
    public void Dispose() => _hash?.Dispose();
}
