using RocksDbSharp;

namespace OrleansLld.Storage.RocksDb;

/// <summary>RocksDB's own settings.</summary>
internal static class RocksDbTuning
{
    private const ulong MiB = 1 << 20;
    private const int Levels = 7;

    public static DbOptions Settings(RocksDbOptions options)
    {
        var blocks = new BlockBasedTableOptions()
            .SetBlockSize(16 * 1024)
            .SetBlockCache(Cache.CreateLru((ulong)options.BlockCacheMiB * MiB))
            .SetCacheIndexAndFilterBlocks(true)
            .SetPinL0FilterAndIndexBlocksInCache(true)
            .SetFilterPolicy(BloomFilterPolicy.Create(options.BloomBitsPerKey, false))
            .SetWholeKeyFiltering(true);
        return new DbOptions()
            .SetCreateIfMissing(true)
            .SetBlockBasedTableFactory(blocks)
            .SetWriteBufferSize((ulong)options.WriteBufferMiB * MiB)
            .SetMaxWriteBufferNumber(options.WriteBuffersMax)
            .SetMaxOpenFiles(options.OpenFilesMax)
            .IncreaseParallelism(options.BackgroundJobsMax)
            .SetLevelCompactionDynamicLevelBytes(true)
            .SetNumLevels(Levels)
            .SetCompressionPerLevel(CompressionOfLevels(), (ulong)Levels)
            // A log ends in a torn record after a crash: what is before it counts, the record itself was never acknowledged.
            .SetWalRecoveryMode(Recovery.PointInTime)
            .SetParanoidChecks(true)
            .SetBytesPerSync(MiB)
            .SetInfoLogLevel(InfoLogLevel.Warn)
            .SetMaxLogFileSize(8 * MiB)
            .SetKeepLogFileNum(4)
            .SetStatsDumpPeriodSec(0);
    }

    /// <summary>Young files are rewritten soon, so they are compressed quickly; the last level holds nearly all, so well.</summary>
    private static Compression[] CompressionOfLevels()
    {
        var levels = new Compression[Levels];
        Array.Fill(levels, Compression.Lz4);
        levels[^1] = Compression.Zstd;
        return levels;
    }
}
