namespace OrleansLld.Chat;

internal sealed partial class WatchRenewer
{
    [LoggerMessage(LogLevel.Warning, "What is open here was not renewed this time: {Failure}")]
    private static partial void LogNotRenewed(ILogger logger, string failure);
}
