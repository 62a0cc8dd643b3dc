using Microsoft.Extensions.Logging;
using OrleansLld.Storage;

namespace OrleansLld.ObjectStore;

internal sealed partial class IndexPartitionGrain
{
    [LoggerMessage(Level = LogLevel.Error, Message = "A commit of {Partition} failed; the grain deactivates")]
    private static partial void LogCommitFailed(ILogger logger, PartitionId partition, Exception failure);
}
