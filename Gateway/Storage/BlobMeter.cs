using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using OrleansLld.Storage.Files;

namespace OrleansLld.Storage;

/// <summary>How the disks of blobs do, as metrics of the meter <see cref="Name"/>, and what is moved between them.</summary>
internal sealed class BlobMeter
{
    public const string Name = "OrleansLld.Blobs";

    private readonly ConcurrentBag<DiskHealth> _disks = [];
    private readonly ILoggerFactory _logs;
    private readonly Counter<long> _moved;
    private readonly Counter<long> _movedBytes;

    public BlobMeter(IMeterFactory meters, ILoggerFactory logs)
    {
        _logs = logs;
        var meter = meters.Create(Name);
        _moved = meter.CreateCounter<long>("blobs.moved", "{blob}", "Blobs moved to the disk that has them since the disks changed.");
        _movedBytes = meter.CreateCounter<long>("blobs.moved.bytes", "By", "Their bytes.");
        meter.CreateObservableGauge("blobs.settled", Settled, null, "1 when every blob is on its disk, 0 while some are moved.");
        meter.CreateObservableCounter("blobs.disk.failures", Failures, "{call}", "Calls that a disk failed.");
        meter.CreateObservableGauge("blobs.disk.failing", Failing, null, "1 for a disk whose last call failed, 0 for one that works.");
    }

    /// <summary>Whether every blob is in its place, as far as this process heard.</summary>
    public bool IsSettled { get; set; } = true;

    /// <summary>Disks whose last call failed.</summary>
    public IEnumerable<string> FailingDisks => _disks.Where(disk => disk.IsFailing).Select(disk => disk.Name).Order(StringComparer.Ordinal);

    public DiskHealth NewDisk(string name)
    {
        var disk = new DiskHealth(name, _logs.CreateLogger<DiskHealth>());
        _disks.Add(disk);
        return disk;
    }

    public void Moved(long bytes)
    {
        _moved.Add(1);
        _movedBytes.Add(bytes);
    }

    private int Settled() => IsSettled ? 1 : 0;

    private IEnumerable<Measurement<long>> Failures() => _disks.Select(disk => new Measurement<long>(disk.Failures, Tag(disk)));

    private IEnumerable<Measurement<int>> Failing() => _disks.Select(disk => new Measurement<int>(disk.IsFailing ? 1 : 0, Tag(disk)));

    private static KeyValuePair<string, object?> Tag(DiskHealth disk) => new("disk", disk.Name);
}
