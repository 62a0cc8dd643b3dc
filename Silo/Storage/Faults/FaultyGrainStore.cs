using System.Collections.Concurrent;

namespace OrleansLld.Storage.Faults;

/// <summary>
/// A store that stalls, fails and loses answers as it is told to, in front of one that works. Like a store that really failed, it takes
/// no further commit of a lease once one of it has failed or seemed to.
/// </summary>
internal sealed partial class FaultyGrainStore(
    IGrainStore store, StoreFaultOptions options, TimeProvider time, ILogger<FaultyGrainStore> log) : IGrainStore
{
    private static readonly TimeSpan StallLooksEvery = TimeSpan.FromMilliseconds(20);

    private readonly Random _random = new(options.Seed);
    private readonly Lock _randomLock = new();
    private readonly ConcurrentDictionary<PartitionId, long> _brokenEpochs = new();

    public async ValueTask<PartitionLease> OpenAsync(PartitionId partition, CancellationToken cancellationToken)
    {
        var losesAnswer = await Begin(nameof(OpenAsync), partition, cancellationToken);
        var lease = await store.OpenAsync(partition, cancellationToken);
        return losesAnswer ? throw Lost(nameof(OpenAsync), partition) : lease;
    }

    public async ValueTask CommitAsync(PartitionLease lease, RowBatch batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lease);
        if (_brokenEpochs.TryGetValue(lease.Partition, out var broken) && broken == lease.Epoch)
            throw new StorageUnavailableException($"An earlier commit of this lease on {lease.Partition} failed; open it again.");
        try
        {
            var losesAnswer = await Begin(nameof(CommitAsync), lease.Partition, cancellationToken);
            await store.CommitAsync(lease, batch, cancellationToken);
            if (losesAnswer)
                throw Lost(nameof(CommitAsync), lease.Partition);
        }
        catch (StorageUnavailableException)
        {
            _brokenEpochs[lease.Partition] = lease.Epoch;
            throw;
        }
    }

    public async ValueTask<ReadOnlyMemory<byte>?> GetAsync(PartitionId partition, RowKey key, CancellationToken cancellationToken)
    {
        await Begin(nameof(GetAsync), partition, cancellationToken);
        return await store.GetAsync(partition, key, cancellationToken);
    }

    public async ValueTask<IReadOnlyList<Row>> ScanAsync(PartitionId partition, RowRange range, CancellationToken cancellationToken)
    {
        await Begin(nameof(ScanAsync), partition, cancellationToken);
        return await store.ScanAsync(partition, range, cancellationToken);
    }

    /// <summary>Waits, fails or goes on.</summary>
    /// <returns>Whether the answer shall be lost.</returns>
    private async ValueTask<bool> Begin(string operation, PartitionId partition, CancellationToken cancellationToken)
    {
        if (IsStalled())
        {
            LogStalled(operation, partition);
            while (IsStalled())
                await Task.Delay(StallLooksEvery, time, cancellationToken);
        }

        if (options.SwitchFile.Length > 0 && !File.Exists(options.SwitchFile))
            return false;
        var dice = Draw();
        if (dice >= options.FailShare)
            return dice < options.FailShare + options.LoseAnswerShare;
        LogFailed(operation, partition);
        throw new StorageUnavailableException($"{operation} of {partition} was made to fail.");
    }

    private bool IsStalled() => options.StallFile.Length > 0 && File.Exists(options.StallFile);

    private double Draw()
    {
        lock (_randomLock)
            return _random.NextDouble();
    }

    private StorageUnavailableException Lost(string operation, PartitionId partition)
    {
        LogAnswerLost(operation, partition);
        return new StorageUnavailableException($"The answer to {operation} of {partition} was made to be lost.");
    }
}
