using System.Diagnostics;

namespace OrleansLld.Chat;

/// <summary>
/// When the messages of one pair were sent, got and known to have been got. Messages are numbered from 0 and come in order; one that was
/// passed over is lost.
/// </summary>
internal sealed class PairTimes
{
    private readonly Lock _lock = new();
    private readonly List<long> _intended = [];
    private readonly List<long> _received = [];
    private readonly List<long> _receipted = [];
    private int _from;
    private int _nextReceived;
    private int _nextReceipted;
    private TaskCompletionSource _receipt = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Messages that were sent and of which no receipt has come yet.</summary>
    public int Waiting
    {
        get
        {
            lock (_lock)
                return _intended.Count - _nextReceipted;
        }
    }

    /// <summary>Forgets the times of what was sent before.</summary>
    public void Begin()
    {
        lock (_lock)
        {
            _from = _intended.Count;
            _received.Clear();
            _receipted.Clear();
        }
    }

    /// <summary>A message is sent that should have been sent then.</summary>
    /// <returns>Its number.</returns>
    public int Send(long intended)
    {
        lock (_lock)
        {
            _intended.Add(intended);
            return _intended.Count - 1;
        }
    }

    /// <summary>The other one has a message.</summary>
    public void Received(int number)
    {
        lock (_lock)
            Note(number, ref _nextReceived, _received, single: true);
    }

    /// <summary>The sender knows that the other one has everything up to a message.</summary>
    public void Receipted(int number)
    {
        TaskCompletionSource receipt;
        lock (_lock)
        {
            Note(number, ref _nextReceipted, _receipted, single: false);
            (receipt, _receipt) = (_receipt, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        receipt.TrySetResult();
    }

    /// <summary>Waits until the sender knows that the other one has everything; false when it takes too long.</summary>
    public async Task<bool> UntilReceipted(TimeSpan patience, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < patience)
        {
            Task receipt;
            lock (_lock)
            {
                if (_nextReceipted == _intended.Count)
                    return true;
                receipt = _receipt.Task;
            }

            await Task.WhenAny(receipt, Task.Delay(patience, cancellationToken));
        }

        return false;
    }

    /// <summary>What came since <see cref="Begin"/>.</summary>
    public (Percentiles Received, Percentiles Receipted, int Sent) End()
    {
        lock (_lock)
            return (new Percentiles(_received), new Percentiles(_receipted), _intended.Count - _from);
    }

    private void Note(int number, ref int next, List<long> times, bool single)
    {
        var now = Stopwatch.GetTimestamp();
        for (var each = single ? Math.Max(next, number) : next; each <= number; each++)
            if (each >= _from)
                times.Add(now - _intended[each]);
        next = Math.Max(next, number + 1);
    }
}
