namespace OrleansLld;

internal sealed partial class HubFailures
{
    [LoggerMessage(LogLevel.Error, "{Hub}.{Method} failed")]
    private static partial void LogFailed(ILogger logger, string hub, string method, Exception failure);
}
