namespace OrleansLld.Storage.RocksDb;

/// <summary>A caller that waits for the writer. Its continuation never runs on the writer's thread.</summary>
internal abstract class WaitingWrite(PartitionId partition, long since)
{
    public PartitionId Partition { get; } = partition;

    /// <summary>Time stamp of the call.</summary>
    public long Since { get; } = since;

    public abstract void Acknowledge();

    public abstract void Refuse(Exception reason);
}

internal sealed class WaitingCommit(PartitionLease lease, RowBatch batch, long since) : WaitingWrite(lease.Partition, since)
{
    private readonly TaskCompletionSource _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public PartitionLease Lease => lease;

    public RowBatch Batch => batch;

    public Task Answer => _answer.Task;

    public override void Acknowledge() => _answer.SetResult();

    public override void Refuse(Exception reason) => _answer.SetException(reason);
}

internal sealed class WaitingOpening(PartitionId partition, long since) : WaitingWrite(partition, since)
{
    private readonly TaskCompletionSource<PartitionLease> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The epoch that the writer gave.</summary>
    public long Epoch { get; set; }

    public Task<PartitionLease> Answer => _answer.Task;

    public override void Acknowledge() => _answer.SetResult(new PartitionLease(Partition, Epoch));

    public override void Refuse(Exception reason) => _answer.SetException(reason);
}
