using System.Buffers;

namespace OrleansLld.Exchange;

/// <summary>
/// Tells a book's watchers what became durable: at most every <see cref="Pace"/>, so that a busy book sends batches. A watcher that does
/// not renew within <see cref="Lease"/> is forgotten.
/// </summary>
internal sealed class BookWatchers(string symbol, TimeProvider time)
{
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(10);
    private const int BatchBytesMax = 256 << 10;

    private readonly Dictionary<IBookWatcher, DateTimeOffset> _watchers = [];
    private readonly Queue<(long LastSequence, int Bytes)> _turns = [];
    private ArrayBufferWriter<byte> _events = new();
    private long _sent;
    private long _released;
    private bool _pacing;

    public void Start(long sequence) => _sent = _released = sequence;

    /// <summary>Begins or renews a watch: the watcher is told what comes after the given event.</summary>
    public void Renew(IBookWatcher watcher, long sequence)
    {
        if (_watchers.Count == 0)
            _sent = sequence;
        _watchers[watcher] = time.GetUtcNow() + Lease;
    }

    public void Add(in BookEvent fact)
    {
        if (_watchers.Count > 0)
            _events.Advance(BookEventCodec.Write(fact, _events.GetSpan(BookEventCodec.BytesMax)));
    }

    /// <summary>Ends a turn; its events go out when they are durable.</summary>
    public void Seal(long sequence)
    {
        if (_watchers.Count > 0)
            _turns.Enqueue((sequence, _events.WrittenCount));
    }

    public void Release(long durableSequence)
    {
        _released = durableSequence;
        if (!_pacing)
            _ = SendAsync();
    }

    private async Task SendAsync()
    {
        _pacing = true;
        while (_turns.TryPeek(out var turn) && turn.LastSequence <= _released)
        {
            await Task.Delay(Pace, time);
            Send();
        }

        _pacing = false;
    }

    private void Send()
    {
        var (last, bytes) = (_sent, 0);
        while (_turns.TryPeek(out var turn) && turn.LastSequence <= _released && (bytes == 0 || turn.Bytes <= BatchBytesMax))
            (last, bytes) = _turns.Dequeue();
        if (last == _sent)
            return;
        var events = new BookEvents(symbol, _sent, last, _events.WrittenMemory[..bytes]);
        Keep(_events.WrittenSpan[bytes..], bytes);
        _sent = last;
        foreach (var (watcher, until) in _watchers)
        {
            if (until < time.GetUtcNow())
                _watchers.Remove(watcher);
            else
                _ = watcher.Events(events);
        }

        if (_watchers.Count == 0)
            Forget();
    }

    // While nobody watches nothing is kept.
    private void Forget()
    {
        _turns.Clear();
        _events = new();
    }

    // The sent bytes belong to the message from now on; what is left moves to a fresh buffer.
    private void Keep(ReadOnlySpan<byte> rest, int sent)
    {
        var left = new ArrayBufferWriter<byte>(Math.Max(rest.Length, BookEventCodec.BytesMax));
        left.Write(rest);
        _events = left;
        for (var i = _turns.Count; i > 0; i--)
        {
            var turn = _turns.Dequeue();
            _turns.Enqueue(turn with { Bytes = turn.Bytes - sent });
        }
    }
}
