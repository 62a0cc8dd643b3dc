using RocksDbSharp;
using Database = RocksDbSharp.RocksDb;

namespace OrleansLld.Storage.RocksDb;

/// <summary>
/// The open database, and its reopening: after a failed write RocksDB refuses every further one until it is opened again.
/// Any thread may read; only the writer's thread writes and reopens.
/// </summary>
internal sealed partial class RocksDbDatabase : IDisposable
{
    public const string ProbeName = "probe.tmp";

    private const int ProbeBytes = 1 << 20;

    private static readonly WriteOptions Synced = new WriteOptions().SetSync(true);

    private readonly ReaderWriterLockSlim _use = new();
    private readonly string _path;
    private readonly DbOptions _settings;
    private readonly ILogger _log;
    private Database? _open;

    public RocksDbDatabase(RocksDbOptions options, ILogger log)
    {
        _path = Path.GetFullPath(options.Path);
        _settings = RocksDbTuning.Settings(options);
        _log = log;
        Directory.CreateDirectory(_path);
        if (!options.AcceptDamagedLog)
        {
            foreach (var logFile in Directory.EnumerateFiles(_path, "*.log"))
                WriteAheadLog.Check(logFile);
        }

        _open = Database.Open(_settings, _path);
        LogOpened(_path);
    }

    /// <summary>The value, or null when there is no such key.</summary>
    public byte[]? Get(ReadOnlySpan<byte> key)
    {
        var open = BeginRead();
        try
        {
            return open.Get(key);
        }
        catch (RocksDbException failure)
        {
            throw ReadFailed(failure);
        }
        finally
        {
            _use.ExitReadLock();
        }
    }

    /// <summary>The rows with lower ≤ key &lt; upper, all of them keys of one partition.</summary>
    /// <param name="lower">The first key, included.</param>
    /// <param name="upper">The end, excluded.</param>
    /// <param name="prefixLength">How many bytes of each key name the partition.</param>
    /// <param name="limit">At most this many.</param>
    /// <param name="order">Which end comes first.</param>
    public List<Row> Scan(byte[] lower, byte[] upper, int prefixLength, int limit, ScanOrder order)
    {
        var open = BeginRead();
        try
        {
            var bounds = new ReadOptions().SetIterateLowerBound(lower).SetIterateUpperBound(upper);
            using var at = open.NewIterator(readOptions: bounds);
            var rows = Read(at, prefixLength, limit, order);
            GC.KeepAlive(bounds);
            return rows;
        }
        catch (RocksDbException failure)
        {
            throw ReadFailed(failure);
        }
        finally
        {
            _use.ExitReadLock();
        }
    }

    /// <summary>Writes the batch and syncs the log.</summary>
    /// <exception cref="RocksDbException">Whether the batch is there shows after <see cref="TryReopen"/>.</exception>
    public void Write(WriteBatch batch) =>
        (_open ?? throw new InvalidOperationException("The database is closed.")).Write(batch, Synced);

    /// <summary>Opens the database again, unless the disk plainly has no room: then reads go on with the old one.</summary>
    public bool TryReopen()
    {
        _use.EnterWriteLock();
        try
        {
            Probe();
            _open?.Dispose();
            _open = null;
            _open = Database.Open(_settings, _path);
            LogReopened(_path);
            return true;
        }
        catch (Exception failure) when (failure is RocksDbException or IOException or UnauthorizedAccessException)
        {
            LogReopeningFailed(failure, _path);
            return false;
        }
        finally
        {
            _use.ExitWriteLock();
        }
    }

    public void Dispose()
    {
        _use.EnterWriteLock();
        _open?.Dispose();
        _open = null;
        _use.ExitWriteLock();
    }

    private static List<Row> Read(Iterator at, int prefixLength, int limit, ScanOrder order)
    {
        var rows = new List<Row>(Math.Min(limit, 64));
        if (order == ScanOrder.Ascending)
            at.SeekToFirst();
        else
            at.SeekToLast();
        while (at.Valid())
        {
            rows.Add(new Row(StoredKey.ReadRow(prefixLength, at.GetKeySpan()), at.GetValueSpan().ToArray()));
            if (rows.Count == limit)
                return rows;
            if (order == ScanOrder.Ascending)
                at.Next();
            else
                at.Prev();
        }

        // An iterator that met an error looks like one at its end.
        Native.Instance.rocksdb_iter_get_error(at.Handle);
        return rows;
    }

    private Database BeginRead()
    {
        _use.EnterReadLock();
        if (_open is { } open)
            return open;
        _use.ExitReadLock();
        throw new StorageUnavailableException("The database is closed.");
    }

    private void Probe()
    {
        var path = Path.Combine(_path, ProbeName);
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 0, FileOptions.DeleteOnClose);
        file.Write(new byte[ProbeBytes]);
        file.Flush(flushToDisk: true);
    }

    private static Exception ReadFailed(RocksDbException failure) =>
        failure.Message.StartsWith("Corruption", StringComparison.Ordinal)
            ? new CorruptStorageException(failure.Message)
            : new StorageUnavailableException(failure.Message, failure);
}
