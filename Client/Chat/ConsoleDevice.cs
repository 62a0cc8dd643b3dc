using OrleansLld.Accounts;

namespace OrleansLld.Chat;

/// <summary>This console as a device of an account: drawn once for each account, and kept beside the session.</summary>
internal static class ConsoleDevice
{
    private const int NameMax = 64;

    public static string Name
    {
        get
        {
            var name = $"console on {Environment.MachineName}";
            return name[..Math.Min(NameMax, name.Length)];
        }
    }

    public static async Task<DeviceId> Of(AccountId account, CancellationToken cancellationToken)
    {
        var path = PathOf(account);
        if (File.Exists(path) && DeviceId.TryParse((await File.ReadAllTextAsync(path, cancellationToken)).Trim(), out var known))
            return known;
        var drawn = new DeviceId(Guid.NewGuid());
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, drawn.ToString(), cancellationToken);
        return drawn;
    }

    /// <summary>The next command is a new device.</summary>
    public static void Forget(AccountId account) => File.Delete(PathOf(account));

    private static string PathOf(AccountId account) =>
        Path.Combine(Path.GetDirectoryName(SessionFile.Path)!, $"chat-device-{account}");
}
