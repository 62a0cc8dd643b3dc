using System.Buffers.Binary;

namespace OrleansLld.ObjectStore.Wire.Checksums;

// A CRC is the remainder of the bytes, read as one long polynomial over GF(2), divided by a fixed polynomial P. All three here are
// reflected: the lowest bit of a byte is its highest power. A register of up to 64 bits is kept in a ulong, highest power in bit 0.
//
// Long texts are folded (CrcFolding): congruent to 16 bytes modulo P, which then go through the tables like any other 16 bytes.
// The tables take eight bytes a step: table k holds the remainders of a byte that k more bytes follow.
//
// Two CRCs join without their bytes: crc(AB) = crc(A) * x^(8 |B|) + crc(B) mod P; the inversions at both ends cancel out.

/// <summary>A CRC of up to 64 bits, reflected, all ones at the start and inverted at the end. Safe for concurrent use.</summary>
public sealed class ReflectedCrc
{
    /// <summary>CRC-32 as in zip.</summary>
    public static readonly ReflectedCrc Crc32 = new(0xEDB88320, 32);

    /// <summary>CRC-32 with Castagnoli's polynomial.</summary>
    public static readonly ReflectedCrc Crc32C = new(0x82F63B78, 32);

    /// <summary>CRC-64/NVME.</summary>
    public static readonly ReflectedCrc Crc64Nvme = new(0x9A6C9329AC4BC9B5, 64);

    private const int Slices = 8;

    private readonly ulong _polynomial;
    private readonly int _width;
    private readonly ulong _ones;
    private readonly ulong[] _tables = new ulong[Slices * 256];
    private readonly CrcFolding? _folding;

    private ReflectedCrc(ulong polynomial, int width)
    {
        (_polynomial, _width, _ones) = (polynomial, width, ulong.MaxValue >> (64 - width));
        for (var value = 0; value < 256; value++)
            _tables[value] = TimesX((ulong)value, 8);
        for (var entry = 256; entry < _tables.Length; entry++)
        {
            var before = _tables[entry - 256];
            _tables[entry] = _tables[(int)(before & 0xFF)] ^ (before >> 8);
        }

        if (CrcFolding.IsSupported)
            _folding = new CrcFolding(power => PowerOfX(power) << (64 - width));
    }

    /// <summary>The CRC of no bytes.</summary>
    public static ulong Empty => 0;

    /// <summary>Continues a CRC.</summary>
    /// <param name="crc">Of the bytes so far.</param>
    /// <param name="bytes">The next bytes.</param>
    public ulong Append(ulong crc, ReadOnlySpan<byte> bytes)
    {
        var register = crc ^ _ones;
        if (_folding is not null && bytes.Length >= CrcFolding.BytesMin)
        {
            Span<byte> remainder = stackalloc byte[CrcFolding.RemainderBytes];
            bytes = bytes[_folding.Fold(register, bytes, remainder)..];
            register = Step(0, remainder);
        }

        return Step(register, bytes) ^ _ones;
    }

    /// <summary>The CRC of two texts one after the other.</summary>
    /// <param name="first">The CRC of the first.</param>
    /// <param name="second">The CRC of the second.</param>
    /// <param name="secondBytes">The length of the second.</param>
    public ulong Combine(ulong first, ulong second, long secondBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(secondBytes);
        var shift = PowerOfXTo8(secondBytes);
        return Multiply(first, shift) ^ second;
    }

    private ulong Step(ulong register, ReadOnlySpan<byte> bytes)
    {
        var tables = _tables.AsSpan();
        while (bytes.Length >= Slices)
        {
            var block = BinaryPrimitives.ReadUInt64LittleEndian(bytes) ^ register;
            register = tables[(7 * 256) + (int)(block & 0xFF)]
                ^ tables[(6 * 256) + (int)((block >> 8) & 0xFF)]
                ^ tables[(5 * 256) + (int)((block >> 16) & 0xFF)]
                ^ tables[(4 * 256) + (int)((block >> 24) & 0xFF)]
                ^ tables[(3 * 256) + (int)((block >> 32) & 0xFF)]
                ^ tables[(2 * 256) + (int)((block >> 40) & 0xFF)]
                ^ tables[256 + (int)((block >> 48) & 0xFF)]
                ^ tables[(int)(block >> 56)];
            bytes = bytes[Slices..];
        }

        foreach (var value in bytes)
            register = tables[(int)((register ^ value) & 0xFF)] ^ (register >> 8);
        return register;
    }

    /// <summary>Multiplies by a power of x, bit by bit.</summary>
    private ulong TimesX(ulong value, int times)
    {
        for (var i = 0; i < times; i++)
            value = (value >> 1) ^ ((value & 1) == 0 ? 0 : _polynomial);
        return value;
    }

    private ulong Multiply(ulong left, ulong right)
    {
        var product = 0UL;
        for (var bit = 1UL << (_width - 1); bit != 0; bit >>= 1)
        {
            if ((left & bit) != 0)
                product ^= right;
            right = TimesX(right, 1);
        }

        return product;
    }

    private ulong PowerOfXTo8(long bytes)
    {
        var power = 1UL << (_width - 1);
        var square = TimesX(power, 8);
        for (var rest = bytes; rest != 0; rest >>= 1)
        {
            if ((rest & 1) != 0)
                power = Multiply(power, square);
            square = Multiply(square, square);
        }

        return power;
    }

    private ulong PowerOfX(int exponent) => TimesX(1UL << (_width - 1), exponent);
}
