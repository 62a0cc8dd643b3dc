namespace OrleansLld.Storage;

/// <summary>
/// Ordered rows in partitions, one partition per grain: what RocksDB (a key prefix) and Azure Tables (a PartitionKey) have in common.
/// </summary>
/// <remarks>
/// A commit is atomic and durable when its task completes. Commits of one lease are applied in the order of the calls.
/// The owner keeps one commit in flight and gathers what comes meanwhile into the next.
/// </remarks>
public interface IGrainStore
{
    /// <summary>Takes the partition over: every earlier lease on it is stale from now on.</summary>
    /// <exception cref="StorageUnavailableException">Nothing was changed, or the epoch was spent without a holder; try again.</exception>
    ValueTask<PartitionLease> OpenAsync(PartitionId partition, CancellationToken cancellationToken);

    /// <summary>Applies the batch, all of it or nothing. The batch must not change until the task completes.</summary>
    /// <exception cref="StaleLeaseException">Somebody opened the partition since; nothing was applied.</exception>
    /// <exception cref="StorageUnavailableException">Unknown whether the batch was applied: reopen the partition and read.</exception>
    ValueTask CommitAsync(PartitionLease lease, RowBatch batch, CancellationToken cancellationToken);

    /// <summary>The row's value, or null. Needs no lease: it reads what is durable, from anywhere.</summary>
    ValueTask<ReadOnlyMemory<byte>?> GetAsync(PartitionId partition, RowKey key, CancellationToken cancellationToken);

    /// <summary>
    /// The rows with From ≤ key &lt; To in ordinal order, or from the last back to the first when reversed; at most
    /// <see cref="RowRange.Limit"/> of them.
    /// </summary>
    /// <remarks>
    /// Each commit shows whole or not at all while the rows come in one answer of the service: always on RocksDB; on Azure up to 1,000
    /// rows or 4 MiB, beyond which small commits made meanwhile may show in part. Large ones (redo log) show whole in any case.
    /// </remarks>
    ValueTask<IReadOnlyList<Row>> ScanAsync(PartitionId partition, RowRange range, CancellationToken cancellationToken);
}

/// <summary>The right to write a partition, until somebody opens it again.</summary>
/// <param name="Partition">The partition.</param>
/// <param name="Epoch">Grows by one with each opening, from 1.</param>
public sealed record PartitionLease(PartitionId Partition, long Epoch);

/// <summary>A row as it is stored.</summary>
public readonly record struct Row(RowKey Key, ReadOnlyMemory<byte> Value);

/// <summary>A part of a partition.</summary>
/// <param name="From">The first key, included.</param>
/// <param name="To">The end, excluded.</param>
/// <param name="Limit">At most this many rows, 1 to 10,000.</param>
/// <param name="Order">Which end comes first.</param>
public readonly record struct RowRange(RowKey From, RowKey To, int Limit, ScanOrder Order = ScanOrder.Ascending)
{
    public const int LimitMax = 10_000;

    /// <summary>All rows whose key begins with the prefix.</summary>
    public static RowRange StartingWith(string prefix, int limit, ScanOrder order = ScanOrder.Ascending) =>
        new(new RowKey(prefix), RowKey.After(prefix), limit, order);

    /// <summary>What is left of the range after a key of it, in its order.</summary>
    public RowRange Beyond(RowKey key) => Order == ScanOrder.Ascending ? this with { From = key.Next() } : this with { To = key };

    /// <summary>For the providers: refuses a range that no caller may ask for.</summary>
    public void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Limit, 1, nameof(Limit));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Limit, LimitMax, nameof(Limit));
        ArgumentNullException.ThrowIfNull(From.ToString(), nameof(From));
        ArgumentNullException.ThrowIfNull(To.ToString(), nameof(To));
    }
}

public enum ScanOrder
{
    Ascending,
    Descending,
}
