namespace OrleansLld.Storage.Azure;

internal sealed partial class HeldLease
{
    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "The rows of a large commit of {Partition} could not be brought in place; its next opening does that")]
    private static partial void LogApplyingFailed(ILogger logger, PartitionId partition, Exception failure);
}
