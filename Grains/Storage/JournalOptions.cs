namespace OrleansLld.Storage;

/// <summary>How event-sourced grains write their journals.</summary>
public sealed class JournalOptions
{
    /// <summary>
    /// A snapshot is written once the frames since the last one are this many bytes and twice the last snapshot's size, so that
    /// writing snapshots costs at most half as much as writing events. 1 KiB or more; default 4 MiB.
    /// </summary>
    public int SnapshotAfterBytes { get; set; } = 4 << 20;

    /// <summary>The size at which a frame is closed and the next begun. 1 KiB to 960 KiB; default 512 KiB.</summary>
    public int FrameBytes { get; set; } = 512 << 10;

    /// <summary>Old frames that one commit removes at most. 1 to 1,000; default 64.</summary>
    public int TrimRowsMax { get; set; } = 64;
}
