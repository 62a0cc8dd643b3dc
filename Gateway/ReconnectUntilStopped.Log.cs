namespace OrleansLld;

internal sealed partial class ReconnectUntilStopped
{
    [LoggerMessage(LogLevel.Warning, "No silo answers yet: {Reason}")]
    private static partial void NoSilo(ILogger logger, string reason);
}
