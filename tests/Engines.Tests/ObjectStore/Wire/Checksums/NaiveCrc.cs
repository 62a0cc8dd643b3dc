namespace OrleansLld.ObjectStore.Wire.Checksums;

/// <summary>A CRC by its definition, a bit at a time.</summary>
internal sealed record NaiveCrc(ulong Polynomial, int Width)
{
    public static NaiveCrc Of(ChecksumKind kind) => kind switch
    {
        ChecksumKind.Crc32 => new(0xEDB88320, 32),
        ChecksumKind.Crc32C => new(0x82F63B78, 32),
        ChecksumKind.Crc64Nvme => new(0x9A6C9329AC4BC9B5, 64),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a CRC."),
    };

    public ulong Of(ReadOnlySpan<byte> bytes)
    {
        var ones = ulong.MaxValue >> (64 - Width);
        var register = ones;
        foreach (var value in bytes)
        {
            register ^= value;
            for (var bit = 0; bit < 8; bit++)
                register = (register & 1) == 0 ? register >> 1 : (register >> 1) ^ Polynomial;
        }

        return register ^ ones;
    }
}
