using Microsoft.Extensions.Logging;

namespace OrleansLld.Chat;

internal sealed partial class FanOut
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "An inbox was not told how far a conversation stands, and is told again: {Failure}")]
    private static partial void LogNotTold(ILogger logger, string failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Presence shard {Shard} did not say where its accounts are: {Failure}")]
    private static partial void LogNotFound(ILogger logger, long shard, string failure);
}
