using Microsoft.Extensions.Logging;

namespace OrleansLld.Exchange;

internal sealed partial class OrderBookGrain
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "The book of {Symbol} closes and opens anew: {Reason}")]
    private static partial void LogGaveUp(ILogger logger, string symbol, string reason);
}
