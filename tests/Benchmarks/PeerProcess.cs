using System.Diagnostics;

namespace OrleansLld;

/// <summary>Other people's programs, run to their end or until they are no longer needed.</summary>
internal static class PeerProcess
{
    /// <summary>Runs a program to its end.</summary>
    /// <returns>What it wrote to standard output.</returns>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static async Task<string> Run(IReadOnlyList<string> command, CancellationToken cancellationToken)
    {
        using var process = Start(command, watched: true);
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode == 0)
            return await output;
        throw new InvalidOperationException($"{string.Join(' ', command)} ended with {process.ExitCode}: {await error}{await output}");
    }

    /// <summary>Starts a program that goes on.</summary>
    public static Process Start(IReadOnlyList<string> command) => Start(command, watched: false);

    /// <summary>Where a program is: on the path, or in one of the folders named.</summary>
    public static string Find(string name, params string[] folders)
    {
        var path = Environment.GetEnvironmentVariable("PATH") ?? "";
        foreach (var folder in folders.Concat(path.Split(Path.PathSeparator)))
        {
            var file = Path.Combine(folder, name);
            if (File.Exists(file))
                return file;
        }

        throw new InvalidOperationException($"{name} is not installed.");
    }

    private static Process Start(IReadOnlyList<string> command, bool watched)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardOutput = watched, RedirectStandardError = watched };
        return Process.Start(start) ?? throw new InvalidOperationException($"{command[0]} did not start.");
    }
}
