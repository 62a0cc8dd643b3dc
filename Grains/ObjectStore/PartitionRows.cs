using OrleansLld.Storage;

namespace OrleansLld.ObjectStore;

/// <summary>All rows of a run of keys: copies them from another partition, or removes them, in commits of bounded size.</summary>
internal sealed class PartitionRows(IndexPartition partition)
{
    private const int RowsACommit = 5_000;
    private const long BytesACommit = 4 << 20;
    private const int RowsAQuery = 1_000;

    private static readonly IndexSpace[] Ordered = [IndexSpace.Live, IndexSpace.History, IndexSpace.Uploads];

    // Garbage stays where it became so: the collector finds it there, also when the partition has no keys any more.
    private static readonly IndexSpace[] Notes = [IndexSpace.Intents, IndexSpace.Ended];

    private int _pendingRows;
    private long _pendingBytes;
    private Task _flying = Task.CompletedTask;

    /// <summary>Copies rows and remembers writes; nothing of it shows yet.</summary>
    /// <returns>What was copied.</returns>
    public async Task<KeyTotals> CopyAsync(PartitionId source, KeyRange range)
    {
        var totals = default(KeyTotals);
        foreach (var space in Ordered)
        {
            await foreach (var found in Rows(source, space, range))
            {
                await Add(new RowChange(found.Row.Key, found.Row.Value));
                totals += found.Totals;
                foreach (var piece in found.Pieces)
                {
                    var value = await partition.Store.GetAsync(source, new RowKey(piece), default)
                        ?? throw new CorruptStorageException($"{piece} of {source} is missing.");
                    await Add(new RowChange(piece, value));
                }
            }
        }

        await foreach (var row in Samples(source, range))
            await Add(new RowChange(row.Key.ToString(), row.Value));
        await foreach (var (space, note) in NotesOf(source, range))
            await Add(note.ToRow(space));
        var writes = RowRange.StartingWith($"{(char)IndexSpace.Writes}", RowsAQuery);
        await foreach (var row in partition.Store.ScanAllAsync(source, writes, default))
            RecentWrites.Read(row.Value).ForEach(partition.Writes.Add);
        await Flush();
        return totals;
    }

    /// <summary>Removes rows that do not show any more. A pointer goes after all that it leads to.</summary>
    public async Task RemoveAsync(KeyRange range)
    {
        // What an earlier attempt has decided must not be counted again.
        await Flush();
        var pointers = new List<string>();
        foreach (var space in Ordered)
        {
            await foreach (var found in Rows(partition.Id, space, range))
            {
                if (found.IsPointer)
                {
                    pointers.Add(found.Row.Key);
                    continue;
                }

                foreach (var row in found.Pieces)
                    await Add(new RowChange(row, null));
                // In one turn, so that the totals are right in every commit.
                partition.Meta = partition.Meta with { Totals = (partition.Meta.Totals - found.Totals).Checked() };
                await Add(new RowChange(found.Row.Key, null));
            }
        }

        pointers.Reverse();
        foreach (var pointer in pointers)
            await Add(new RowChange(pointer, null));
        await foreach (var row in Samples(partition.Id, range))
            await Add(new RowChange(row.Key.ToString(), null));
        await foreach (var (space, note) in NotesOf(partition.Id, range))
            await Add(new RowChange(IndexNote.RowOf(space, note.Id), null));
        await Flush();
    }

    private async IAsyncEnumerable<Found> Rows(PartitionId from, IndexSpace space, KeyRange range)
    {
        var cursor = new RowCursor(space, range.FromBytes.ToArray(), "", range.ToBytes, RowsAQuery);
        while (true)
        {
            while (cursor.Wants(out var query))
                cursor.Take(await partition.Store.AnswerAsync(from, query, default));
            foreach (var pointer in cursor.Pointers)
                yield return new Found(pointer, true, [], default);
            cursor.Pointers.Clear();
            if (cursor.Key is null)
                yield break;
            yield return FoundAt(cursor, space);
            cursor.Next();
        }
    }

    private static Found FoundAt(RowCursor cursor, IndexSpace space)
    {
        if (space == IndexSpace.Uploads)
            return new Found(cursor.Row, false, [], new KeyTotals(0, 0, 1, 0));
        var version = IndexVersion.OfRow(cursor.Row.Value);
        var path = KeyPath.Of(cursor.Key!);
        var pieces = Enumerable.Range(0, version.Pieces).Select(piece => path.Row(IndexSpace.Contents, version.PieceSuffix(piece)));
        var isLive = space == IndexSpace.Live;
        return new Found(cursor.Row, false, [.. pieces], new KeyTotals(isLive ? 1 : 0, isLive ? 0 : 1, 0, version.Bytes));
    }

    private IAsyncEnumerable<Row> Samples(PartitionId from, KeyRange range)
    {
        var first = range.From.Length == 0 ? $"{(char)IndexSpace.Samples}" : KeyPath.Of(range.From).Row(IndexSpace.Samples);
        var end = range.To is { } to ? new RowKey(KeyPath.Of(to).Row(IndexSpace.Samples)) : RowKey.After($"{(char)IndexSpace.Samples}");
        return partition.Store.ScanAllAsync(from, new RowRange(new RowKey(first), end, RowsAQuery), default);
    }

    private async IAsyncEnumerable<(IndexSpace Space, IndexNote Note)> NotesOf(PartitionId from, KeyRange range)
    {
        foreach (var space in Notes)
        {
            var all = RowRange.StartingWith($"{(char)space}", RowsAQuery);
            await foreach (var row in partition.Store.ScanAllAsync(from, all, default))
            {
                var note = IndexNote.OfRow(new IndexRow(row.Key.ToString(), row.Value));
                if (range.Has(KeyPath.Of(note.Key).Key))
                    yield return (space, note);
            }
        }
    }

    private Task Add(RowChange change)
    {
        partition.Add(change);
        _pendingBytes += change.Value?.Length ?? 0;
        return ++_pendingRows < RowsACommit && _pendingBytes < BytesACommit ? Task.CompletedTask : Commit();
    }

    // The next rows are read while these are written.
    private async Task Commit()
    {
        (_pendingRows, _pendingBytes) = (0, 0);
        await _flying;
        _flying = partition.Durable();
    }

    private async Task Flush()
    {
        await Commit();
        await _flying;
    }

    private readonly record struct Found(IndexRow Row, bool IsPointer, IReadOnlyList<string> Pieces, KeyTotals Totals);
}
