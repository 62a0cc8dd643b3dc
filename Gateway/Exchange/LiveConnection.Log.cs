namespace OrleansLld.Exchange;

internal sealed partial class LiveConnection
{
    [LoggerMessage(LogLevel.Debug, "Connection {Connection} broke")]
    private static partial void LogBroke(ILogger logger, string connection, Exception exception);
}
