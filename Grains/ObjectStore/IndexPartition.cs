using OrleansLld.Storage;

namespace OrleansLld.ObjectStore;

/// <summary>
/// A partition as its activation has it: the rows that wait for their commit, what it knows of itself, and the writes of the last while.
/// </summary>
internal sealed class IndexPartition
{
    private readonly IGrainStore _store;
    private readonly TimeProvider _time;
    private readonly KeyTurns _turns = new();
    private GrainRows _rows = null!;

    private IndexPartition(IGrainStore store, TimeProvider time) => (_store, _time) = (store, time);

    public IGrainStore Store => _store;

    public PartitionId Id => _rows.Partition;

    /// <summary>With everything that is decided; what of it is durable shows in the store.</summary>
    public PartitionMeta Meta { get; set; } = PartitionMeta.Unopened;

    public RecentWrites Writes { get; } = new();

    public WriteRate Rate { get; private set; } = null!;

    /// <summary>Grows with each commit that ends.</summary>
    public long Commits => _rows.Commits;

    /// <summary>How many versions became the newest again.</summary>
    public long BroughtBack { get; private set; }

    /// <summary>How many of these are known to be durable.</summary>
    public long BroughtBackDurably { get; private set; }

    public long NowUs => Times.NowUs(_time);

    public static async Task<IndexPartition> OpenAsync(
        IGrainStore store, TimeProvider time, IndexPartitionId id, Action<Exception> failed, CancellationToken cancellationToken)
    {
        var partition = new IndexPartition(store, time) { Rate = new WriteRate(time) };
        var rows = await GrainRows.OpenAsync(store, IndexRows.PartitionOf(id), partition.Complete, failed, cancellationToken);
        partition._rows = rows;
        partition.Meta = await store.MetaAsync(rows.Partition, cancellationToken) ?? PartitionMeta.Unopened;
        var writes = RowRange.StartingWith($"{(char)IndexSpace.Writes}", RowRange.LimitMax);
        await foreach (var row in store.ScanAllAsync(rows.Partition, writes, cancellationToken))
            partition.Writes.Load(new IndexRow(row.Key.ToString(), row.Value));
        return partition;
    }

    /// <summary>A time that nothing in the partition has.</summary>
    public long NextStamp()
    {
        Meta = Meta with { LastStampUs = Math.Max(NowUs, Meta.LastStampUs + 1) };
        return Meta.LastStampUs;
    }

    /// <summary>Completes when it is the caller's turn to read and decide about the key.</summary>
    public ValueTask<IDisposable> TakeTurnAsync(string key) => _turns.TakeAsync(key);

    /// <summary>
    /// Completes when the next commit has room for what follows from a decision. It is the last wait before that: what many have read
    /// meanwhile would not fit into one commit together.
    /// </summary>
    public async ValueTask Room()
    {
        while (_rows.IsFull)
            await _rows.CommitAsync();
    }

    /// <summary>Reads what is decided, durable or not.</summary>
    public async ValueTask<T> ReadAsync<T>(T reading, CancellationToken cancellationToken)
        where T : IRowReading
    {
        foreach (var query in reading.Queries())
            reading.Feed(await _rows.AnswerAsync(query, cancellationToken));
        return reading;
    }

    /// <summary>The row as it is decided; null where there is none.</summary>
    public ValueTask<ReadOnlyMemory<byte>?> GetAsync(string row, CancellationToken cancellationToken) =>
        _rows.GetAsync(new RowKey(row), cancellationToken);

    /// <summary>Why nothing of the key may be written; null where it may.</summary>
    public WriteOutcome? Refusal(KeyPath path) =>
        !Meta.IsOpened || !Meta.Takes(path) ? WriteOutcome.Moved : Meta.IsClosed ? WriteOutcome.NoSuchBucket : null;

    /// <summary>Puts into the next commit what was decided about a key.</summary>
    public void Add(KeyRows rows)
    {
        Meta = Meta with { Totals = (Meta.Totals + rows.Totals).Checked() };
        foreach (var change in rows.Changes)
            Add(change);
        BroughtBack += rows.BringsBack ? 1 : 0;
    }

    public void Add(RowChange change)
    {
        if (change.Value is { } value)
            _rows.Put(new RowKey(change.Key), value);
        else
            _rows.Delete(new RowKey(change.Key));
    }

    /// <summary>Whether the row is about to change.</summary>
    public bool IsPending(string row) => _rows.IsPending(new RowKey(row));

    /// <summary>Completes when everything decided so far is durable.</summary>
    public async Task Durable()
    {
        var broughtBack = BroughtBack;
        await _rows.CommitAsync();
        BroughtBackDurably = Math.Max(BroughtBackDurably, broughtBack);
    }

    private void Complete(RowBatch batch)
    {
        foreach (var change in Writes.Take(NowUs))
        {
            if (change.Value is { } value)
                batch.Put(new RowKey(change.Key), value);
            else
                batch.Delete(new RowKey(change.Key));
        }

        if (Meta.IsOpened)
            batch.Put(new RowKey(PartitionMeta.Row), Meta.ToRow());
    }
}
