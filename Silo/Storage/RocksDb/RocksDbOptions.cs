using System.ComponentModel.DataAnnotations;

namespace OrleansLld.Storage.RocksDb;

/// <summary>How the embedded store uses memory and disk; configuration section <c>Storage:RocksDb</c>.</summary>
public sealed class RocksDbOptions
{
    public const string Section = "Storage:RocksDb";

    /// <summary>The database's directory, made when it is not there. Default: <c>rows</c> in the data directory.</summary>
    [Required]
    public string Path { get; set; } = "";

    /// <summary>Memory for new rows before they are written to a sorted file, MiB. Default 64.</summary>
    [Range(1, 4096)]
    public int WriteBufferMiB { get; set; } = 64;

    /// <summary>Write buffers that may be full or filling at once; writes wait beyond that. Default 4.</summary>
    [Range(2, 64)]
    public int WriteBuffersMax { get; set; } = 4;

    /// <summary>Memory for blocks read from disk, MiB. Default 256.</summary>
    [Range(1, 1 << 20)]
    public int BlockCacheMiB { get; set; } = 256;

    /// <summary>Bloom filter, bits a key; 10 lets about 1 % of the useless look-ups through. Default 10.</summary>
    [Range(1, 32)]
    public int BloomBitsPerKey { get; set; } = 10;

    /// <summary>Sorted files kept open at once. Default 1,000.</summary>
    [Range(16, 1 << 20)]
    public int OpenFilesMax { get; set; } = 1_000;

    /// <summary>Threads that flush and compact in the background. Default 2.</summary>
    [Range(2, 64)]
    public int BackgroundJobsMax { get; set; } = 2;

    /// <summary>Commits of the whole silo that may wait for the writer; the callers beyond that wait outside. Default 16,384.</summary>
    [Range(1, 1 << 20)]
    public int WaitingCommitsMax { get; set; } = 16_384;

    /// <summary>Commits in one synced write. Default 4,096.</summary>
    [Range(1, 1 << 20)]
    public int CommitsPerWriteMax { get; set; } = 4_096;

    /// <summary>
    /// A synced write takes no further commit once it is this large, MiB; a single larger commit is still written whole. Default 16.
    /// </summary>
    [Range(1, 1024)]
    public int WriteMiB { get; set; } = 16;

    /// <summary>Partitions whose epoch is kept in memory, about 200 bytes each. Default 500,000.</summary>
    [Range(1, 1 << 28)]
    public int EpochsCachedMax { get; set; } = 500_000;

    /// <summary>
    /// Opens a database whose log is damaged in the middle, and gives up every commit from the damaged place on. Default false:
    /// the start fails, so that somebody looks (and restores a copy). A torn end of the log needs no acceptance.
    /// </summary>
    public bool AcceptDamagedLog { get; set; }

    /// <summary>Pause between two attempts to open the database again after a failed write, milliseconds. Default 1,000.</summary>
    [Range(1, 3_600_000)]
    public int RecoveryPauseMs { get; set; } = 1_000;
}
