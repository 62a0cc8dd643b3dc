using System.Diagnostics;
using System.Net;

namespace OrleansLld;

/// <summary>The product as its users run it, built as this program was, on ports and data of its own.</summary>
internal sealed class ProductProcess : IAsyncDisposable
{
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly string _folder;

    private ProductProcess(Process process, string folder, int port) =>
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

    /// <summary>Starts a silo.</summary>
    /// <param name="port">The first of four free ports.</param>
    /// <param name="arguments">Further arguments of the silo.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    public static Task<ProductProcess> Start(int port, IReadOnlyList<string> arguments, CancellationToken cancellationToken) => Start(
        "Silo",
        port,
        [$"--Orleans:SiloPort={port + 1}", $"--Orleans:GatewayPort={port + 2}", $"--ObjectStore:Port={port + 3}", .. arguments],
        cancellationToken);

    /// <summary>Starts a gateway of a silo.</summary>
    /// <param name="port">The first of two free ports.</param>
    /// <param name="silo">The port that was given to the silo.</param>
    /// <param name="arguments">Further arguments of the gateway.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    public static Task<ProductProcess> StartGateway(
        int port, int silo, IReadOnlyList<string> arguments, CancellationToken cancellationToken) => Start(
        "Gateway", port, [$"--Orleans:GatewayPort={silo + 2}", $"--ObjectStore:Port={port + 1}", .. arguments], cancellationToken);

    private static async Task<ProductProcess> Start(
        string project, int port, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("orleanslld-load-").FullName;
        var built = new DirectoryInfo(AppContext.BaseDirectory).Name;
        var program = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", project, built, $"OrleansLld.{project}.dll"));
        string[] command =
        [
            "dotnet", program, "--Demo", $"--Data={folder}/data", $"--Gateway:Http:Port={port}",
            "--Gateway:RateLimits:RegistrationsPerHour=10000", "--Gateway:RateLimits:SignInsPerMinute=10000",
            .. arguments,
        ];
        var quoted = string.Join(' ', command.Select(argument => $"'{argument}'"));
        var process = PeerProcess.Start(["bash", "-c", $"cd '{folder}' && exec {quoted} > '{folder}/log' 2>&1"]);
        var product = new ProductProcess(process, folder, port);
        try
        {
            await product.UntilReady(cancellationToken);
            return product;
        }
        catch
        {
            await product.DisposeAsync();
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

        var log = await File.ReadAllTextAsync($"{_folder}/log", cancellationToken);
        throw new InvalidOperationException($"The process is not ready:\n{log}");
    }
}
