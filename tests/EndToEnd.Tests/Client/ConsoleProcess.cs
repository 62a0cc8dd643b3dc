using System.Diagnostics;
using System.Text.Json;

namespace OrleansLld.Client;

/// <summary>One run of the console client as its users run it: a process of its own.</summary>
internal sealed record ConsoleProcess(int ExitCode, string Output, string Error)
{
    /// <summary>The client's own output beside the tests' own: the tests' copy lacks what the web framework brings.</summary>
    internal static readonly string Program = Path.Combine(
        AppContext.BaseDirectory, "..", "..", "Client", new DirectoryInfo(AppContext.BaseDirectory).Name, "OrleansLld.Client.dll");

    private static readonly TimeSpan EndsWithin = TimeSpan.FromMinutes(5);

    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    public JsonElement JsonError => JsonDocument.Parse(Error).RootElement.GetProperty("error");

    /// <param name="environment">Variables on top of the test's own.</param>
    /// <param name="arguments">As on the command line.</param>
    public static async Task<ConsoleProcess> Run(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(Program);
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
        process.StandardInput.Close();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(EndsWithin);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(patience.Token);
            var error = process.StandardError.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            return new ConsoleProcess(process.ExitCode, await output, await error);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }
    }

    public static Task<ConsoleProcess> Run(params string[] arguments) => Run(new Dictionary<string, string>(), arguments);
}
