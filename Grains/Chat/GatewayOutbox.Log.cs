using Microsoft.Extensions.Logging;

namespace OrleansLld.Chat;

internal sealed partial class GatewayOutbox
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "A batch for gateway {Gateway} was not sent: {Failure}")]
    private static partial void LogNotSent(ILogger logger, Guid gateway, string failure);
}
