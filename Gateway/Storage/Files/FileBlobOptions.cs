using System.ComponentModel.DataAnnotations;

namespace OrleansLld.Storage.Files;

/// <summary>Where blobs are kept as files; configuration section <c>Storage:Files</c>.</summary>
public sealed class FileBlobOptions
{
    public const string Section = "Storage:Files";

    /// <summary>The directory, made when it is not there. Default: <c>blobs</c> in the data directory.</summary>
    [Required]
    public string Path { get; set; } = "";

    /// <summary>Threads of a disk that wait for it to write and to sync; writers beyond wait in line. Default 16.</summary>
    [Range(1, 256)]
    public int ThreadsPerDisk { get; set; } = 16;
}
