namespace OrleansLld.Gateways;

internal sealed partial class GatewayAnnouncer
{
    [LoggerMessage(LogLevel.Warning, "The directory of gateways did not hear this one: {Reason}")]
    private static partial void LogNotHeard(ILogger logger, string reason);
}
