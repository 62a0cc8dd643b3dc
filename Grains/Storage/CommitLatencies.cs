using OrleansLld.Cluster;

namespace OrleansLld.Storage;

/// <summary>
/// How long commits took in the last minute: counts in classes of latency, each a tenth wider than the one before, in windows of ten
/// seconds that take turns. Its size is fixed, whatever is recorded.
/// </summary>
public sealed class CommitLatencies(TimeProvider time)
{
    private const double FirstMs = 0.05;
    private const double Growth = 1.1;
    private const int Classes = 160;
    private const int Windows = 7;
    private static readonly TimeSpan WindowLength = TimeSpan.FromSeconds(10);

    private readonly Lock _turn = new();
    private readonly long _start = time.GetTimestamp();
    private readonly int[,] _counts = new int[Windows, Classes];
    private long _window;

    public void Record(TimeSpan latency)
    {
        lock (_turn)
        {
            Advance();
            _counts[_window % Windows, ClassOf(latency)]++;
        }
    }

    public CommitFigures LastMinute()
    {
        var sums = new long[Classes];
        lock (_turn)
        {
            Advance();
            for (var window = 0; window < Windows; window++)
                for (var i = 0; i < Classes; i++)
                    sums[i] += _counts[window, i];
        }

        var count = sums.Sum();
        return new CommitFigures(count, Percentile(sums, count, 50), Percentile(sums, count, 99));
    }

    // The oldest window makes room for the one that begins: so there are six full ones and the current one.
    private void Advance()
    {
        var now = time.GetElapsedTime(_start).Ticks / WindowLength.Ticks;
        for (var behind = Math.Min(now - _window, Windows); behind > 0; behind--)
            for (var i = 0; i < Classes; i++)
                _counts[(now - behind + 1) % Windows, i] = 0;
        _window = now;
    }

    private static int ClassOf(TimeSpan latency) =>
        Math.Clamp((int)Math.Ceiling(Math.Log(latency.TotalMilliseconds / FirstMs, Growth)), 0, Classes - 1);

    private static TimeSpan Percentile(long[] sums, long count, int percent)
    {
        var before = 0L;
        for (var i = 0; i < Classes && count > 0; i++)
        {
            before += sums[i];
            if (before * 100 >= count * percent)
                return TimeSpan.FromMilliseconds(FirstMs * Math.Pow(Growth, i));
        }

        return TimeSpan.Zero;
    }
}
