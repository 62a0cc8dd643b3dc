using System.Threading.Channels;
using RocksDbSharp;

namespace OrleansLld.Storage.RocksDb;

/// <summary>
/// The one thread that writes: it takes all commits of the silo that wait, as one synced write, and acknowledges them in order.
/// </summary>
/// <remarks>
/// A sync costs the same for one commit as for a thousand. While one is under way the next commits gather, so that the batches
/// grow with the load by themselves; there is no timer. Epochs are checked here, by the only writer, so that check and write
/// cannot be separated: a stale commit is refused and the others of the write go through.
/// The thread is a dedicated one because it does nothing but wait for the disk.
/// </remarks>
internal sealed partial class RocksDbWriter : IAsyncDisposable
{
    private const long BatchKeptBytesMax = 4 << 20;

    private readonly RocksDbDatabase _database;
    private readonly RocksDbOptions _options;
    private readonly StorageMeter _meter;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Channel<WaitingWrite> _waiting;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<WaitingWrite> _staged = [];
    private readonly byte[] _key = new byte[StoredKey.LengthMax];
    private readonly EpochTable _epochs;
    private WriteBatch _batch = new();
    private long _batchBytes;
    private bool _failed;
    private long? _reopeningFailedAt;

    public RocksDbWriter(RocksDbDatabase database, RocksDbOptions options, StorageMeter meter, TimeProvider time, ILogger log)
    {
        _database = database;
        _options = options;
        _meter = meter;
        _time = time;
        _log = log;
        _epochs = new EpochTable(database, options.EpochsCachedMax);
        _waiting = Channel.CreateBounded<WaitingWrite>(new BoundedChannelOptions(options.WaitingCommitsMax) { SingleReader = true });
        new Thread(Run) { IsBackground = true, Name = "RocksDB writer" }.Start();
    }

    /// <summary>Puts the write in line. Once it is, it cannot be cancelled: the batch is read until the answer.</summary>
    public ValueTask EnqueueAsync(WaitingWrite write, CancellationToken cancellationToken) =>
        _waiting.Writer.TryWrite(write) ? ValueTask.CompletedTask : EnqueueLaterAsync(write, cancellationToken);

    /// <summary>Writes what waits, then ends the thread.</summary>
    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _ended.Task;
    }

    private async ValueTask EnqueueLaterAsync(WaitingWrite write, CancellationToken cancellationToken)
    {
        try
        {
            await _waiting.Writer.WriteAsync(write, cancellationToken);
        }
        catch (ChannelClosedException closed)
        {
            throw new StorageUnavailableException("The store has stopped.", closed);
        }
    }

    private void Run()
    {
        try
        {
            while (_waiting.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
                WriteWhatWaits();
        }
        catch (Exception failure)
        {
            // Not a failure of the disk but of this program: nothing may be acknowledged from here on.
            LogStopped(failure);
            _waiting.Writer.TryComplete();
            RefuseStaged("The store has stopped.", failure);
            while (_waiting.Reader.TryRead(out var write))
                write.Refuse(new StorageUnavailableException("The store has stopped.", failure));
        }
        finally
        {
            _batch.Dispose();
            _ended.SetResult();
        }
    }

    private void WriteWhatWaits()
    {
        Stage();
        try
        {
            if (_staged.Count > 0)
                WriteStaged();
        }
        catch (RocksDbException failure)
        {
            _failed = true;
            _reopeningFailedAt = null;
            _meter.WriteFailed();
            LogWriteFailed(failure);
            RefuseStaged("The write failed.", failure);
        }

        _staged.Clear();
    }

    private void Stage()
    {
        PrepareBatch();
        var recovered = !_failed || TryRecover();
        while (_staged.Count < _options.CommitsPerWriteMax && _batchBytes < (long)_options.WriteMiB << 20
            && _waiting.Reader.TryRead(out var write))
        {
            if (!recovered)
                Refuse(write, new StorageUnavailableException("The store cannot write since an earlier failure."));
            else
                Stage(write);
        }
    }

    private void Stage(WaitingWrite write)
    {
        _batch.SetSavePoint();
        try
        {
            var refusal = write switch
            {
                WaitingCommit commit => Stage(commit),
                WaitingOpening opening => Stage(opening),
                _ => throw new InvalidOperationException($"Unknown write {write.GetType()}."),
            };
            if (refusal is null)
                _staged.Add(write);
            else
                write.Refuse(refusal);
            _batch.PopSavePoint();
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // One caller's fault, such as a batch changed under way, or one unreadable header: the others go on.
            _batch.RollbackToSavePoint();
            Refuse(write, failure);
        }
    }

    private Exception? Stage(WaitingCommit commit)
    {
        var lease = commit.Lease;
        var epoch = _epochs.Current(lease.Partition);
        if (epoch == 0 || epoch != lease.Epoch)
            return new StaleLeaseException($"{lease.Partition} has epoch {epoch}, the lease {lease.Epoch}.");
        if (_epochs.IsBroken(lease))
            return new StorageUnavailableException($"An earlier commit of this lease on {lease.Partition} failed; open it again.");
        var prefixLength = StoredKey.WritePartition(lease.Partition, _key);
        foreach (var (key, value) in commit.Batch.Rows)
        {
            var length = StoredKey.WriteRow(prefixLength, key, _key);
            if (value is { } bytes)
                _batch.Put(_key.AsSpan(0, length), bytes.Span);
            else
                _batch.Delete(_key.AsSpan(0, length));
            _batchBytes += length + (value?.Length ?? 0);
        }

        return null;
    }

    private Exception? Stage(WaitingOpening opening)
    {
        opening.Epoch = _epochs.Current(opening.Partition) + 1;
        Span<byte> header = stackalloc byte[StoredKey.HeaderLength];
        StoredKey.WriteHeader(opening.Epoch, header);
        var length = StoredKey.WritePartition(opening.Partition, _key);
        _batch.Put(_key.AsSpan(0, length), header);
        _batchBytes += length + header.Length;
        _epochs.Set(opening.Partition, opening.Epoch);
        _epochs.Mend(opening.Partition);
        return null;
    }

    private void WriteStaged()
    {
        var rows = _batch.Count();
        if (rows > 0)
            _database.Write(_batch);
        _meter.Written(_staged.Count, rows, _batchBytes);
        foreach (var write in _staged)
        {
            _meter.Acknowledged(_time.GetElapsedTime(write.Since));
            write.Acknowledge();
        }
    }

    private void RefuseStaged(string reason, Exception failure)
    {
        _epochs.Forget();
        foreach (var write in _staged)
            Refuse(write, new StorageUnavailableException(reason, failure));
        _staged.Clear();
    }

    private void Refuse(WaitingWrite write, Exception reason)
    {
        if (write is WaitingCommit commit)
            _epochs.Break(commit.Lease);
        write.Refuse(reason);
    }

    private bool TryRecover()
    {
        if (_reopeningFailedAt is { } at && _time.GetElapsedTime(at) < TimeSpan.FromMilliseconds(_options.RecoveryPauseMs))
            return false;
        _epochs.Forget();
        _failed = !_database.TryReopen();
        _reopeningFailedAt = _failed ? _time.GetTimestamp() : null;
        return !_failed;
    }

    private void PrepareBatch()
    {
        if (_batchBytes > BatchKeptBytesMax)
        {
            _batch.Dispose();
            _batch = new WriteBatch();
        }
        else
        {
            _batch.Clear();
        }

        _batchBytes = 0;
    }
}
