using OrleansLld.Storage;
using OrleansLld.Storage.Volatile;

namespace OrleansLld.Accounts;

/// <summary>A volatile store of which one commit, chosen by its place in the order, fails or loses its answer.</summary>
internal sealed class ChosenCommitFails(VolatileGrainStore store) : IGrainStore
{
    private int _commitsBefore = -1;
    private Action _arm = () => { };

    /// <summary>Whether the chosen commit came.</summary>
    public bool HasFailed => Interlocked.CompareExchange(ref _commitsBefore, 0, 0) < 0;

    public void Choose(int commitsBefore, bool isOnlyTheAnswerLost) => (_commitsBefore, _arm) = (commitsBefore, isOnlyTheAnswerLost
        ? () => store.Faults.LoseAnswerOfNext(StoreOperation.Commit)
        : () => store.Faults.FailNext(StoreOperation.Commit));

    public ValueTask<PartitionLease> OpenAsync(PartitionId partition, CancellationToken cancellationToken) =>
        store.OpenAsync(partition, cancellationToken);

    public ValueTask CommitAsync(PartitionLease lease, RowBatch batch, CancellationToken cancellationToken)
    {
        if (Interlocked.Decrement(ref _commitsBefore) == -1)
            _arm();
        return store.CommitAsync(lease, batch, cancellationToken);
    }

    public ValueTask<ReadOnlyMemory<byte>?> GetAsync(PartitionId partition, RowKey key, CancellationToken cancellationToken) =>
        store.GetAsync(partition, key, cancellationToken);

    public ValueTask<IReadOnlyList<Row>> ScanAsync(PartitionId partition, RowRange range, CancellationToken cancellationToken) =>
        store.ScanAsync(partition, range, cancellationToken);
}
