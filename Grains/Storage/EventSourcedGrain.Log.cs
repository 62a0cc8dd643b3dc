using Microsoft.Extensions.Logging;

namespace OrleansLld.Storage;

public abstract partial class EventSourcedGrain<TEvent>
{
    [LoggerMessage(Level = LogLevel.Error, Message = "A commit of {Partition} failed; the grain deactivates")]
    private static partial void LogJournalFailed(ILogger logger, PartitionId partition, Exception failure);
}
