using System.Buffers;
using OrleansLld.Storage;

namespace OrleansLld.Exchange;

/// <summary>
/// Brings a book's events to the risk shards that they concern, in order and once each: an event is sent only when it is durable in the
/// book's journal, and sent again until the shard has answered for it. The shard knows by the sequence numbers what it has.
/// </summary>
/// <remarks>
/// One call to a shard is under way at a time. Events of one turn travel as one parcel; parcels that wait travel together, up to
/// <see cref="CallBytesMax"/>.
/// </remarks>
internal sealed class SettlementFeed
{
    public const int CallBytesMax = 64 << 10;

    private readonly ShardLane[] _lanes;
    private readonly List<ShardLane> _touched = [];
    private readonly TimeProvider _time;

    public SettlementFeed(string symbol, long epoch, IGrainFactory grains, int shards, TimeProvider time, Action<string> onBroken)
    {
        _time = time;
        _lanes = new ShardLane[shards];
        for (var i = 0; i < shards; i++)
            _lanes[i] = new ShardLane(symbol, epoch, grains.GetGrain<IRiskShardGrain>(i), time, onBroken);
    }

    /// <summary>Every event up to this one is applied by whomever it concerns; <see cref="long.MaxValue"/> when all are.</summary>
    public long SettledSequence => _lanes.Min(lane => lane.SettledSequence);

    /// <summary>Brings every shard what it lacks of the journal, and has it give back the holds that no event confirmed.</summary>
    /// <exception cref="StaleEpochException">Another activation of the book does.</exception>
    public async Task CatchUp(Journal<BookEvent> journal, CancellationToken cancellationToken)
    {
        var settled = await Task.WhenAll(_lanes.Select(lane => lane.Attach(cancellationToken)));
        await foreach (var (first, events) in journal.ReadFramesAsync(settled.Min() + 1, cancellationToken))
        {
            for (var i = 0; i < events.Count; i++)
                Add(first + i, events[i]);
        }

        var caughtUp = Seal();
        Release(journal.DurableSequence);
        await caughtUp;
        while (SettledSequence != long.MaxValue)
        {
            if (_lanes.Any(lane => lane.IsBroken))
                throw new StaleEpochException("Another activation of the book feeds the shards.");
            await Task.Delay(ShardLane.RetryAfter, _time, cancellationToken);
        }

        await Task.WhenAll(_lanes.Select(lane => lane.Reclaim(cancellationToken)));
    }

    /// <summary>Adds an event of this turn.</summary>
    public void Add(long sequence, in BookEvent fact)
    {
        var shard = IMarketsGrain.ShardOf(new(fact.Account), _lanes.Length);
        Add(shard, sequence, fact);
        if (fact.Kind != BookEventKind.Traded)
            return;
        var makerShard = IMarketsGrain.ShardOf(new(fact.MakerAccount), _lanes.Length);
        if (makerShard != shard)
            Add(makerShard, sequence, fact);
    }

    /// <summary>Ends the turn: its events wait to be released.</summary>
    /// <returns>Completes when they are settled, or when a shard has failed once: its balances then follow later.</returns>
    public Task Seal()
    {
        if (_touched.Count == 0)
            return Task.CompletedTask;
        var settled = _touched.Count == 1 ? _touched[0].Seal() : Task.WhenAll(_touched.Select(lane => lane.Seal()));
        _touched.Clear();
        return settled;
    }

    /// <summary>Sends what is durable.</summary>
    public void Release(long durableSequence)
    {
        foreach (var lane in _lanes)
            lane.Release(durableSequence);
    }

    private void Add(int shard, long sequence, in BookEvent fact)
    {
        if (_lanes[shard].Add(sequence, fact))
            _touched.Add(_lanes[shard]);
    }
}

/// <summary>The way to one shard.</summary>
internal sealed class ShardLane(string symbol, long epoch, IRiskShardGrain shard, TimeProvider time, Action<string> onBroken)
{
    public static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(200);

    private readonly Queue<Parcel> _parcels = [];
    private Parcel? _filling;
    private long _settled;
    private long _released;
    private bool _sending;

    /// <summary>Whether another activation of the book has taken over.</summary>
    public bool IsBroken { get; private set; }

    public long SettledSequence => _parcels.Count == 0 && _filling is null ? long.MaxValue : _settled;

    /// <summary>Attaches to the shard and learns what it has applied already.</summary>
    public async Task<long> Attach(CancellationToken cancellationToken) =>
        _settled = await shard.Attach(symbol, epoch, cancellationToken);

    public Task Reclaim(CancellationToken cancellationToken) => shard.Reclaim(symbol, epoch, cancellationToken);

    /// <returns>Whether this is the turn's first event for the shard.</returns>
    public bool Add(long sequence, in BookEvent fact)
    {
        if (sequence <= _settled)
            return false;
        var isFirst = _filling is null;
        if (_filling is { } full && full.Bytes.WrittenCount > SettlementFeed.CallBytesMax - BookEventCodec.BytesMax)
            Close(full);
        _filling ??= new Parcel();
        var bytes = _filling.Bytes;
        bytes.Advance(BookEventCodec.Write(fact, bytes.GetSpan(BookEventCodec.BytesMax)));
        _filling.LastSequence = sequence;
        return isFirst;
    }

    public Task Seal()
    {
        var last = _filling!;
        Close(last);
        return IsBroken ? Task.CompletedTask : last.Done.Task;
    }

    public void Release(long durableSequence)
    {
        _released = Math.Max(_released, durableSequence);
        if (!_sending && _parcels.TryPeek(out var parcel) && parcel.LastSequence <= _released)
            _ = SendAsync();
    }

    // The orders are durable in the book; their owners need not wait for the shard to recover.
    private void LetGo()
    {
        foreach (var parcel in _parcels)
            parcel.Done.TrySetResult();
    }

    private void Close(Parcel parcel)
    {
        _parcels.Enqueue(parcel);
        _filling = null;
    }

    private async Task SendAsync()
    {
        _sending = true;
        while (_parcels.TryPeek(out var first) && first.LastSequence <= _released)
        {
            var (count, events) = Load();
            try
            {
                var applied = await shard.Settle(events, epoch, CancellationToken.None);
                if (applied < events.LastSequence)
                    throw new StaleEpochException($"A shard has applied event {applied} of {symbol} and not {events.AfterSequence}.");
                _settled = events.LastSequence;
            }
            catch (StaleEpochException broken)
            {
                // Another activation of the book feeds the shard from the journal.
                IsBroken = true;
                LetGo();
                onBroken(broken.Message);
                return;
            }
            catch (Exception)
            {
                LetGo();
                await Task.Delay(RetryAfter, time);
                continue;
            }

            for (; count > 0; count--)
                _parcels.Dequeue().Done.TrySetResult();
        }

        _sending = false;
    }

    private (int Parcels, BookEvents Events) Load()
    {
        var (count, bytes, last) = (0, 0, 0L);
        foreach (var parcel in _parcels)
        {
            if (parcel.LastSequence > _released || (count > 0 && bytes + parcel.Bytes.WrittenCount > SettlementFeed.CallBytesMax))
                break;
            (count, bytes, last) = (count + 1, bytes + parcel.Bytes.WrittenCount, parcel.LastSequence);
        }

        if (count == 1)
            return (1, new BookEvents(symbol, _settled, last, _parcels.Peek().Bytes.WrittenMemory));
        var load = new byte[bytes];
        var at = 0;
        foreach (var parcel in _parcels.Take(count))
        {
            parcel.Bytes.WrittenSpan.CopyTo(load.AsSpan(at));
            at += parcel.Bytes.WrittenCount;
        }

        return (count, new BookEvents(symbol, _settled, last, load));
    }

    /// <summary>The events of one turn for one shard.</summary>
    private sealed class Parcel
    {
        public ArrayBufferWriter<byte> Bytes { get; } = new(BookEventCodec.BytesMax);

        public long LastSequence { get; set; }

        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
