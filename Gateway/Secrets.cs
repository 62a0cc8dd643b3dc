namespace OrleansLld;

/// <summary>
/// Settings that nobody else may see. They come from the environment or from a file (<c>Gateway:TokenKeyFile</c> names the file of
/// <c>Gateway:TokenKey</c>), never from the command line, which every user of the machine can read.
/// </summary>
internal static class Secrets
{
    /// <summary>What signs the bearer tokens, and what encrypts the credentials' secrets. All processes of a cluster share them.</summary>
    public static readonly string[] Keys = ["Gateway:TokenKey", "Accounts:CredentialKey"];

    private const string FileSuffix = "File";

    private static readonly string[] Others =
    [
        "Orleans:Clustering:ConnectionString", "Orleans:Reminders:ConnectionString", "Storage:Azure:ConnectionString",
        "Gateway:Http:Certificate:Password",
        "ObjectStore:Certificate:Password",
    ];

    /// <summary>A connection string without a password is none.</summary>
    private static readonly string[] PasswordMarks = ["password=", "accountkey=", "sharedaccesssignature="];

    public static void RefuseOn(IEnumerable<string> commandLine)
    {
        foreach (var argument in commandLine)
        {
            var setting = argument.TrimStart('-', '/').Split('=', 2)[0];
            var isKey = Keys.Contains(setting, StringComparer.OrdinalIgnoreCase);
            if (isKey || PasswordMarks.Any(mark => argument.Contains(mark, StringComparison.OrdinalIgnoreCase)))
                throw new StartRefusedException(
                    $"{setting} holds a secret, and every user of the machine can read a command line. Give it in the environment as "
                    + $"{setting.Replace(":", "__", StringComparison.Ordinal)}, or in a file that --{setting}{FileSuffix} names.");
        }
    }

    /// <summary>Reads what the configuration gives as files.</summary>
    public static void ReadFiles(IConfiguration configuration)
    {
        foreach (var setting in (IEnumerable<string>)[.. Keys, .. Others])
        {
            if (configuration[setting] is { Length: > 0 } || configuration[setting + FileSuffix] is not { Length: > 0 } path)
                continue;
            try
            {
                configuration[setting] = File.ReadAllText(path).Trim();
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                throw new StartRefusedException($"{setting}{FileSuffix}: {failure.Message}", failure);
            }
        }
    }

    /// <summary>A process alone makes its keys on the first run and keeps them; those of a cluster must be given the same ones.</summary>
    public static void ReadOrMakeKeys(IConfiguration configuration, string directory)
    {
        foreach (var key in Keys)
        {
            if (configuration[key] is { Length: > 0 })
                continue;
            if (configuration.IsClustered)
                throw new StartRefusedException(
                    $"{key} is missing. All processes of a cluster share it: 32 random bytes in Base64, in the environment or in a file "
                    + $"that --{key}{FileSuffix} names.");
            configuration[key] = KeyFile.ReadOrCreate(Path.Combine(directory, key.Replace(':', '-').ToLowerInvariant()));
        }
    }
}
