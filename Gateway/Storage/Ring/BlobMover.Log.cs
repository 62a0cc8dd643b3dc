namespace OrleansLld.Storage.Ring;

internal sealed partial class BlobMover
{
    [LoggerMessage(LogLevel.Information, "Blobs are moved to where epoch {Epoch} of the disks has them.")]
    private static partial void LogBegins(ILogger logger, long epoch);

    [LoggerMessage(LogLevel.Information, "All blobs were looked at for epoch {Epoch} of the disks; {Left} could not be moved.")]
    private static partial void LogEnds(ILogger logger, long epoch, int left);

    [LoggerMessage(LogLevel.Warning, "Blobs of the disk {Disk} could not be moved: {Reason}")]
    private static partial void LogNotMoved(ILogger logger, string disk, string reason);
}
