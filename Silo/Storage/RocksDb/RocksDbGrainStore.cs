namespace OrleansLld.Storage.RocksDb;

/// <summary>All partitions of one silo in one RocksDB database on the local disk.</summary>
internal sealed class RocksDbGrainStore : IGrainStore, IAsyncDisposable
{
    private readonly RocksDbDatabase _database;
    private readonly RocksDbWriter _writer;
    private readonly TimeProvider _time;

    /// <summary>Opens the database, or fails: another process may have it.</summary>
    public RocksDbGrainStore(RocksDbOptions options, StorageMeter meter, TimeProvider time, ILogger<RocksDbGrainStore> log)
    {
        _time = time;
        _database = new RocksDbDatabase(options, log);
        _writer = new RocksDbWriter(_database, options, meter, time, log);
    }

    public async ValueTask<PartitionLease> OpenAsync(PartitionId partition, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var opening = new WaitingOpening(partition, _time.GetTimestamp());
        await _writer.EnqueueAsync(opening, cancellationToken);
        return await opening.Answer;
    }

    public ValueTask CommitAsync(PartitionLease lease, RowBatch batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lease);
        ArgumentNullException.ThrowIfNull(batch);
        cancellationToken.ThrowIfCancellationRequested();
        var commit = new WaitingCommit(lease, batch, _time.GetTimestamp());
        var enqueued = _writer.EnqueueAsync(commit, cancellationToken);
        return enqueued.IsCompletedSuccessfully ? new ValueTask(commit.Answer) : AnswerAfterAsync(enqueued, commit);
    }

    public ValueTask<ReadOnlyMemory<byte>?> GetAsync(PartitionId partition, RowKey key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Span<byte> stored = stackalloc byte[StoredKey.LengthMax];
        var length = StoredKey.Write(partition, key, stored);
        var value = _database.Get(stored[..length]);
        return new ValueTask<ReadOnlyMemory<byte>?>(value is null ? default(ReadOnlyMemory<byte>?) : value);
    }

    public ValueTask<IReadOnlyList<Row>> ScanAsync(PartitionId partition, RowRange range, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        range.Check();
        if (range.From >= range.To)
            return new ValueTask<IReadOnlyList<Row>>([]);
        Span<byte> key = stackalloc byte[StoredKey.LengthMax];
        var prefixLength = StoredKey.WritePartition(partition, key);
        var lower = key[..StoredKey.WriteRow(prefixLength, range.From, key)].ToArray();
        var upper = key[..StoredKey.WriteRow(prefixLength, range.To, key)].ToArray();
        return new ValueTask<IReadOnlyList<Row>>(_database.Scan(lower, upper, prefixLength, range.Limit, range.Order));
    }

    /// <summary>Writes what waits, then closes the database.</summary>
    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        _database.Dispose();
    }

    private static async ValueTask AnswerAfterAsync(ValueTask enqueued, WaitingCommit commit)
    {
        await enqueued;
        await commit.Answer;
    }
}
