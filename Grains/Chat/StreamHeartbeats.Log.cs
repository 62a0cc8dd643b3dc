using Microsoft.Extensions.Logging;

namespace OrleansLld.Chat;

internal sealed partial class StreamHeartbeats
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "The gateways got no heartbeat this time: {Failure}")]
    private static partial void LogMissed(ILogger logger, string failure);
}
