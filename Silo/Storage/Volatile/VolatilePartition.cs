namespace OrleansLld.Storage.Volatile;

/// <summary>The rows of one partition in memory.</summary>
internal sealed class VolatilePartition
{
    private static readonly Comparer<Row> ByKey = Comparer<Row>.Create((left, right) => left.Key.CompareTo(right.Key));

    private readonly SortedSet<Row> _rows = new(ByKey);
    private long _brokenEpoch;

    /// <summary>0 before the first opening.</summary>
    public long Epoch { get; private set; }

    public long Open() => ++Epoch;

    /// <summary>A commit of this lease failed or seemed to: a further one could follow a gap.</summary>
    public void Break(PartitionLease lease) => _brokenEpoch = Math.Max(_brokenEpoch, lease.Epoch);

    public void Commit(PartitionLease lease, RowBatch batch)
    {
        if (Epoch == 0 || lease.Epoch != Epoch)
            throw new StaleLeaseException($"{lease.Partition} has epoch {Epoch}, the lease {lease.Epoch}.");
        if (lease.Epoch == _brokenEpoch)
            throw new StorageUnavailableException($"An earlier commit of this lease on {lease.Partition} failed; open it again.");
        foreach (var (key, value) in batch.Rows)
        {
            _rows.Remove(new Row(key, default));
            if (value is { } bytes)
                _rows.Add(new Row(key, bytes.ToArray()));
        }
    }

    public ReadOnlyMemory<byte>? Get(RowKey key) =>
        _rows.TryGetValue(new Row(key, default), out var row) ? row.Value : default(ReadOnlyMemory<byte>?);

    public IReadOnlyList<Row> Scan(RowRange range)
    {
        if (range.From >= range.To)
            return [];
        var view = _rows.GetViewBetween(new Row(range.From, default), new Row(range.To, default));
        var ordered = range.Order == ScanOrder.Ascending ? view : view.Reverse();
        return [.. ordered.Where(row => row.Key < range.To).Take(range.Limit)];
    }
}
