using System.ComponentModel.DataAnnotations;

namespace OrleansLld.Storage.Files;

/// <summary>Where blobs are kept as files; configuration section <c>Storage:Files</c>.</summary>
public sealed class FileBlobOptions
{
    public const string Section = "Storage:Files";

    /// <summary>The directory, made when it is not there. Default: <c>blobs</c> in the data directory. Not for several disks.</summary>
    [Required]
    public string Path { get; set; } = "";

    /// <summary>Several disks that share the blobs by their weights. Default: none, and all blobs are in <see cref="Path"/>.</summary>
    public IList<DiskOptions> Disks { get; } = [];

    /// <summary>
    /// Names of disks that are lost: they may be missing although they had blobs, which are lost with them. Default: none, and a start
    /// without a disk that has blobs is refused.
    /// </summary>
    public IList<string> GivenUp { get; } = [];

    /// <summary>Threads of a disk that wait for it to write and to sync; writers beyond wait in line. Default 16.</summary>
    [Range(1, 256)]
    public int ThreadsPerDisk { get; set; } = 16;

    /// <summary>How fast blobs are moved after the disks have changed, MiB/s at most. Default 64.</summary>
    [Range(1, 1 << 20)]
    public int MoveMiBPerSecond { get; set; } = 64;
}

/// <summary>A disk of blobs.</summary>
public sealed class DiskOptions
{
    /// <summary>1 to 64 lower-case letters, digits and hyphens. It stays with the disk wherever that is mounted. No default.</summary>
    public string Name { get; set; } = "";

    /// <summary>Its directory, of this disk alone; made for a new disk only. No default.</summary>
    public string Path { get; set; } = "";

    /// <summary>Its share, 0 to 100, as a proportion to the other weights; 0 empties the disk, to take it away. Default 1.</summary>
    public int Weight { get; set; } = 1;
}
