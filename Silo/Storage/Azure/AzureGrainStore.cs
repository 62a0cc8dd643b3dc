using System.Collections.Concurrent;
using Azure.Data.Tables;

namespace OrleansLld.Storage.Azure;

/// <summary>Rows in one table of an Azure storage account.</summary>
/// <remarks>
/// Every write of a partition is one entity-group transaction that contains the partition's header on the condition that it is
/// unchanged (<see cref="HeldPartition"/>); larger commits go through a redo log. Any number of processes may share the table.
/// </remarks>
internal sealed class AzureGrainStore : IGrainStore, IAsyncDisposable
{
    private readonly AzureTable _table;
    private readonly PartitionReader _reader;
    private readonly ConcurrentDictionary<PartitionLease, HeldLease> _leases = new();
    private readonly int _leasesHeldMax;
    private readonly StorageMeter _meter;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private volatile bool _stopped;

    public AzureGrainStore(
        TableClient table, AzureOptions options, StorageMeter meter, TimeProvider time, ILogger<AzureGrainStore> log)
    {
        _table = new AzureTable(table);
        _reader = new PartitionReader(_table);
        (_leasesHeldMax, _meter, _time, _log) = (options.LeasesHeldMax, meter, time, log);
    }

    public async ValueTask<PartitionLease> OpenAsync(PartitionId partition, CancellationToken cancellationToken)
    {
        Check(partition, cancellationToken);
        var started = _time.GetTimestamp();
        var held = await HeldPartition.OpenAsync(_table, partition, cancellationToken);
        var lease = new PartitionLease(partition, held.Epoch);
        ForgetSome();
        _leases[lease] = new HeldLease(_table, lease, held, _log);
        _meter.Acknowledged(_time.GetElapsedTime(started));
        return lease;
    }

    public async ValueTask CommitAsync(PartitionLease lease, RowBatch batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lease);
        ArgumentNullException.ThrowIfNull(batch);
        Check(lease.Partition, cancellationToken);
        var started = _time.GetTimestamp();
        var (rows, bytes) = (batch.Count, batch.Bytes);
        try
        {
            await Enqueue(lease, batch);
        }
        catch (StaleLeaseException)
        {
            Forget(lease);
            throw;
        }
        catch (StorageUnavailableException)
        {
            _meter.WriteFailed();
            throw;
        }

        _meter.Written(1, rows, bytes);
        _meter.Acknowledged(_time.GetElapsedTime(started));
    }

    public async ValueTask<ReadOnlyMemory<byte>?> GetAsync(PartitionId partition, RowKey key, CancellationToken cancellationToken)
    {
        Check(partition, cancellationToken);
        ArgumentNullException.ThrowIfNull(key.ToString(), nameof(key));
        return await _reader.GetAsync(partition, key, cancellationToken);
    }

    public async ValueTask<IReadOnlyList<Row>> ScanAsync(PartitionId partition, RowRange range, CancellationToken cancellationToken)
    {
        Check(partition, cancellationToken);
        range.Check();
        return range.From < range.To ? await _reader.ScanAsync(partition, range, cancellationToken) : [];
    }

    /// <summary>Waits for what is under way; a large commit that was acknowledged is brought in place.</summary>
    public async ValueTask DisposeAsync()
    {
        _stopped = true;
        await Task.WhenAll(_leases.Values.Select(lease => lease.Idle));
    }

    private Task Enqueue(PartitionLease lease, RowBatch batch)
    {
        while (true)
        {
            var held = _leases.GetOrAdd(lease, it => new HeldLease(_table, it, null, _log));
            if (held.TryCommit(batch) is { } answer)
                return answer;
        }
    }

    private void ForgetSome()
    {
        if (_leases.Count < _leasesHeldMax)
            return;
        foreach (var lease in _leases.Keys)
            Forget(lease);
    }

    private void Forget(PartitionLease lease)
    {
        if (_leases.TryGetValue(lease, out var held) && held.TryForget())
            _leases.TryRemove(KeyValuePair.Create(lease, held));
    }

    private void Check(PartitionId partition, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ArgumentNullException.ThrowIfNull(partition.ToString(), nameof(partition));
        if (_stopped)
            throw new StorageUnavailableException("The store is stopped.");
    }
}
