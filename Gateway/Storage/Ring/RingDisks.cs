using Microsoft.Extensions.Options;
using OrleansLld.Storage.Files;

namespace OrleansLld.Storage.Ring;

/// <summary>The disks that this process is configured with.</summary>
internal sealed class RingDisks : IDisposable
{
    private readonly Dictionary<string, RingDisk> _byName;

    public RingDisks(IOptions<FileBlobOptions> options, BlobMeter meter)
    {
        All = [.. options.Value.Disks.Select(disk => new RingDisk(disk, options.Value.ThreadsPerDisk, meter.NewDisk(disk.Name)))];
        _byName = All.ToDictionary(disk => disk.Name);
    }

    public IReadOnlyList<RingDisk> All { get; }

    /// <exception cref="StorageUnavailableException">This process knows no such disk.</exception>
    public RingDisk this[string name] => _byName.TryGetValue(name, out var disk)
        ? disk
        : throw new StorageUnavailableException($"The disk {name} is not among those of this process ({FileBlobOptions.Section}).");

    public void Dispose()
    {
        foreach (var disk in All)
            disk.Dispose();
    }
}
