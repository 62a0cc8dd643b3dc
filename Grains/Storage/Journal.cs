using System.Buffers;

namespace OrleansLld.Storage;

/// <summary>
/// The events of one grain: numbered from 1, written in commits, read back on activation. Used by one grain on its own
/// turn-based scheduler only.
/// </summary>
/// <remarks>
/// One commit is in flight at a time; what is appended meanwhile shares the next (group commit). After a failure the journal
/// refuses everything: what memory says may differ from what is stored, and only a new activation can tell.
/// </remarks>
public sealed class Journal<TEvent>
{
    private readonly IGrainStore _store;
    private readonly JournalOptions _options;
    private readonly IJournaled<TEvent> _grain;
    private readonly JournalReader<TEvent> _reader;
    private readonly PartitionLease _lease;
    private readonly GroupCommit _commits;
    private readonly Queue<(long First, long Last)> _frames = [];
    private FrameBuffer<TEvent> _filling;
    private FrameBuffer<TEvent> _flying;
    private RowBatch _rows = new();
    private JournalSnapshot? _snapshot;
    private long _bytesSinceSnapshot;
    private long _flyingSequence;

    private Journal(IGrainStore store, PartitionLease lease, IEventCodec<TEvent> codec, IJournaled<TEvent> grain, JournalOptions options)
    {
        (_store, _lease, _grain, _options) = (store, lease, grain, options);
        _reader = new JournalReader<TEvent>(store, lease.Partition, codec);
        _commits = new GroupCommit(store, lease, TakeBatch, Committed, grain.OnJournalFailed);
        _filling = new FrameBuffer<TEvent>(codec, options.FrameBytes);
        _flying = new FrameBuffer<TEvent>(codec, options.FrameBytes);
    }

    /// <summary>The number of the last event appended; 0 before the first.</summary>
    public long Sequence { get; private set; }

    /// <summary>The number of the last event known to be durable.</summary>
    public long DurableSequence { get; private set; }

    /// <summary>Which opening of the partition this is; an older one can no longer write.</summary>
    public long Epoch => _lease.Epoch;

    /// <summary>Takes the partition over and brings the grain to its last durable state.</summary>
    public static async Task<Journal<TEvent>> OpenAsync(
        IGrainStore store,
        PartitionId partition,
        IEventCodec<TEvent> codec,
        IJournaled<TEvent> grain,
        JournalOptions options,
        CancellationToken cancellationToken)
    {
        var lease = await store.OpenAsync(partition, cancellationToken);
        var journal = new Journal<TEvent>(store, lease, codec, grain, options);
        try
        {
            await journal.ReadAsync(cancellationToken);
        }
        catch (CorruptStorageException failure)
        {
            // Whoever opened the partition since may have trimmed what was being read.
            await journal.ThrowIfSupersededAsync(failure, cancellationToken);
            throw;
        }

        return journal;
    }

    /// <summary>Adds an event to the next commit. The caller applies it to its state in the same turn.</summary>
    public void Append(in TEvent value)
    {
        _commits.ThrowIfFailed();
        _filling.Append(++Sequence, value);
    }

    /// <summary>Adds a row of the grain's own to the next commit.</summary>
    public void Put(RowKey key, ReadOnlyMemory<byte> value)
    {
        _commits.ThrowIfFailed();
        _rows.Put(key, value);
    }

    /// <summary>Completes when everything appended or put before this call is durable.</summary>
    public Task CommitAsync()
    {
        _commits.ThrowIfFailed();
        return _filling.Events == 0 && _rows.IsEmpty ? _commits.InFlight : _commits.RequestAsync();
    }

    /// <summary>The stored frames from the one that holds the given event on, oldest first.</summary>
    public IAsyncEnumerable<(long First, IReadOnlyList<TEvent> Events)> ReadFramesAsync(
        long fromSequence, CancellationToken cancellationToken)
    {
        var start = _frames.LastOrDefault(frame => frame.First <= fromSequence).First;
        return _reader.From(start, cancellationToken);
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        var partition = _lease.Partition;
        _snapshot = await JournalSnapshot.Find(_store, partition, cancellationToken);
        if (_snapshot is { } snapshot)
        {
            _grain.ReadSnapshot((await snapshot.Load(_store, partition, cancellationToken)).Span);
            Sequence = snapshot.Sequence;
        }

        var replayedAfter = Sequence;
        await foreach (var frame in ReadFramesAsync(0, cancellationToken))
        {
            var last = frame.First + frame.Events.Count - 1;
            _frames.Enqueue((frame.First, last));
            if (last <= replayedAfter)
                continue;
            if (frame.First != Sequence + 1)
                throw new CorruptStorageException($"Events {Sequence + 1} to {frame.First - 1} of {partition} are missing.");
            foreach (var value in frame.Events)
                _grain.Apply(value);
            Sequence = last;
        }

        DurableSequence = Sequence;
    }

    private async Task ThrowIfSupersededAsync(Exception failure, CancellationToken cancellationToken)
    {
        try
        {
            await _store.CommitAsync(_lease, new RowBatch(), cancellationToken);
        }
        catch (StaleLeaseException)
        {
            throw new StorageUnavailableException($"Somebody else opened {_lease.Partition} while it was read.", failure);
        }
    }

    // State and events agree at this moment: everything appended was applied in the same turn.
    private RowBatch TakeBatch()
    {
        (_filling, _flying) = (_flying, _filling);
        _flyingSequence = Sequence;
        var batch = _rows;
        _rows = new RowBatch();
        _flying.PutInto(batch);
        foreach (var (first, events) in _flying.Frames)
            _frames.Enqueue((first, first + events - 1));
        _bytesSinceSnapshot += _flying.Bytes;
        if (_bytesSinceSnapshot >= Math.Max(_options.SnapshotAfterBytes, 2L * (_snapshot?.Length ?? 0)))
            PutSnapshot(batch);
        Trim(batch);
        return batch;
    }

    private void Committed(TimeSpan duration)
    {
        JournalMetrics.Committed(duration, _flying.Events);
        _flying.Clear();
        DurableSequence = _flyingSequence;
    }

    private void PutSnapshot(RowBatch batch)
    {
        if (_snapshot?.Sequence == Sequence)
            return;
        _snapshot?.Delete(batch);
        var state = new ArrayBufferWriter<byte>();
        _grain.WriteSnapshot(state);
        _snapshot = JournalSnapshot.Put(batch, Sequence, state.WrittenMemory);
        _bytesSinceSnapshot = 0;
    }

    private void Trim(RowBatch batch)
    {
        var end = Math.Min(_snapshot?.Sequence ?? 0, _grain.TrimmableSequence);
        for (var i = 0; i < _options.TrimRowsMax && _frames.TryPeek(out var frame) && frame.Last <= end; i++)
            batch.Delete(JournalFrame.Key(_frames.Dequeue().First));
    }
}
