using System.Net;
using Azure;
using Azure.Data.Tables;

namespace OrleansLld.Storage.Azure;

/// <summary>
/// A partition as its holder knows it, and every write under the lease. One call at a time; after an exception no further one.
/// </summary>
/// <remarks>
/// <code>
/// small commit    header + rows                                    one transaction
/// large commit    header(Staged) + segments …                      as many as it needs, usually none
///                 header(LogRows, Large + 1) + the last segments   the commit point: from here on readers see all of it
///                 header + rows …                                  in the background; puts before deletes
///                 header(LogRows = 0) - segments                   readers see the rows alone again
/// </code>
/// Each line is a transaction that the server makes as a whole and only while the header is the one known here. So a holder that was
/// superseded can change nothing, and whoever opens the partition finds one of these states and can finish it.
/// </remarks>
internal sealed class HeldPartition
{
    /// <summary>What one transaction may hold beside the header, of the 100 entities and 4 MiB that Azure allows.</summary>
    private const int ChangesMax = 99;
    private const int BodyBytesMax = 4_000_000;

    private const int OpeningAttemptsMax = 100;

    private readonly AzureTable _table;
    private readonly PartitionId _partition;
    private readonly Guid _writer;
    private readonly HashSet<string> _tails = [];
    private PartitionHeader _header;
    private ETag _tag;

    private HeldPartition(AzureTable table, PartitionId partition, Guid writer, PartitionHeader header, ETag tag) =>
        (_table, _partition, _writer, _header, _tag) = (table, partition, writer, header, tag);

    public long Epoch => _header.Epoch;

    /// <summary>Raises the epoch, and finishes what the last holder left unfinished.</summary>
    public static async Task<HeldPartition> OpenAsync(AzureTable table, PartitionId partition, CancellationToken cancellationToken)
    {
        var held = await TakeAsync(table, partition, cancellationToken);
        try
        {
            await held.RecoverAsync();
        }
        catch (StaleLeaseException)
        {
            throw new StorageUnavailableException($"Somebody else opened {partition} at the same time.");
        }

        return held;
    }

    /// <summary>Goes on under a lease that this process does not know: another store, or this one some time ago, gave it.</summary>
    /// <exception cref="StaleLeaseException">The partition has another epoch.</exception>
    public static async Task<HeldPartition> AdoptAsync(AzureTable table, PartitionLease lease)
    {
        var found = await table.FindHeaderAsync(lease.Partition, CancellationToken.None);
        if (found?.Header.Epoch != lease.Epoch)
            throw Stale(lease.Partition, lease.Epoch, found?.Header);
        var held = new HeldPartition(table, lease.Partition, Guid.NewGuid(), found.Value.Header, found.Value.Tag);
        await held.RecoverAsync();
        return held;
    }

    /// <summary>Makes the batch durable.</summary>
    /// <returns>What is yet to be applied, or null.</returns>
    public async Task<RedoLog?> CommitAsync(RowBatch batch)
    {
        if (batch.Rows.Sum(Changes) <= ChangesMax && batch.Rows.Sum(BodyBytes) <= BodyBytesMax)
        {
            await WriteRowsAsync([.. batch.Rows]);
            return null;
        }

        var log = RedoLog.Pack(batch);
        await StageAsync(log);
        return log;
    }

    /// <summary>Brings the rows to what the log says, and removes it.</summary>
    public async Task ApplyAsync(RedoLog log)
    {
        var rows = new List<KeyValuePair<RowKey, ReadOnlyMemory<byte>?>>();
        var (changes, bytes) = (0, 0L);
        foreach (var row in log.Rows.OrderBy(row => row.Value is null).ThenBy(row => row.Key))
        {
            if (changes + Changes(row) > ChangesMax || bytes + BodyBytes(row) > BodyBytesMax)
            {
                await WriteRowsAsync(rows);
                rows.Clear();
                (changes, bytes) = (0, 0);
            }

            rows.Add(row);
            (changes, bytes) = (changes + Changes(row), bytes + BodyBytes(row));
        }

        await WriteRowsAsync(rows);
        await RemoveSegmentsAsync(
            [.. Enumerable.Range(0, _header.LogRows).Select(index => StoredRow.SegmentKeyOf(_header.Large, index))]);
    }

    private static async Task<HeldPartition> TakeAsync(AzureTable table, PartitionId partition, CancellationToken cancellationToken)
    {
        var writer = Guid.NewGuid();
        for (var attempt = 0; attempt < OpeningAttemptsMax; attempt++)
        {
            var found = await table.FindHeaderAsync(partition, cancellationToken);
            if (found?.Header.Writer == writer)
                return new HeldPartition(table, partition, writer, found.Value.Header, found.Value.Tag);
            var next = found?.Header is { } last
                ? last with { Epoch = last.Epoch + 1, Writer = writer, Write = last.Write + 1 }
                : new PartitionHeader { Epoch = 1, Writer = writer };
            try
            {
                var tag = found is { } known
                    ? await table.WriteAsync(next.ToEntity(partition), known.Tag, [])
                    : await table.TryAddAsync(next.ToEntity(partition));
                if (tag is { } won)
                    return new HeldPartition(table, partition, writer, next, won);
            }
            catch (Exception conflict) when (AzureFailures.Is(conflict, HttpStatusCode.PreconditionFailed))
            {
                // Somebody else was quicker, or the first attempt of this very request: the header says which.
                continue;
            }
            catch (Exception failure) when (AzureFailures.IsUnavailable(failure, CancellationToken.None))
            {
                throw AzureFailures.Unavailable(failure);
            }
        }

        throw new StorageUnavailableException($"Too many others open {partition}.");
    }

    private async Task RecoverAsync()
    {
        if (_header.Tails > 0)
            _tails.UnionWith((await KeysAsync(StoredRow.Tails)).Select(key => key[1..]));
        if (_header.LogRows > 0)
        {
            var log = await PartitionReader.ReadLogAsync(_table, _partition, _header, CancellationToken.None)
                ?? throw new CorruptStorageException($"The redo log {_header.Large} of {_partition} is not what was written.");
            await ApplyAsync(log);
        }
        else if (_header.Staged)
        {
            await RemoveSegmentsAsync(await KeysAsync(StoredRow.Segments));
        }
    }

    private async Task StageAsync(RedoLog log)
    {
        var large = _header.Large + 1;
        var segments = log.Segments;
        var changes = new List<TableTransactionAction>();
        var bytes = 0L;
        for (var i = 0; i < segments.Count; i++)
        {
            var key = StoredRow.SegmentKeyOf(large, i);
            var size = StoredRow.BodyBytes(_partition, key.Length, segments[i].Length);
            if (bytes + size > BodyBytesMax)
            {
                await WriteAsync(_header with { Staged = true }, changes);
                changes.Clear();
                bytes = 0;
            }

            changes.Add(Upsert(StoredRow.Of(_partition, key, segments[i])));
            bytes += size;
        }

        await WriteAsync(
            _header with { Large = large, LogRows = segments.Count, LogChecksum = log.Checksum, Staged = true }, changes);
    }

    private async Task RemoveSegmentsAsync(List<string> keys)
    {
        var left = keys.Count;
        foreach (var some in keys.Chunk(ChangesMax).DefaultIfEmpty([]))
        {
            left -= some.Length;
            await WriteAsync(_header with { LogRows = 0, LogChecksum = 0, Staged = left > 0 }, some.Select(Delete));
        }
    }

    private async Task WriteRowsAsync(IReadOnlyList<KeyValuePair<RowKey, ReadOnlyMemory<byte>?>> rows)
    {
        if (await TryWriteRowsAsync(rows))
            return;

        // The service refuses to delete a row that is not there.
        var there = await FindAsync([.. rows.Where(row => row.Value is null).Select(row => row.Key).Order()]);
        if (!await TryWriteRowsAsync([.. rows.Where(row => row.Value is not null || there.Contains(row.Key))]))
            throw new CorruptStorageException($"A row of {_partition} went away under its holder.");
    }

    private async Task<bool> TryWriteRowsAsync(IReadOnlyList<KeyValuePair<RowKey, ReadOnlyMemory<byte>?>> rows)
    {
        var tails = rows.Where(row => HasTail(row.Value)).Select(row => row.Key.ToString()).ToHashSet();
        var gone = rows.Select(row => row.Key.ToString()).Where(key => _tails.Contains(key) && !tails.Contains(key)).ToList();
        var count = _tails.Count - gone.Count + tails.Count(key => !_tails.Contains(key));
        if (!await TryWriteAsync(_header with { Tails = count }, rows.SelectMany(row => ChangesOf(row, _header.Write + 1))))
            return false;
        _tails.ExceptWith(gone);
        _tails.UnionWith(tails);
        return true;
    }

    private IEnumerable<TableTransactionAction> ChangesOf(KeyValuePair<RowKey, ReadOnlyMemory<byte>?> row, long stamp)
    {
        var (key, value) = row;
        if (value is not { } put)
        {
            yield return Delete(StoredRow.KeyOf(key));
        }
        else if (HasTail(put))
        {
            yield return Upsert(StoredRow.Of(_partition, StoredRow.KeyOf(key), put[..StoredRow.ValueBytesMax], stamp));
            yield return Upsert(StoredRow.Of(_partition, StoredRow.TailKeyOf(key), put[StoredRow.ValueBytesMax..], stamp));
            yield break;
        }
        else
        {
            yield return Upsert(StoredRow.Of(_partition, StoredRow.KeyOf(key), put));
        }

        if (_tails.Contains(key.ToString()))
            yield return Delete(StoredRow.TailKeyOf(key));
    }

    private async Task WriteAsync(PartitionHeader header, IEnumerable<TableTransactionAction> changes)
    {
        if (!await TryWriteAsync(header, changes))
            throw new CorruptStorageException($"A row of {_partition} went away under its holder.");
    }

    /// <returns>False when a row that is to be deleted is not there; nothing was changed.</returns>
    private async Task<bool> TryWriteAsync(PartitionHeader header, IEnumerable<TableTransactionAction> changes)
    {
        var next = header with { Writer = _writer, Write = _header.Write + 1 };
        try
        {
            _tag = await _table.WriteAsync(next.ToEntity(_partition), _tag, changes);
            _header = next;
            return true;
        }
        catch (Exception failure) when (AzureFailures.IsUnavailable(failure, CancellationToken.None))
        {
            // Whatever was answered, or not: a first attempt may have taken effect. The header tells.
            var found = await _table.FindHeaderAsync(_partition, CancellationToken.None);
            if (found?.Header.Epoch != _header.Epoch)
                throw Stale(_partition, _header.Epoch, found?.Header);
            if (found.Value.Header.Writer == _writer && found.Value.Header.Write == next.Write)
            {
                (_header, _tag) = found.Value;
                return true;
            }

            if (AzureFailures.Is(failure, HttpStatusCode.NotFound))
                return false;
            throw AzureFailures.Unavailable(failure);
        }
    }

    /// <summary>Which of the keys, in order, are there. Reads keys only, and jumps over what lies between two that are far apart.</summary>
    private async Task<HashSet<RowKey>> FindAsync(IReadOnlyList<RowKey> keys)
    {
        var found = new HashSet<RowKey>();
        var end = keys.Count == 0 ? "" : StoredRow.KeyOf(keys[^1]) + ' ';
        for (var next = 0; next < keys.Count;)
        {
            var from = StoredRow.KeyOf(keys[next]);
            var page = await FirstPageAsync(from, end);
            found.UnionWith(page.Select(StoredRow.KeyIn));
            if (page.Count < AzureTable.PageRowsMax)
                break;
            var seen = StoredRow.KeyIn(page[^1]);
            while (next < keys.Count && keys[next] <= seen)
                next++;
        }

        found.IntersectWith(keys);
        return found;
    }

    private async Task<IReadOnlyList<TableEntity>> FirstPageAsync(string from, string to)
    {
        await foreach (var page in _table.PagesAsync(_partition, from, to, AzureTable.PageRowsMax, keysOnly: true, CancellationToken.None))
            return page;
        return [];
    }

    private async Task<List<string>> KeysAsync((string From, string To) range)
    {
        var keys = new List<string>();
        var pages = _table.PagesAsync(
            _partition, range.From, range.To, AzureTable.PageRowsMax, keysOnly: true, CancellationToken.None);
        await foreach (var page in pages)
            keys.AddRange(page.Select(entity => entity.RowKey));
        return keys;
    }

    private int Changes(KeyValuePair<RowKey, ReadOnlyMemory<byte>?> row) =>
        HasTail(row.Value) || _tails.Contains(row.Key.ToString()) ? 2 : 1;

    private long BodyBytes(KeyValuePair<RowKey, ReadOnlyMemory<byte>?> row) =>
        Changes(row) * StoredRow.BodyBytes(_partition, row.Key.ToString().Length + 1, row.Value?.Length ?? 0);

    private static bool HasTail(ReadOnlyMemory<byte>? value) => value?.Length > StoredRow.ValueBytesMax;

    private static TableTransactionAction Upsert(TableEntity entity) => new(TableTransactionActionType.UpsertReplace, entity);

    private TableTransactionAction Delete(string key) =>
        new(TableTransactionActionType.Delete, new TableEntity(_partition.ToString(), key), ETag.All);

    private static StaleLeaseException Stale(PartitionId partition, long epoch, PartitionHeader? found) =>
        new($"{partition} has epoch {found?.Epoch ?? 0}, the lease {epoch}.");
}
