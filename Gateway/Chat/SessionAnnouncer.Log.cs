namespace OrleansLld.Chat;

internal sealed partial class SessionAnnouncer
{
    [LoggerMessage(LogLevel.Warning, "Shard {Shard} of the session registry was not told this time: {Failure}")]
    private static partial void LogNotTold(ILogger logger, long shard, string failure);
}
