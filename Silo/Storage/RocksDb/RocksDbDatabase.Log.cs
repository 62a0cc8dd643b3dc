namespace OrleansLld.Storage.RocksDb;

internal sealed partial class RocksDbDatabase
{
    [LoggerMessage(Level = LogLevel.Information, Message = "The database in {Path} is open.")]
    private partial void LogOpened(string path);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The database in {Path} was opened again after a failed write.")]
    private partial void LogReopened(string path);

    [LoggerMessage(Level = LogLevel.Error, Message = "The database in {Path} could not be opened again; commits are refused until it can.")]
    private partial void LogReopeningFailed(Exception failure, string path);
}
