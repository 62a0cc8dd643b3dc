using System.Buffers.Binary;
using System.Numerics;

namespace OrleansLld.Storage.RocksDb;

/// <summary>Looks into a log before RocksDB replays it, and tells a torn end from damage in the middle.</summary>
/// <remarks>
/// RocksDB replays a log up to the first record with a wrong checksum and then deletes it. At the end of the log that is right:
/// power failed during the last write, which nobody was told of. In the middle it would silently drop acknowledged commits. The
/// two differ in what follows: a write begins only after the one before it was synced, so when a whole record follows the
/// damaged one, that had been acknowledged.
/// <code>
/// blocks of 32 KiB; in them records that never cross a block:
/// masked CRC-32C of type and data (4 bytes) | length (2) | type (1) | data        all little-endian
/// a write is one record FULL, or FIRST, MIDDLE…, LAST
/// </code>
/// After a damaged record its length cannot be trusted, so every later place is tried as the beginning of a FULL or FIRST.
/// A MIDDLE or LAST proves nothing: pages of one torn write may reach the disk in any order.
/// </remarks>
internal static class WriteAheadLog
{
    private const int BlockBytes = 32 << 10;
    private const int HeaderBytes = 7;
    private const byte Full = 1;
    private const byte First = 2;
    private const byte Last = 4;
    private const uint MaskDelta = 0xA282EAD8;

    /// <exception cref="CorruptStorageException">The log is damaged before its end.</exception>
    public static void Check(string path)
    {
        using var log = File.OpenHandle(path);
        var block = new byte[BlockBytes];
        var damaged = false;
        for (var at = 0L; ; at += BlockBytes)
        {
            var length = Read(log, at, block);
            var rest = block.AsSpan(0, length);
            while (!damaged && WholeRecord(rest) is var record and > 0)
                rest = rest[record..];
            damaged |= rest.Length >= HeaderBytes;
            if (damaged && BeginsLater(rest))
                throw new CorruptStorageException($"{path} is damaged at or before byte {at + length}, and commits follow.");
            if (length < BlockBytes)
                return;
        }
    }

    private static int Read(Microsoft.Win32.SafeHandles.SafeFileHandle log, long at, byte[] block)
    {
        var length = 0;
        while (RandomAccess.Read(log, block.AsSpan(length), at + length) is var count and > 0)
            length += count;
        return length;
    }

    /// <summary>The length of the record at the beginning with its header, 0 when there is none or it is wrong.</summary>
    private static int WholeRecord(ReadOnlySpan<byte> at)
    {
        if (at.Length < HeaderBytes)
            return 0;
        var length = HeaderBytes + BinaryPrimitives.ReadUInt16LittleEndian(at[4..]);
        if (at[6] is 0 or > Last || length > at.Length)
            return 0;
        return Unmask(BinaryPrimitives.ReadUInt32LittleEndian(at)) == Crc32C(at[6..length]) ? length : 0;
    }

    private static bool BeginsLater(ReadOnlySpan<byte> block)
    {
        for (var at = 0; at + HeaderBytes <= block.Length; at++)
        {
            if (block[at + 6] is Full or First && WholeRecord(block[at..]) > 0)
                return true;
        }

        return false;
    }

    private static uint Unmask(uint masked) => BitOperations.RotateRight(masked - MaskDelta, 17);

    private static uint Crc32C(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (var value in bytes)
            crc = BitOperations.Crc32C(crc, value);
        return ~crc;
    }
}
