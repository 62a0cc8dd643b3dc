using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using X86 = System.Runtime.Intrinsics.X86;

namespace OrleansLld.ObjectStore.Wire.Checksums;

// Folding after Gopal, Ozturk, Guilford et al., "Fast CRC Computation for Generic Polynomials Using PCLMULQDQ" (Intel, 2009).
//
//   | lane 0 | lane 1 | lane 2 | lane 3 |  next 64 bytes …
//       └──────── * x^512 mod P ────────► + the lane 64 bytes on
//
// A lane of 128 bits, moved D bits on, is (low * x^(D+64) + high * x^D) mod P: two carry-less products. Operands are reflected, so a
// product of two 64-bit registers comes out one power too high, and the constants are one power lower: x^(D+63) and x^(D-1). In the end
// the lanes are folded into one of 16 bytes that has the same remainder as all that went in. The usual last step (Barrett's reduction)
// is left out: 16 bytes through a table cost a few nanoseconds, and one way of reducing is enough to get right.

/// <summary>Makes a long text one of 16 bytes with the same remainder, by carry-less multiplication.</summary>
internal sealed class CrcFolding
{
    /// <summary>Fewer bytes are not worth it.</summary>
    public const int BytesMin = 128;

    /// <summary>Bytes that come out.</summary>
    public const int RemainderBytes = 16;

    private const int Lanes = 4;
    private const int LaneBits = 128;

    private readonly Vector128<ulong> _byBlock;
    private readonly Vector128<ulong> _byLane;

    /// <param name="powerOfX">A power of x modulo the polynomial, in a register of 64 bits with the highest power in bit 0.</param>
    public CrcFolding(Func<int, ulong> powerOfX)
    {
        _byBlock = Vector128.Create(powerOfX((Lanes * LaneBits) + 63), powerOfX((Lanes * LaneBits) - 1));
        _byLane = Vector128.Create(powerOfX(LaneBits + 63), powerOfX(LaneBits - 1));
    }

    public static bool IsSupported => (X86.Pclmulqdq.IsSupported || Aes.IsSupported) && BitConverter.IsLittleEndian;

    /// <summary>Folds as many whole blocks as there are.</summary>
    /// <param name="register">The register of the CRC so far.</param>
    /// <param name="bytes">At least <see cref="BytesMin"/> bytes.</param>
    /// <param name="remainder">The 16 bytes that stand for the register and the folded bytes.</param>
    /// <returns>How many bytes were folded.</returns>
    public int Fold(ulong register, ReadOnlySpan<byte> bytes, Span<byte> remainder)
    {
        var vectors = MemoryMarshal.Cast<byte, Vector128<ulong>>(bytes);
        ref var next = ref MemoryMarshal.GetReference(vectors);
        var blocks = vectors.Length / Lanes;
        var (lane0, lane1, lane2, lane3) = (next, Unsafe.Add(ref next, 1), Unsafe.Add(ref next, 2), Unsafe.Add(ref next, 3));
        lane0 ^= Vector128.CreateScalar(register);
        var byBlock = _byBlock;
        for (var block = 1; block < blocks; block++)
        {
            next = ref Unsafe.Add(ref next, Lanes);
            lane0 = Move(lane0, byBlock) ^ next;
            lane1 = Move(lane1, byBlock) ^ Unsafe.Add(ref next, 1);
            lane2 = Move(lane2, byBlock) ^ Unsafe.Add(ref next, 2);
            lane3 = Move(lane3, byBlock) ^ Unsafe.Add(ref next, 3);
        }

        lane1 ^= Move(lane0, _byLane);
        lane2 ^= Move(lane1, _byLane);
        lane3 ^= Move(lane2, _byLane);
        lane3.AsByte().CopyTo(remainder);
        return blocks * Lanes * RemainderBytes;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> Move(Vector128<ulong> lane, Vector128<ulong> constants) => X86.Pclmulqdq.IsSupported
        ? X86.Pclmulqdq.CarrylessMultiply(lane, constants, 0x00) ^ X86.Pclmulqdq.CarrylessMultiply(lane, constants, 0x11)
        : Aes.PolynomialMultiplyWideningLower(lane.GetLower(), constants.GetLower())
            ^ Aes.PolynomialMultiplyWideningUpper(lane, constants);
}
