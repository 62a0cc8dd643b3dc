namespace OrleansLld.Storage.Volatile;

/// <summary>
/// Partitions in memory, for tests: keeps every promise of the seam but survival of the process, and fails on demand.
/// </summary>
internal sealed class VolatileGrainStore : IGrainStore
{
    private readonly Dictionary<PartitionId, VolatilePartition> _partitions = [];
    private readonly int[] _counts = new int[Enum.GetValues<StoreOperation>().Length];

    public StoreFaults Faults { get; } = new();

    /// <summary>How many operations of this kind were asked for so far, failed ones included.</summary>
    public int Count(StoreOperation operation) => Interlocked.CompareExchange(ref _counts[(int)operation], 0, 0);

    /// <summary>The partition's epoch, 0 before the first opening; no fault keeps a test from seeing it.</summary>
    public long Epoch(PartitionId partition) => WithRows(partition, rows => rows.Epoch);

    public async ValueTask<PartitionLease> OpenAsync(PartitionId partition, CancellationToken cancellationToken) =>
        await RunAsync(StoreOperation.Open, partition, rows => new PartitionLease(partition, rows.Open()), cancellationToken);

    public async ValueTask CommitAsync(PartitionLease lease, RowBatch batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lease);
        ArgumentNullException.ThrowIfNull(batch);
        await RunAsync(
            StoreOperation.Commit,
            lease.Partition,
            rows =>
            {
                rows.Commit(lease, batch);
                return batch.Count;
            },
            cancellationToken,
            rows => rows.Break(lease));
    }

    public async ValueTask<ReadOnlyMemory<byte>?> GetAsync(PartitionId partition, RowKey key, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(key.ToString(), nameof(key));
        return await RunAsync(StoreOperation.Get, partition, rows => rows.Get(key), cancellationToken);
    }

    public async ValueTask<IReadOnlyList<Row>> ScanAsync(PartitionId partition, RowRange range, CancellationToken cancellationToken)
    {
        range.Check();
        return await RunAsync(StoreOperation.Scan, partition, rows => rows.Scan(range), cancellationToken);
    }

    private async Task<T> RunAsync<T>(
        StoreOperation operation,
        PartitionId partition,
        Func<VolatilePartition, T> effect,
        CancellationToken cancellationToken,
        Action<VolatilePartition>? failed = null)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ArgumentNullException.ThrowIfNull(partition.ToString(), nameof(partition));
        Interlocked.Increment(ref _counts[(int)operation]);
        var answer = Faults.RunAsync(operation, () => WithRows(partition, effect), () => WithRows(partition, Failed));

        // As with a disk, the answer comes later, so that a caller that relies on its coming at once is found out.
        await Task.Yield();
        return await answer;

        bool Failed(VolatilePartition rows)
        {
            failed?.Invoke(rows);
            return true;
        }
    }

    private T WithRows<T>(PartitionId partition, Func<VolatilePartition, T> use)
    {
        lock (_partitions)
        {
            if (!_partitions.TryGetValue(partition, out var rows))
                _partitions[partition] = rows = new VolatilePartition();
            return use(rows);
        }
    }
}
