using System.Diagnostics.Metrics;

namespace OrleansLld.Storage;

/// <summary>What the grain store does, as metrics of the meter <see cref="Name"/>.</summary>
internal sealed class StorageMeter
{
    public const string Name = "OrleansLld.Storage";

    private readonly Histogram<double> _latency;
    private readonly Histogram<int> _commitsPerWrite;
    private readonly Counter<long> _rows;
    private readonly Counter<long> _bytes;
    private readonly Counter<long> _failures;

    public StorageMeter(IMeterFactory meters)
    {
        var meter = meters.Create(Name);
        _latency = meter.CreateHistogram<double>("storage.commit.latency", "ms", "From the call of a commit or opening to its answer.");
        _commitsPerWrite = meter.CreateHistogram<int>("storage.write.commits", "{commit}", "Commits and openings in one synced write.");
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

    public void Acknowledged(TimeSpan latency) => _latency.Record(latency.TotalMilliseconds);

    public void WriteFailed() => _failures.Add(1);
}
