using System.Diagnostics;

namespace OrleansLld.ObjectStore.Clients;

/// <summary>A program of somebody else's, run to its end with nothing of this machine's own settings.</summary>
/// <param name="Program">Its name, or where it is.</param>
/// <param name="Home">Where it may keep settings and caches.</param>
/// <param name="Environment">What it is told besides.</param>
internal sealed record Tool(string Program, string Home, IReadOnlyDictionary<string, string> Environment)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <returns>What it wrote to standard output.</returns>
    /// <exception cref="ShouldAssertException">It failed; with all that it wrote.</exception>
    public async Task<string> Run(params string[] arguments)
    {
        var (code, output, error) = await Try(arguments);
        code.ShouldBe(0, $"{Program} {string.Join(' ', arguments)}\n{error}\n{output}");
        return output;
    }

    public async Task<(int Code, string Output, string Error)> Try(params string[] arguments)
    {
        var start = new ProcessStartInfo(Program, arguments)
        {
            WorkingDirectory = Home,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["HOME"] = Home;
        // What the machine tells programs of AWS's cloud is not meant for us, and some refuse to work with it.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("AWS_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        foreach (var (name, value) in Environment)
            start.Environment[name] = value;
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{Program} did not start.");
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        var output = process.StandardOutput.ReadToEndAsync(patience.Token);
        var error = process.StandardError.ReadToEndAsync(patience.Token);
        try
        {
            await process.WaitForExitAsync(patience.Token);
            return (process.ExitCode, await output, await error);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }
}
