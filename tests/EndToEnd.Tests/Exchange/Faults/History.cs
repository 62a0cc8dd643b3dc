using System.Collections.Concurrent;

namespace OrleansLld.Exchange.Faults;

/// <summary>What clients asked and were answered, on one clock that only counts: an answer before a request has the lower number.</summary>
public sealed class History
{
    private readonly ConcurrentQueue<Operation> _operations = [];
    private readonly ConcurrentQueue<string> _surprises = [];
    private readonly ConcurrentQueue<string> _failures = [];
    private readonly long _started = TimeProvider.System.GetTimestamp();
    private readonly Lock _gapLock = new();
    private long _clock;
    private TimeSpan _lastAcknowledged;

    public IEnumerable<Operation> Operations => _operations;

    public int Count => _operations.Count;

    /// <summary>Answers that no client should ever get, whatever fails.</summary>
    public IEnumerable<string> Surprises => _surprises;

    /// <summary>Requests that had to be sent again: when, which, and how they failed.</summary>
    public IEnumerable<string> Failures => _failures;

    /// <summary>The longest time in which no order of anybody was acknowledged.</summary>
    public TimeSpan LongestGap { get; private set; }

    public long Now() => Interlocked.Increment(ref _clock);

    public void Add(Operation operation)
    {
        _operations.Enqueue(operation);
        if (operation is { Request: Request.Place, Answer: Answer.Told })
            Acknowledged();
    }

    public void Surprise(string sentence) => _surprises.Enqueue(sentence);

    public void Failed(string sentence) => _failures.Enqueue($"{TimeProvider.System.GetUtcNow():HH:mm:ss.fff} {sentence}");

    private void Acknowledged()
    {
        lock (_gapLock)
        {
            var now = TimeProvider.System.GetElapsedTime(_started);
            if (now - _lastAcknowledged > LongestGap)
                LongestGap = now - _lastAcknowledged;
            _lastAcknowledged = now;
        }
    }
}
