using System.Globalization;
using Azure.Data.Tables;

namespace OrleansLld.Storage.Azure;

/// <summary>How rows become entities of a table.</summary>
/// <remarks>
/// <code>
/// PartitionKey                  RowKey                        properties
/// exchange.order-book:BTCUSDT   h                             the header
/// exchange.order-book:BTCUSDT   rhead                         V00: the value of the row "head"
/// exchange.order-book:BTCUSDT   re:000000000000002A           V00 … V10: a long value in pieces of 64 KiB; Tail: its tail's stamp
/// exchange.order-book:BTCUSDT   s0000000000000003.00000000    a piece of the redo log of the 3rd large commit
/// exchange.order-book:BTCUSDT   te:000000000000002A           the rest of a very long value; Tail: the stamp that both must carry
/// </code>
/// A partition id and a row key are what Azure allows in keys; with the letter before it the longest has 512 characters, 1 KiB as
/// Azure counts. An entity may have 1 MiB, a property 64 KiB. Azurite counts the JSON body, where bytes are base64, so that 11
/// properties are what passes both.
/// </remarks>
internal static class StoredRow
{
    public const int ValueBytesMax = 11 * PropertyBytesMax;

    private const int PropertyBytesMax = 64 << 10;
    private const string TailProperty = "Tail";

    /// <summary>What a request says besides keys and value, and how much longer the characters of keys may become in it.</summary>
    private const int OverheadBytes = 1_200;
    private const int BytesAKeyCharacter = 9;
    private const int PropertyOverheadBytes = 64;

    private static readonly string[] Properties =
        [.. Enumerable.Range(0, ValueBytesMax / PropertyBytesMax).Select(i => $"V{i:00}")];

    public static string KeyOf(RowKey key) => $"r{key}";

    public static string TailKeyOf(RowKey key) => $"t{key}";

    /// <summary>All tails: the least key, and the least above them.</summary>
    public static (string From, string To) Tails => ("t", "u");

    /// <summary>The rows of all redo logs.</summary>
    public static (string From, string To) Segments => ("s", "t");

    /// <summary>The redo log of one large commit.</summary>
    public static (string From, string To) SegmentsOf(long large) => ($"s{RowKey.Number(large)}.", $"s{RowKey.Number(large)}:");

    public static string SegmentKeyOf(long large, int index) =>
        string.Create(CultureInfo.InvariantCulture, $"s{RowKey.Number(large)}.{index:X8}");

    public static RowKey KeyIn(TableEntity entity) => new(entity.RowKey[1..]);

    /// <summary>About how many bytes of a request's body an entity takes; never fewer than it does.</summary>
    public static long BodyBytes(PartitionId partition, int keyLength, int valueBytes) =>
        OverheadBytes
        + BytesAKeyCharacter * (partition.ToString().Length + keyLength)
        + (valueBytes + 2L) / 3 * 4
        + PropertyOverheadBytes * (valueBytes / PropertyBytesMax + 1L);

    public static TableEntity Of(PartitionId partition, string key, ReadOnlyMemory<byte> value, long? tail = null)
    {
        var entity = new TableEntity(partition.ToString(), key);
        for (var i = 0; i * PropertyBytesMax < value.Length; i++)
        {
            var at = i * PropertyBytesMax;
            entity[Properties[i]] = value.Slice(at, Math.Min(PropertyBytesMax, value.Length - at)).ToArray();
        }

        if (tail is { } stamp)
            entity[TailProperty] = stamp;
        return entity;
    }

    /// <summary>The stamp that the row's tail carries; null when it has none.</summary>
    public static long? TailOf(TableEntity entity) => entity.GetInt64(TailProperty);

    public static int LengthOf(TableEntity entity) => Properties.Sum(property => entity.GetBinary(property)?.Length ?? 0);

    public static void CopyValue(TableEntity entity, Span<byte> into)
    {
        foreach (var property in Properties)
        {
            if (entity.GetBinary(property) is not { } piece)
                return;
            piece.CopyTo(into);
            into = into[piece.Length..];
        }
    }

    public static byte[] ValueOf(TableEntity entity, TableEntity? tail = null)
    {
        var length = LengthOf(entity);
        var value = new byte[length + (tail is null ? 0 : LengthOf(tail))];
        CopyValue(entity, value);
        if (tail is not null)
            CopyValue(tail, value.AsSpan(length));
        return value;
    }
}
