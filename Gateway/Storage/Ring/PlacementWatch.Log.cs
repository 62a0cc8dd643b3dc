namespace OrleansLld.Storage.Ring;

internal sealed partial class PlacementWatch
{
    [LoggerMessage(LogLevel.Warning, "Where blobs belong could not be asked: {Reason}")]
    private static partial void LogNotHeard(ILogger logger, string reason);

    [LoggerMessage(LogLevel.Error, "Moving blobs failed.")]
    private static partial void LogNotMoved(ILogger logger, Exception failure);
}
