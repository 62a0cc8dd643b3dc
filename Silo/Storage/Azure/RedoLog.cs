using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;

namespace OrleansLld.Storage.Azure;

/// <summary>A whole batch as bytes, for a commit that is too large for one transaction.</summary>
/// <remarks>Per row: length of the key (2 bytes), key, length of the value (4 bytes, -1 for a deletion), value. Little-endian.</remarks>
internal sealed class RedoLog
{
    private const int Deletion = -1;

    private readonly byte[] _bytes;
    private readonly Dictionary<RowKey, ReadOnlyMemory<byte>?> _rows = [];

    private RedoLog(byte[] bytes) => _bytes = bytes;

    public uint Checksum => Crc32.HashToUInt32(_bytes);

    /// <summary>The rows in no particular order; null stands for a deletion.</summary>
    public IReadOnlyDictionary<RowKey, ReadOnlyMemory<byte>?> Rows => _rows;

    /// <summary>The bytes in pieces that fit a row each.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Segments =>
    [
        .. Enumerable.Range(0, (_bytes.Length + StoredRow.ValueBytesMax - 1) / StoredRow.ValueBytesMax).Select(Segment),
    ];

    /// <summary>Copies the batch, which then may change.</summary>
    public static RedoLog Pack(RowBatch batch)
    {
        var length = batch.Rows.Sum(row => sizeof(short) + row.Key.ToString().Length + sizeof(int) + (row.Value?.Length ?? 0L));
        var bytes = new byte[length];
        var at = 0;
        foreach (var (key, value) in batch.Rows)
        {
            var text = key.ToString();
            BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(at), (short)text.Length);
            at += sizeof(short);
            at += Encoding.ASCII.GetBytes(text, bytes.AsSpan(at));
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(at), value?.Length ?? Deletion);
            at += sizeof(int);
            if (value is { } put)
            {
                put.Span.CopyTo(bytes.AsSpan(at));
                at += put.Length;
            }
        }

        return Unpack(bytes);
    }

    public static RedoLog Unpack(byte[] bytes)
    {
        var log = new RedoLog(bytes);
        for (var at = 0; at < bytes.Length;)
        {
            var keyLength = BinaryPrimitives.ReadInt16LittleEndian(bytes.AsSpan(at));
            at += sizeof(short);
            var key = new RowKey(Encoding.ASCII.GetString(bytes, at, keyLength));
            at += keyLength;
            var length = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at));
            at += sizeof(int);
            log._rows.Add(key, length == Deletion ? default(ReadOnlyMemory<byte>?) : bytes.AsMemory(at, length));
            at += Math.Max(0, length);
        }

        return log;
    }

    private ReadOnlyMemory<byte> Segment(int index)
    {
        var at = index * StoredRow.ValueBytesMax;
        return _bytes.AsMemory(at, Math.Min(StoredRow.ValueBytesMax, _bytes.Length - at));
    }
}
