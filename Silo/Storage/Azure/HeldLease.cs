namespace OrleansLld.Storage.Azure;

/// <summary>The commits of one lease, one after the other in the order of the calls.</summary>
internal sealed partial class HeldLease
{
    private readonly AzureTable _table;
    private readonly PartitionLease _lease;
    private readonly ILogger _log;
    private readonly Lock _lock = new();
    private HeldPartition? _partition;
    private Task _last = Task.CompletedTask;
    private Exception? _failure;
    private bool _forgotten;

    /// <param name="table">The table.</param>
    /// <param name="lease">The lease.</param>
    /// <param name="partition">The partition, or null to find it when the first commit comes.</param>
    /// <param name="log">Where failures go that no caller waits for.</param>
    public HeldLease(AzureTable table, PartitionLease lease, HeldPartition? partition, ILogger log) =>
        (_table, _lease, _partition, _log) = (table, lease, partition, log);

    /// <summary>Completes when no commit is under way.</summary>
    public Task Idle
    {
        get
        {
            lock (_lock)
                return _last;
        }
    }

    /// <returns>When the batch is durable; or null, because the lease was forgotten and somebody else keeps it.</returns>
    public Task? TryCommit(RowBatch batch)
    {
        var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (_forgotten)
                return null;
            _last = CommitAfterAsync(_last, batch, answer);
        }

        return answer.Task;
    }

    /// <summary>Ends its use if nothing is under way and nothing but the header would be lost.</summary>
    public bool TryForget()
    {
        lock (_lock)
            return _forgotten = _last.IsCompleted && _failure is null or StaleLeaseException;
    }

    private async Task CommitAfterAsync(Task before, RowBatch batch, TaskCompletionSource answer)
    {
        // The caller's scheduler may be a grain's, which has better to do and does not outlive its activation.
        await before.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            ThrowIfFailed();
            _partition ??= await HeldPartition.AdoptAsync(_table, _lease);
            var log = await _partition.CommitAsync(batch);
            answer.SetResult();
            if (log is not null)
                await _partition.ApplyAsync(log);
        }
        catch (Exception failure)
        {
            // Anything else is about this batch alone: it could not be read, and nothing was sent.
            if (failure is StorageUnavailableException or StaleLeaseException or CorruptStorageException)
                _failure ??= failure;
            if (!answer.TrySetException(failure))
                LogApplyingFailed(_log, _lease.Partition, failure);
        }
    }

    private void ThrowIfFailed()
    {
        if (_failure is StaleLeaseException stale)
            throw new StaleLeaseException(stale.Message);
        if (_failure is not null)
            throw new StorageUnavailableException($"A commit of this lease on {_lease.Partition} failed; open it again.", _failure);
    }
}
