namespace OrleansLld.Exchange;

internal sealed partial class MarketFeeds
{
    [LoggerMessage(LogLevel.Warning, "The subscription to {Symbol} was not renewed; it is tried again")]
    private static partial void LogNotRenewed(ILogger logger, string symbol, Exception exception);
}
