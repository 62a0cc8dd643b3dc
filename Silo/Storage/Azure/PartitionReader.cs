using System.IO.Hashing;
using Azure.Data.Tables;

namespace OrleansLld.Storage.Azure;

/// <summary>Reads of a partition by whoever: each commit is seen whole, and every one that was acknowledged before.</summary>
/// <remarks>
/// The header is read before the rows. It names the redo log of a large commit that is not applied yet; that log then lies over the
/// rows. A scan reads the header again afterwards: if a large commit began or ended meanwhile, the rows may be of different states,
/// and it starts over.
/// </remarks>
internal sealed class PartitionReader(AzureTable table)
{
    private const int AttemptsMax = 50;

    private static readonly IReadOnlyDictionary<RowKey, ReadOnlyMemory<byte>?> NoRows =
        new Dictionary<RowKey, ReadOnlyMemory<byte>?>();

    public async Task<ReadOnlyMemory<byte>?> GetAsync(PartitionId partition, RowKey key, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < AttemptsMax; attempt++)
        {
            if (await table.FindHeaderAsync(partition, cancellationToken) is not { } found)
                return null;
            if (await FindLogAsync(partition, found.Header, cancellationToken) is not { } log)
                continue;
            if (log.TryGetValue(key, out var logged))
                return logged;
            if (await table.FindAsync(partition, StoredRow.KeyOf(key), cancellationToken) is not { } row)
                return null;
            if (await TryReadAsync(partition, key, row, cancellationToken) is { } value)
                return value;
        }

        throw Restless(partition);
    }

    public async Task<IReadOnlyList<Row>> ScanAsync(PartitionId partition, RowRange range, CancellationToken cancellationToken)
    {
        var before = await table.FindHeaderAsync(partition, cancellationToken);
        for (var attempt = 0; attempt < AttemptsMax; attempt++)
        {
            if (before is not { } known)
                return [];
            var rows = await TryScanAsync(partition, range, known.Header, cancellationToken);
            var after = await table.FindHeaderAsync(partition, cancellationToken);
            if (rows is not null && after?.Header.ReadsLike(known.Header) == true)
                return rows;
            before = after;
        }

        throw Restless(partition);
    }

    /// <returns>The redo log that the header names, or null when it is not there any more.</returns>
    public static async Task<RedoLog?> ReadLogAsync(
        AzureTable table, PartitionId partition, PartitionHeader header, CancellationToken cancellationToken)
    {
        var (from, to) = StoredRow.SegmentsOf(header.Large);
        var segments = new List<TableEntity>();
        await foreach (var page in table.PagesAsync(partition, from, to, AzureTable.PageRowsMax, keysOnly: false, cancellationToken))
            segments.AddRange(page);
        if (segments.Count != header.LogRows)
            return null;
        var bytes = new byte[segments.Sum(StoredRow.LengthOf)];
        var at = 0;
        foreach (var segment in segments)
        {
            StoredRow.CopyValue(segment, bytes.AsSpan(at));
            at += StoredRow.LengthOf(segment);
        }

        return Crc32.HashToUInt32(bytes) == header.LogChecksum ? RedoLog.Unpack(bytes) : null;
    }

    private async Task<IReadOnlyDictionary<RowKey, ReadOnlyMemory<byte>?>?> FindLogAsync(
        PartitionId partition, PartitionHeader header, CancellationToken cancellationToken) =>
        header.LogRows == 0 ? NoRows : (await ReadLogAsync(table, partition, header, cancellationToken))?.Rows;

    private async Task<IReadOnlyList<Row>?> TryScanAsync(
        PartitionId partition, RowRange range, PartitionHeader header, CancellationToken cancellationToken)
    {
        if (await FindLogAsync(partition, header, cancellationToken) is not { } log)
            return null;
        var logged = log.Where(row => row.Key >= range.From && row.Key < range.To).ToDictionary();

        // Any of the rows that are found may be replaced or deleted by the log.
        var stored = await FindRowsAsync(partition, range with { Limit = range.Limit + logged.Count }, cancellationToken);
        var rows = stored.ToDictionary(StoredRow.KeyIn, TableEntity? (entity) => entity);
        foreach (var (key, value) in logged)
        {
            if (value is null)
                rows.Remove(key);
            else
                rows[key] = null;
        }

        var keys = range.Order == ScanOrder.Ascending ? rows.Keys.Order() : rows.Keys.OrderDescending();
        var result = new List<Row>();
        foreach (var key in keys.Take(range.Limit))
        {
            var value = rows[key] is { } entity ? await TryReadAsync(partition, key, entity, cancellationToken) : logged[key];
            if (value is not { } bytes)
                return null;
            result.Add(new Row(key, bytes));
        }

        return result;
    }

    private Task<List<TableEntity>> FindRowsAsync(PartitionId partition, RowRange range, CancellationToken cancellationToken) =>
        range.Order == ScanOrder.Ascending
            ? FindFirstAsync(partition, range, cancellationToken)
            : FindLastAsync(partition, range, cancellationToken);

    private async Task<List<TableEntity>> FindFirstAsync(PartitionId partition, RowRange range, CancellationToken cancellationToken)
    {
        var (from, to) = (StoredRow.KeyOf(range.From), StoredRow.KeyOf(range.To));
        var rows = new List<TableEntity>();
        await foreach (var page in table.PagesAsync(partition, from, to, range.Limit, keysOnly: false, cancellationToken))
        {
            rows.AddRange(page.Take(range.Limit - rows.Count));
            if (rows.Count == range.Limit)
                break;
        }

        return rows;
    }

    private async Task<List<TableEntity>> FindLastAsync(PartitionId partition, RowRange range, CancellationToken cancellationToken)
    {
        var to = StoredRow.KeyOf(range.To);
        var last = await new LastKeys(KeysAsync, range.Limit).FindAsync(StoredRow.KeyOf(range.From));
        if (last.Count == 0)
            return [];
        var rows = new List<TableEntity>();
        await foreach (var page in table.PagesAsync(partition, last[0], to, last.Count, keysOnly: false, cancellationToken))
            rows.AddRange(page);
        rows.Reverse();
        return rows[..Math.Min(range.Limit, rows.Count)];

        async Task<IReadOnlyList<string>> KeysAsync(string from, int count)
        {
            var keys = new List<string>();
            await foreach (var page in table.PagesAsync(partition, from, to, count, keysOnly: true, cancellationToken))
            {
                keys.AddRange(page.Take(count - keys.Count).Select(entity => entity.RowKey));
                if (keys.Count == count)
                    break;
            }

            return keys;
        }
    }

    /// <summary>Joins the value with its tail.</summary>
    /// <returns>Null when the tail is another commit's, so that the row is not the one it belongs to any more.</returns>
    private async Task<ReadOnlyMemory<byte>?> TryReadAsync(
        PartitionId partition, RowKey key, TableEntity row, CancellationToken cancellationToken)
    {
        if (StoredRow.TailOf(row) is not { } stamp)
            return StoredRow.ValueOf(row);
        var tail = await table.FindAsync(partition, StoredRow.TailKeyOf(key), cancellationToken);
        return tail is not null && StoredRow.TailOf(tail) == stamp ? StoredRow.ValueOf(row, tail) : default(ReadOnlyMemory<byte>?);
    }

    private static StorageUnavailableException Restless(PartitionId partition) =>
        new($"{partition} changed at each of {AttemptsMax} attempts to read it.");
}
