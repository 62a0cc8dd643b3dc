using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace OrleansLld.Azurite;

/// <summary>Azurite/start.sh as its users run it, on ports and in a folder of its own. Ended with SIGTERM, as it has to be.</summary>
public sealed class AzuriteServer : IAsyncDisposable
{
    private static readonly TimeSpan PatienceMax = TimeSpan.FromMinutes(3);

    private readonly Process _process;
    private readonly DirectoryInfo? _folder;

    private AzuriteServer(Process process, string connectionString, DirectoryInfo? folder) =>
        (_process, ConnectionString, _folder) = (process, connectionString, folder);

    public string ConnectionString { get; }

    /// <summary>A file that holds the connection string, as the product wants its secrets.</summary>
    public string ConnectionStringFile { get; } = Path.GetTempFileName();

    public int ProcessId => _process.Id;

    /// <summary>Starts it and returns when every port answers.</summary>
    /// <param name="location">Where its data is; null for a new folder that is removed with it.</param>
    public static async Task<AzuriteServer> StartAsync(string? location = null)
    {
        var folder = location is null ? Directory.CreateTempSubdirectory("orleanslld-azurite-") : null;
        var ports = FreePorts();
        var start = new ProcessStartInfo(
            Path.Combine(Root(), "Azurite", "start.sh"),
            [
                "--location", location ?? folder!.FullName, "--blob-port", $"{ports[0]}", "--queue-port", $"{ports[1]}",
                "--table-port", $"{ports[2]}",
            ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var process = Process.Start(start) ?? throw new InvalidOperationException("Azurite/start.sh did not start.");
        using var patience = new CancellationTokenSource(PatienceMax);
        var line = await process.StandardOutput.ReadLineAsync(patience.Token)
            ?? throw new InvalidOperationException(await process.StandardError.ReadToEndAsync(patience.Token));
        var server = new AzuriteServer(process, line, folder);
        await File.WriteAllTextAsync(server.ConnectionStringFile, line, patience.Token);
        return server;
    }

    /// <summary>SIGSTOP: it keeps its connections and answers nothing.</summary>
    public Task SuspendAsync() => SignalEmulatorAsync("STOP");

    /// <summary>SIGCONT: it answers what has come meanwhile.</summary>
    public Task ResumeAsync() => SignalEmulatorAsync("CONT");

    public async ValueTask DisposeAsync()
    {
        using (var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]))
            await kill.WaitForExitAsync();
        using var patience = new CancellationTokenSource(PatienceMax);
        await _process.WaitForExitAsync(patience.Token);
        _process.Dispose();
        _folder?.Delete(recursive: true);
        File.Delete(ConnectionStringFile);
    }

    // The emulator is the script's only child.
    private async Task SignalEmulatorAsync(string signal)
    {
        var emulator = (await File.ReadAllTextAsync($"/proc/{_process.Id}/task/{_process.Id}/children")).Trim();
        using var kill = Process.Start("kill", [$"-{signal}", emulator]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Three ports that were free a moment ago.</summary>
    private static int[] FreePorts()
    {
        var probes = Enumerable.Range(0, 3).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        probes.ForEach(probe => probe.Start());
        int[] ports = [.. probes.Select(probe => ((IPEndPoint)probe.LocalEndpoint).Port)];
        probes.ForEach(probe => probe.Dispose());
        return ports;
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "OrleansLld.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("This does not run inside the repository.");
        return folder.FullName;
    }
}
