using System.Text.Json;

namespace OrleansLld.Accounts;

/// <summary>
/// Who is signed in on this machine: a credential of the account, revocable like any other, never the password. One file
/// that only its user can read.
/// </summary>
internal sealed record SessionFile(string Handle, string CredentialId, string Secret)
{
    public const string DirectoryVariable = "ORLEANSLLD_CONFIG_DIR";

    public static string Path => System.IO.Path.Combine(
        Environment.GetEnvironmentVariable(DirectoryVariable)
            ?? System.IO.Path.Combine(
                Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData, Environment.SpecialFolderOption.DoNotVerify),
                "orleanslld"),
        "session.json");

    /// <summary>Null when nobody is signed in, or the file is not one of ours.</summary>
    public static async Task<SessionFile?> Read(CancellationToken cancellationToken)
    {
        if (!File.Exists(Path))
            return null;
        try
        {
            await using var file = File.OpenRead(Path);
            var session = await JsonSerializer.DeserializeAsync<SessionFile>(file, cancellationToken: cancellationToken);
            return session is { Handle: not null, CredentialId: not null, Secret: not null } ? session : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public async Task Write(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Forget();
        await using var file = new FileStream(Path, options);
        await JsonSerializer.SerializeAsync(file, this, cancellationToken: cancellationToken);
    }

    public static void Forget() => File.Delete(Path);
}
