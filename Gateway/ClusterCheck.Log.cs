namespace OrleansLld;

public sealed partial class ClusterCheck
{
    [LoggerMessage(LogLevel.Warning, "Silo {Silo} did not say whether it has the same keys and blobs: {Reason}")]
    private static partial void LogNoAnswer(ILogger logger, SiloAddress silo, string reason);
}
