namespace OrleansLld.Exchange.Replay;

/// <summary>Exact percentiles of measured times, in milliseconds.</summary>
internal sealed class Latencies
{
    private readonly long[] _sorted;
    private readonly double _ticksPerMs;

    public Latencies(IEnumerable<long> ticks, long ticksPerSecond)
    {
        _sorted = [.. ticks];
        Array.Sort(_sorted);
        _ticksPerMs = ticksPerSecond / 1_000.0;
    }

    /// <summary>The least measured time that at least this part of all does not exceed; 0 when nothing was measured.</summary>
    /// <param name="part">Above 0, at most 1.</param>
    public double PercentileMs(double part) =>
        _sorted.Length == 0 ? 0 : _sorted[Math.Max(0, (int)Math.Ceiling(part * _sorted.Length) - 1)] / _ticksPerMs;
}
