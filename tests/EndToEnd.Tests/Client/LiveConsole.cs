using System.Diagnostics;
using System.Text.Json;

namespace OrleansLld.Client;

/// <summary>A command of the console that goes on until it is stopped, and writes a line of JSON for whatever happens.</summary>
internal sealed class LiveConsole : IDisposable
{
    private static readonly TimeSpan PatienceMax = TimeSpan.FromSeconds(60);

    private readonly Process _process;

    private LiveConsole(Process process) => _process = process;

    public static LiveConsole Start(IReadOnlyDictionary<string, string> environment, IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet", [ConsoleProcess.Program, .. arguments]) { RedirectStandardOutput = true };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return new LiveConsole(Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start."));
    }

    /// <summary>The next line that is as asked.</summary>
    public async Task<JsonElement> Line(Func<JsonElement, bool> asked)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(PatienceMax);
        while (await _process.StandardOutput.ReadLineAsync(patience.Token) is { } text)
            if (JsonDocument.Parse(text).RootElement is var line && asked(line))
                return line;
        throw new InvalidOperationException("The command has ended.");
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }
}
