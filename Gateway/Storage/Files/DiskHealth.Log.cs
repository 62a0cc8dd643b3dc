namespace OrleansLld.Storage.Files;

internal sealed partial class DiskHealth
{
    [LoggerMessage(LogLevel.Error, "The disk {Disk} of blobs fails: {Reason}")]
    private static partial void LogFails(ILogger logger, string disk, string reason);

    [LoggerMessage(LogLevel.Information, "The disk {Disk} of blobs works again.")]
    private static partial void LogWorksAgain(ILogger logger, string disk);
}
