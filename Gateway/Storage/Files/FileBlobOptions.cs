using System.ComponentModel.DataAnnotations;

namespace OrleansLld.Storage.Files;

/// <summary>Where blobs are kept as files; configuration section <c>Storage:Files</c>.</summary>
public sealed class FileBlobOptions
{
    public const string Section = "Storage:Files";

    /// <summary>The directory, made when it is not there. Default: <c>blobs</c> in the data directory.</summary>
    [Required]
    public string Path { get; set; } = "";
}
