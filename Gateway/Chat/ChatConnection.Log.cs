namespace OrleansLld.Chat;

internal sealed partial class ChatConnection
{
    [LoggerMessage(LogLevel.Debug, "Connection {Connection} broke")]
    private static partial void LogBroke(ILogger logger, string connection, Exception exception);
}
