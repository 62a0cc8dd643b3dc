using System.Diagnostics;
using System.Net;

namespace OrleansLld.Exchange.Http;

/// <summary>The product as its users run it, built as this program was, on ports and data of its own.</summary>
internal sealed class SiloProcess : IAsyncDisposable
{
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly string _folder;

    private SiloProcess(Process process, string folder, int port) =>
        (_process, _folder, Address) = (process, folder, new Uri($"http://127.0.0.1:{port}"));

    public Uri Address { get; }

    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    public double MemoryMiB
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64 / 1048576.0;
        }
    }

    /// <param name="port">The first of four free ports.</param>
    /// <param name="arguments">Further arguments of the silo.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    public static async Task<SiloProcess> Start(int port, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("orleanslld-load-").FullName;
        var built = new DirectoryInfo(AppContext.BaseDirectory).Name;
        var program = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "Silo", built, "OrleansLld.Silo.dll"));
        string[] command =
        [
            "dotnet", program, "--Demo", $"--Data={folder}/data", $"--Gateway:Http:Port={port}",
            $"--Orleans:SiloPort={port + 1}", $"--Orleans:GatewayPort={port + 2}", $"--ObjectStore:Port={port + 3}",
            "--Gateway:RateLimits:RegistrationsPerHour=10000", "--Gateway:RateLimits:SignInsPerMinute=10000",
            .. arguments,
        ];
        var quoted = string.Join(' ', command.Select(argument => $"'{argument}'"));
        var process = PeerProcess.Start(["bash", "-c", $"cd '{folder}' && exec {quoted} > '{folder}/log' 2>&1"]);
        var silo = new SiloProcess(process, folder, port);
        try
        {
            await silo.UntilReady(cancellationToken);
            return silo;
        }
        catch
        {
            await silo.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task UntilReady(CancellationToken cancellationToken)
    {
        using var client = new HttpClient { BaseAddress = Address };
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < ReadyWithin && !_process.HasExited)
        {
            try
            {
                using var answer = await client.GetAsync(new Uri("/health/ready", UriKind.Relative), cancellationToken);
                if (answer.StatusCode == HttpStatusCode.OK)
                    return;
            }
            catch (HttpRequestException)
            {
                // Not listening yet: the wait goes on until the time is over.
            }

            await Task.Delay(100, cancellationToken);
        }

        throw new InvalidOperationException($"The silo is not ready:\n{await File.ReadAllTextAsync($"{_folder}/log", cancellationToken)}");
    }
}
