using System.Buffers.Binary;
using System.Text;

namespace OrleansLld.Storage.RocksDb;

/// <summary>How a row's address becomes a key of the one ordered key space of the database.</summary>
/// <remarks>
/// <code>
/// exchange.order-book:BTCUSDT 00                      header: format (1 byte), epoch (8 bytes, little-endian)
/// exchange.order-book:BTCUSDT 00 event.000000000000002A   row
/// exchange.order-book:BTCUSDT2 00                     the next partition
/// </code>
/// Partition ids and row keys are printable ASCII, so the separator 00 occurs in neither and is less than all they hold. Hence
/// two partitions' rows never interleave, not even when one id begins with the other: after the common part one key has 00 and
/// the other something greater. Byte order within a partition is the ordinal order of the row keys. The header is the key with
/// an empty row key; row keys have at least one character, so no scan returns it.
/// A length prefix in place of the separator would do too, but would not sort partitions by name for a person with a dump.
/// </remarks>
internal static class StoredKey
{
    public const int LengthMax = PartitionId.LengthMax + 1 + RowKey.LengthMax;

    public const int HeaderLength = 1 + sizeof(long);

    private const byte Separator = 0;
    private const byte HeaderFormat = 1;

    /// <summary>Writes the header's key, which is also what every row key of the partition begins with.</summary>
    public static int WritePartition(PartitionId partition, Span<byte> into)
    {
        var text = partition.ToString();
        ArgumentNullException.ThrowIfNull(text, nameof(partition));
        var length = Encoding.ASCII.GetBytes(text, into);
        into[length] = Separator;
        return length + 1;
    }

    public static int Write(PartitionId partition, RowKey key, Span<byte> into)
    {
        var prefix = WritePartition(partition, into);
        return WriteRow(prefix, key, into);
    }

    /// <summary>Writes the row key behind the partition that is there already.</summary>
    public static int WriteRow(int prefixLength, RowKey key, Span<byte> into)
    {
        // A key that is not there would be the header's.
        var text = key.ToString();
        ArgumentException.ThrowIfNullOrEmpty(text, nameof(key));
        return prefixLength + Encoding.ASCII.GetBytes(text, into[prefixLength..]);
    }

    public static RowKey ReadRow(int prefixLength, ReadOnlySpan<byte> stored) => new(Encoding.ASCII.GetString(stored[prefixLength..]));

    public static void WriteHeader(long epoch, Span<byte> into)
    {
        into[0] = HeaderFormat;
        BinaryPrimitives.WriteInt64LittleEndian(into[1..], epoch);
    }

    /// <summary>The epoch in a header, 0 when there is none.</summary>
    public static long ReadHeader(PartitionId partition, byte[]? header)
    {
        if (header is null)
            return 0;
        if (header.Length != HeaderLength || header[0] != HeaderFormat)
            throw new CorruptStorageException($"The header of {partition} is not one of format {HeaderFormat}.");
        return BinaryPrimitives.ReadInt64LittleEndian(header.AsSpan(1));
    }
}
