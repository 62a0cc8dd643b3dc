namespace OrleansLld.Storage.Faults;

internal sealed partial class FaultyGrainStore
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "On purpose: {Operation} of {Partition} waits.")]
    private partial void LogStalled(string operation, PartitionId partition);

    [LoggerMessage(Level = LogLevel.Warning, Message = "On purpose: {Operation} of {Partition} fails.")]
    private partial void LogFailed(string operation, PartitionId partition);

    [LoggerMessage(Level = LogLevel.Warning, Message = "On purpose: the answer to {Operation} of {Partition} is lost.")]
    private partial void LogAnswerLost(string operation, PartitionId partition);
}
