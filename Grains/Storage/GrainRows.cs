namespace OrleansLld.Storage;

/// <summary>
/// The rows of one grain that keeps no events: what is put and deleted goes into the next commit, and reads see it at once. Used by one
/// grain on its own turn-based scheduler only.
/// </summary>
/// <remarks>
/// As with a <see cref="Journal{TEvent}"/> the grain is reentrant, and no await stands between a decision and the puts that follow from
/// it. A read that is awaited shows what was pending when it began: whoever decides on it sees to it that nobody else changes these rows
/// meanwhile. A reply is given after <see cref="CommitAsync"/>, so it never rests on what could still be lost.
/// </remarks>
public sealed class GrainRows
{
    private readonly IGrainStore _store;
    private readonly PartitionLease _lease;
    private readonly GroupCommit _commits;
    private readonly Action<RowBatch> _completing;
    private RowBatch _filling = new();
    private RowBatch? _flying;

    private GrainRows(IGrainStore store, PartitionLease lease, Action<RowBatch> completing, Action<Exception> failed)
    {
        (_store, _lease, _completing) = (store, lease, completing);
        _commits = new GroupCommit(store, lease, TakeBatch, Committed, failed);
    }

    public PartitionId Partition => _lease.Partition;

    /// <summary>Grows with each commit that ends.</summary>
    public long Commits { get; private set; }

    /// <summary>Whether the next commit is so large that further commands should wait for it.</summary>
    public bool IsFull => _filling.Count > RowBatch.RowsMax / 2 || _filling.Bytes > RowBatch.BytesMax / 2;

    /// <summary>Takes the partition over.</summary>
    /// <param name="store">The store.</param>
    /// <param name="partition">The grain's partition.</param>
    /// <param name="completing">Adds to a commit, when it begins, the rows that sum up what it changes.</param>
    /// <param name="failed">Called once, when a commit has failed: the grain has to deactivate.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    public static async Task<GrainRows> OpenAsync(
        IGrainStore store,
        PartitionId partition,
        Action<RowBatch> completing,
        Action<Exception> failed,
        CancellationToken cancellationToken) =>
        new(store, await store.OpenAsync(partition, cancellationToken), completing, failed);

    public void Put(RowKey key, ReadOnlyMemory<byte> value)
    {
        _commits.ThrowIfFailed();
        _filling.Put(key, value);
    }

    public void Delete(RowKey key)
    {
        _commits.ThrowIfFailed();
        _filling.Delete(key);
    }

    /// <summary>Whether the row is about to change.</summary>
    public bool IsPending(RowKey key) => _filling.Rows.ContainsKey(key) || _flying?.Rows.ContainsKey(key) == true;

    /// <summary>Completes when everything put and deleted before this call is durable.</summary>
    public Task CommitAsync()
    {
        _commits.ThrowIfFailed();
        return _filling.IsEmpty ? _commits.InFlight : _commits.RequestAsync();
    }

    /// <summary>The row's value, pending or stored.</summary>
    public ValueTask<ReadOnlyMemory<byte>?> GetAsync(RowKey key, CancellationToken cancellationToken)
    {
        _commits.ThrowIfFailed();
        if (_filling.Rows.TryGetValue(key, out var pending) || _flying?.Rows.TryGetValue(key, out pending) == true)
            return ValueTask.FromResult(pending);
        return _store.GetAsync(Partition, key, cancellationToken);
    }

    /// <summary>The rows of a range, pending or stored. Meant for short ranges: it looks at all that is pending.</summary>
    public async ValueTask<IReadOnlyList<Row>> ScanAsync(RowRange range, CancellationToken cancellationToken)
    {
        _commits.ThrowIfFailed();
        var pending = new SortedDictionary<RowKey, ReadOnlyMemory<byte>?>();
        Gather(_flying, range, pending);
        Gather(_filling, range, pending);
        if (pending.Count == 0)
            return await _store.ScanAsync(Partition, range, cancellationToken);
        var limit = Math.Min(range.Limit + pending.Count, RowRange.LimitMax);
        var stored = await _store.ScanAsync(Partition, range with { Limit = limit }, cancellationToken);
        // Of a range that goes on beyond what was read, what is pending there would come too early.
        var isWhole = stored.Count < limit;
        foreach (var row in stored)
            pending.TryAdd(row.Key, row.Value);
        var rows = pending.Where(row => row.Value is not null).Select(row => new Row(row.Key, row.Value!.Value));
        if (range.Order == ScanOrder.Descending)
            rows = rows.Reverse();
        return [.. rows.TakeWhile(row => isWhole || !IsBeyond(row.Key, stored[^1].Key, range.Order)).Take(range.Limit)];
    }

    private static bool IsBeyond(RowKey key, RowKey last, ScanOrder order) => order == ScanOrder.Ascending ? key > last : key < last;

    private static void Gather(RowBatch? batch, RowRange range, SortedDictionary<RowKey, ReadOnlyMemory<byte>?> into)
    {
        foreach (var (key, value) in batch?.Rows ?? new Dictionary<RowKey, ReadOnlyMemory<byte>?>())
        {
            if (key >= range.From && key < range.To)
                into[key] = value;
        }
    }

    private RowBatch TakeBatch()
    {
        _completing(_filling);
        (_flying, _filling) = (_filling, new RowBatch());
        return _flying;
    }

    private void Committed(TimeSpan duration)
    {
        JournalMetrics.Committed(duration);
        _flying = null;
        Commits++;
    }
}
