namespace OrleansLld.Accounts;

internal sealed partial class DemoAccount
{
    [LoggerMessage(LogLevel.Warning, "The password in {File} is not the demonstration account's; the file of the first run was lost")]
    private static partial void LogPasswordLost(ILogger logger, string file);
}
