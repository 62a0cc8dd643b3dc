namespace OrleansLld.Storage.RocksDb;

internal sealed partial class RocksDbWriter
{
    [LoggerMessage(Level = LogLevel.Error, Message = "A synced write failed; none of its commits was acknowledged.")]
    private partial void LogWriteFailed(Exception failure);

    [LoggerMessage(Level = LogLevel.Critical, Message = "The writer has stopped; every further commit is refused.")]
    private partial void LogStopped(Exception failure);
}
