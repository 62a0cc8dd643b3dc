namespace OrleansLld.ObjectStore;

internal sealed partial class ObjectStorePipeline
{
    [LoggerMessage(LogLevel.Warning, "{Request} {Operation}: the cluster or its store did not answer")]
    private static partial void LogUnavailable(ILogger logger, string request, string? operation, Exception exception);

    [LoggerMessage(LogLevel.Error, "{Request} {Operation} failed")]
    private static partial void LogFailed(ILogger logger, string request, string? operation, Exception exception);

    [LoggerMessage(LogLevel.Debug, "{Request}: {Code} could not be sent")]
    private static partial void LogUnsent(ILogger logger, string request, string code);
}
