using System.Buffers.Binary;
using System.IO.Hashing;

namespace OrleansLld.Storage;

/// <summary>
/// One row of a journal: some of the events of one commit. The key tells the number of the first event, the value is
/// <c>CRC-32 of the rest (4) · number of events (4) · the events</c>, little endian.
/// </summary>
public static class JournalFrame
{
    public const int HeaderBytes = 2 * sizeof(uint);

    public const string Prefix = "j:";

    public static RowKey Key(long firstSequence) => new(Prefix + RowKey.Number(firstSequence));

    /// <summary>Fills in the header of a frame whose events stand behind <see cref="HeaderBytes"/> free bytes.</summary>
    public static void Seal(Span<byte> frame, int events)
    {
        BinaryPrimitives.WriteInt32LittleEndian(frame[sizeof(uint)..], events);
        BinaryPrimitives.WriteUInt32LittleEndian(frame, Crc32.HashToUInt32(frame[sizeof(uint)..]));
    }

    /// <summary>The events' bytes, checked.</summary>
    /// <exception cref="CorruptStorageException">The frame is cut short or was altered.</exception>
    public static ReadOnlySpan<byte> Open(ReadOnlySpan<byte> frame, RowKey key, out int events)
    {
        if (frame.Length < HeaderBytes
            || Crc32.HashToUInt32(frame[sizeof(uint)..]) != BinaryPrimitives.ReadUInt32LittleEndian(frame))
            throw new CorruptStorageException($"Frame {key} of a journal is not what was written.");
        events = BinaryPrimitives.ReadInt32LittleEndian(frame[sizeof(uint)..]);
        return frame[HeaderBytes..];
    }
}
