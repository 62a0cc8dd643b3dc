namespace OrleansLld.Chat;

internal sealed partial class GatewayStream
{
    [LoggerMessage(LogLevel.Warning, "This gateway is not subscribed to its stream yet: {Failure}")]
    private static partial void LogNotSubscribed(ILogger logger, string failure);

    [LoggerMessage(LogLevel.Warning, "Nothing came over this gateway's stream for a while; it is subscribed anew")]
    private static partial void LogSubscribedAnew(ILogger logger);
}
