namespace OrleansLld;

public sealed partial class KeysCheck
{
    [LoggerMessage(LogLevel.Warning, "Silo {Silo} did not say whether it has the same keys: {Reason}")]
    private static partial void LogNoAnswer(ILogger logger, SiloAddress silo, string reason);
}
