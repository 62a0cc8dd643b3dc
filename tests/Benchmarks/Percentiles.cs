using System.Diagnostics;

namespace OrleansLld;

/// <summary>Exact percentiles of times measured with <see cref="Stopwatch"/>.</summary>
internal sealed class Percentiles
{
    private readonly long[] _sorted;

    public Percentiles(IEnumerable<long> ticks)
    {
        _sorted = [.. ticks];
        Array.Sort(_sorted);
    }

    public int Count => _sorted.Length;

    public static Percentiles Of(IEnumerable<Percentiles> parts) => new(parts.SelectMany(part => part._sorted));

    /// <summary>The least time that at least this part of all does not exceed, in milliseconds.</summary>
    public double Ms(double part) => _sorted.Length == 0
        ? 0
        : _sorted[Math.Max(0, (int)Math.Ceiling(part * _sorted.Length) - 1)] * 1_000.0 / Stopwatch.Frequency;
}
