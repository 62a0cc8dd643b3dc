using System.Diagnostics.Metrics;

namespace OrleansLld.Storage;

/// <summary>What the grain store does, as metrics of the meter <see cref="Name"/>.</summary>
internal sealed class StorageMeter
{
    public const string Name = "OrleansLld.Storage";

    private readonly Histogram<double> _commitLatency;
    private readonly Histogram<int> _commitsPerWrite;
    private readonly Counter<long> _rows;
    private readonly Counter<long> _bytes;
    private readonly Counter<long> _failures;

    public StorageMeter(IMeterFactory meters)
    {
        var meter = meters.Create(Name);
        _commitLatency = meter.CreateHistogram<double>("storage.commit.latency", "ms", "From the call of a commit to its acknowledgement.");
        _commitsPerWrite = meter.CreateHistogram<int>("storage.write.commits", "{commit}", "Commits that shared one synced write.");
        _rows = meter.CreateCounter<long>("storage.rows", "{row}", "Rows put or deleted by acknowledged commits.");
        _bytes = meter.CreateCounter<long>("storage.bytes", "By", "Bytes handed to the store in synced writes, keys included.");
        _failures = meter.CreateCounter<long>("storage.write.failures", "{write}", "Synced writes that failed, with all their commits");
    }

    public void CommitAcknowledged(TimeSpan latency, int rows)
    {
        _commitLatency.Record(latency.TotalMilliseconds);
        _rows.Add(rows);
    }

    public void Written(int commits, long bytes)
    {
        _commitsPerWrite.Record(commits);
        _bytes.Add(bytes);
    }

    public void WriteFailed() => _failures.Add(1);
}
