using System.Collections.Concurrent;
using System.Diagnostics;

namespace OrleansLld.Chat;

/// <summary>When what was said to all was heard by all. Every listener hears everything, in the order in which it was said.</summary>
internal sealed class BroadcastTimes(int listeners) : IDisposable
{
    private readonly ConcurrentDictionary<int, int> _missing = new();
    private readonly ConcurrentDictionary<int, long> _said = new();
    private readonly ConcurrentQueue<long> _times = [];
    private readonly int[] _heard = new int[listeners];
    private readonly SemaphoreSlim _room = new(0);
    private int _count;

    /// <summary>A listener hears the next that was said.</summary>
    public void Hear(int listener)
    {
        var number = _heard[listener]++;
        if (_missing.AddOrUpdate(number, listeners - 1, (_, left) => left - 1) > 0)
            return;
        _missing.TryRemove(number, out _);
        if (_said.TryRemove(number, out var said))
            _times.Enqueue(Stopwatch.GetTimestamp() - said);
        _room.Release();
    }

    public void Dispose() => _room.Dispose();

    /// <summary>Says something again and again, so many at once that not all have heard.</summary>
    public async Task<Percentiles> Run(
        Func<Task> say, int inFlight, TimeSpan duration, TimeSpan patience, CancellationToken cancellationToken)
    {
        _times.Clear();
        var (started, waiting) = (Stopwatch.GetTimestamp(), 0);
        while (Stopwatch.GetElapsedTime(started) < duration)
        {
            _said[_count++] = Stopwatch.GetTimestamp();
            await say();
            if (++waiting >= inFlight)
                await Heard();
        }

        while (waiting > 0)
            await Heard();
        return new Percentiles(_times);

        async Task Heard()
        {
            if (!await _room.WaitAsync(patience, cancellationToken))
                throw new TimeoutException("Not everybody heard what was said.");
            waiting--;
        }
    }
}
