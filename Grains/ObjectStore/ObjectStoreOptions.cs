using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace OrleansLld.ObjectStore;

/// <summary>The section <c>ObjectStore</c> of a silo's configuration.</summary>
public sealed class ObjectStoreOptions
{
    public const string Section = "ObjectStore";

    /// <summary>The least bytes of a part that is not the last of its object. Default 5 MiB, as in S3.</summary>
    [Range(1, 5L << 30)]
    public long PartBytesMin { get; set; } = 5L << 20;

    /// <summary>Shards of the garbage collection; fixed for the life of the data. Default 16.</summary>
    [Range(1, 1024)]
    public int GarbageShards { get; set; } = 16;

    /// <summary>
    /// How long garbage waits before it is deleted, so that whoever reads it may end: once at least, twice at most. Default 10 minutes.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "7.00:00:00")]
    public TimeSpan GarbageGrace { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// After how long the blob of an unfinished write counts as left by a writer that died; longer than any request lasts. Default 24 h.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "30.00:00:00")]
    public TimeSpan OrphanAge { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How long the garbage collection rests after each walk through a shard. Default 1 minute.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "1.00:00:00")]
    public TimeSpan CollectEvery { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a completed upload answers a repeat as it did first. Default 24 h.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "30.00:00:00")]
    public TimeSpan EndedUploadsKept { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How much a scrub reads in a second. Default 32 MiB.</summary>
    [Range(1 << 10, 4L << 30)]
    public long ScrubBytesPerSecond { get; set; } = 32L << 20;

    /// <summary>Buckets that an account may have. Default 10,000, as in S3.</summary>
    [Range(1, 100_000)]
    public int BucketsMax { get; set; } = 10_000;

    /// <summary>
    /// Rows of an index partition above which it is split. Neighbours that have less than a quarter of it together are merged. Default
    /// 200,000.
    /// </summary>
    [Range(4, 100_000_000)]
    public long SplitRows { get; set; } = 200_000;

    /// <summary>Writes a second to an index partition above which it is split, if that lasts for two looks. Default 1,000.</summary>
    [Range(4, 1_000_000)]
    public long SplitWritesPerSecond { get; set; } = 1_000;

    /// <summary>Index partitions that a bucket may have. Default 1,024.</summary>
    [Range(1, 10_000)]
    public int PartitionsMax { get; set; } = 1_024;

    /// <summary>How often a bucket in use looks at its partitions. Default 1 minute.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "1.00:00:00")]
    public TimeSpan RebalanceEvery { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Splits and merges that follow from one look at most. Default 4.</summary>
    [Range(1, 1_000)]
    public int MovesMax { get; set; } = 4;

    internal IndexBalance IndexBalance => new(SplitRows, SplitWritesPerSecond, PartitionsMax);

    internal GarbageTerms GarbageTerms => new(Us(GarbageGrace), Us(OrphanAge), Us(EndedUploadsKept));

    internal UploadLimits UploadLimits => UploadLimits.Default with { PartBytesMin = PartBytesMin };

    private static long Us(TimeSpan span) => span.Ticks / TimeSpan.TicksPerMicrosecond;
}

[OptionsValidator]
internal sealed partial class ObjectStoreOptionsValidator : IValidateOptions<ObjectStoreOptions>;
