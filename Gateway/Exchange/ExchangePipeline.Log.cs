namespace OrleansLld.Exchange;

internal sealed partial class ExchangePipeline
{
    [LoggerMessage(LogLevel.Warning, "{Method} {Path}: the cluster or its store did not answer")]
    private static partial void LogUnavailable(ILogger logger, string method, string path, Exception exception);

    [LoggerMessage(LogLevel.Error, "{Method} {Path} failed")]
    private static partial void LogFailed(ILogger logger, string method, string path, Exception exception);
}
