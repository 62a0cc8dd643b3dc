using System.Diagnostics.Metrics;

namespace OrleansLld.Storage;

/// <summary>What the grain store does, as metrics of the meter <see cref="Name"/>.</summary>
internal sealed class StorageMeter
{
    public const string Name = "OrleansLld.Storage";

    private static readonly InstrumentAdvice<double> LatencyBounds =
        new() { HistogramBucketBoundaries = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 5_000] };

    private static readonly InstrumentAdvice<int> CommitBounds =
        new() { HistogramBucketBoundaries = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000] };

    private readonly CommitLatencies? _latencies;
    private readonly Histogram<double> _latency;
    private readonly Histogram<int> _commitsPerWrite;
    private readonly Counter<long> _rows;
    private readonly Counter<long> _bytes;
    private readonly Counter<long> _failures;

    /// <param name="meters">Makes the instruments.</param>
    /// <param name="latencies">What operators ask the silo for; null where there is no silo.</param>
    public StorageMeter(IMeterFactory meters, CommitLatencies? latencies = null)
    {
        _latencies = latencies;
        var meter = meters.Create(Name);
        _latency = meter.CreateHistogram(
            "storage.commit.latency", "ms", "From the call of a commit or opening to its answer.", null, LatencyBounds);
        _commitsPerWrite = meter.CreateHistogram(
            "storage.write.commits", "{commit}", "Commits and openings in one synced write.", null, CommitBounds);
        _rows = meter.CreateCounter<long>("storage.rows", "{row}", "Rows put or deleted by synced writes.");
        _bytes = meter.CreateCounter<long>("storage.bytes", "By", "Keys and values in synced writes.");
        _failures = meter.CreateCounter<long>("storage.write.failures", "{write}", "Synced writes that failed, with all their commits.");
    }

    public void Written(int commits, int rows, long bytes)
    {
        _commitsPerWrite.Record(commits);
        _rows.Add(rows);
        _bytes.Add(bytes);
    }

    public void Acknowledged(TimeSpan latency)
    {
        _latency.Record(latency.TotalMilliseconds);
        _latencies?.Record(latency);
    }

    public void WriteFailed() => _failures.Add(1);
}
