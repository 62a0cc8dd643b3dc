namespace OrleansLld;

internal sealed partial class UnhandledExceptions
{
    [LoggerMessage(LogLevel.Error, "{Method} {Endpoint} failed")]
    private static partial void LogUnhandled(ILogger logger, string method, string? endpoint, Exception exception);
}
