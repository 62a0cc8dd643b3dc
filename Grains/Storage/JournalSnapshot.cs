using System.Buffers;
using System.Buffers.Binary;
using System.IO.Hashing;

namespace OrleansLld.Storage;

/// <summary>
/// A state as rows: pieces of at most <see cref="PieceBytes"/>, and one head row that says which event it stands after, how
/// long it is and what it must hash to. All of it is written in one commit, so a head never points at half a snapshot.
/// </summary>
internal sealed record JournalSnapshot(long Sequence, int Length, uint Checksum)
{
    public const int PieceBytes = 512 << 10;

    public static readonly RowKey HeadKey = new("head");

    private int Pieces => (Length + PieceBytes - 1) / PieceBytes;

    public static JournalSnapshot Put(RowBatch batch, long sequence, ReadOnlyMemory<byte> state)
    {
        var snapshot = new JournalSnapshot(sequence, state.Length, Crc32.HashToUInt32(state.Span));
        for (var i = 0; i < snapshot.Pieces; i++)
            batch.Put(snapshot.PieceKey(i), state.Slice(i * PieceBytes, Math.Min(PieceBytes, state.Length - i * PieceBytes)));
        var head = new byte[16];
        BinaryPrimitives.WriteInt64LittleEndian(head, sequence);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(8), snapshot.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(12), snapshot.Checksum);
        batch.Put(HeadKey, head);
        return snapshot;
    }

    public static async ValueTask<JournalSnapshot?> Find(IGrainStore store, PartitionId partition, CancellationToken cancellationToken)
    {
        if (await store.GetAsync(partition, HeadKey, cancellationToken) is not { } head)
            return null;
        if (head.Length != 16)
            throw new CorruptStorageException($"The head of {partition} is not what was written.");
        return new JournalSnapshot(
            BinaryPrimitives.ReadInt64LittleEndian(head.Span),
            BinaryPrimitives.ReadInt32LittleEndian(head.Span[8..]),
            BinaryPrimitives.ReadUInt32LittleEndian(head.Span[12..]));
    }

    public async ValueTask<ReadOnlyMemory<byte>> Load(IGrainStore store, PartitionId partition, CancellationToken cancellationToken)
    {
        var state = new ArrayBufferWriter<byte>(Math.Max(1, Length));
        for (var i = 0; i < Pieces; i++)
        {
            if (await store.GetAsync(partition, PieceKey(i), cancellationToken) is { } piece)
                state.Write(piece.Span);
        }

        if (state.WrittenCount != Length || Crc32.HashToUInt32(state.WrittenSpan) != Checksum)
            throw new CorruptStorageException($"The snapshot of {partition} after event {Sequence} is not what was written.");
        return state.WrittenMemory;
    }

    public void Delete(RowBatch batch)
    {
        for (var i = 0; i < Pieces; i++)
            batch.Delete(PieceKey(i));
    }

    private RowKey PieceKey(int piece) => new($"s:{RowKey.Number(Sequence)}:{piece:X4}");
}
