using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace OrleansLld;

/// <summary>
/// The product as its users run it: a process of the built silo with gateway and web client, on ports and in a data directory of its
/// own. It can be killed and started again on the same data; disposing of it ends the process and removes the data.
/// </summary>
public sealed class RunningProduct : IAsyncDisposable
{
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan StoppedWithin = TimeSpan.FromSeconds(40);

    private readonly string _program;
    private readonly SmallDisk? _disk;
    private readonly List<string> _log = [];
    private readonly Lock _logLock = new();
    private IReadOnlyList<string> _arguments;
    private Process? _process;

    private RunningProduct(string program, int orleansGatewayPort, IReadOnlyList<string> arguments, SmallDisk? disk = null)
    {
        _program = program;
        _arguments = arguments;
        _disk = disk;
        OrleansGatewayPort = orleansGatewayPort;
        DataDirectory = Directory.CreateTempSubdirectory("orleanslld-e2e-").FullName;
        var isTls = arguments.Any(argument => argument.StartsWith("--Gateway:Http:Certificate:", StringComparison.Ordinal));
        Address = new Uri($"{(isTls ? "https" : "http")}://127.0.0.1:{FreePorts.Take()}");
        S3Address = new Uri($"http://127.0.0.1:{FreePorts.Take()}");
        Http = NewClient();
    }

    /// <summary>Where the gateway listens.</summary>
    public Uri Address { get; }

    /// <summary>Where S3 is reached.</summary>
    public Uri S3Address { get; }

    /// <summary>A client that is nobody: it sends no token and follows no redirect.</summary>
    public HttpClient Http { get; }

    public string DataDirectory { get; }

    public int OrleansSiloPort { get; } = FreePorts.Take();

    public int OrleansGatewayPort { get; }

    /// <summary>Whether its process is there; a suspended one is.</summary>
    public bool IsRunning => _process is { HasExited: false };

    public int ProcessId => _process?.Id ?? throw new InvalidOperationException("The product is not running.");

    /// <summary>Everything the process has written, of all its starts.</summary>
    public string Log
    {
        get
        {
            lock (_logLock)
                return string.Join('\n', _log);
        }
    }

    /// <summary>Starts the product and returns when it says that it is ready.</summary>
    /// <param name="arguments">As on its command line, such as <c>--Demo</c>; ports and data directory are given by the fixture.</param>
    public static Task<RunningProduct> StartAsync(params string[] arguments) =>
        StartAsync(new RunningProduct("OrleansLld.Silo.dll", FreePorts.Take(), arguments));

    /// <summary>Starts the product with its data on the disk, which is the caller's.</summary>
    public static Task<RunningProduct> StartOnAsync(SmallDisk disk, params string[] arguments) =>
        StartAsync(new RunningProduct("OrleansLld.Silo.dll", FreePorts.Take(), arguments, disk));

    /// <summary>Starts a gateway without a silo of its own, as an Orleans client of a running one.</summary>
    public static Task<RunningProduct> StartGatewayAsync(RunningProduct silo, params string[] arguments) =>
        StartAsync(new RunningProduct("OrleansLld.Gateway.dll", silo.OrleansGatewayPort, arguments));

    /// <summary>A silo or gateway of a cluster, not started yet; the arguments name the membership provider.</summary>
    internal static RunningProduct PartOfCluster(string program, IReadOnlyList<string> arguments) =>
        new(program, FreePorts.Take(), arguments);

    private static async Task<RunningProduct> StartAsync(RunningProduct product)
    {
        try
        {
            await product.StartAgainAsync();
            return product;
        }
        catch
        {
            await product.DisposeAsync();
            throw;
        }
    }

    public HttpClient NewClient() =>
        new(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            // A certificate of a test is self-made: who wants to know which it is looks at it.
            SslOptions = { RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null },
        })
        {
            BaseAddress = Address,
            Timeout = TimeSpan.FromSeconds(60),
        };

    /// <summary>Starts it on the data that is there, and returns when it is ready.</summary>
    public async Task StartAgainAsync()
    {
        Launch();
        await UntilReadyAsync();
    }

    /// <summary>The same with other arguments than before.</summary>
    public Task StartAgainAsync(IReadOnlyList<string> arguments)
    {
        _arguments = arguments;
        return StartAgainAsync();
    }

    /// <summary>Starts its process and does not wait for it.</summary>
    public void Launch()
    {
        string[] command = [.. _disk?.Launcher ?? [], "dotnet", Path.Combine(AppContext.BaseDirectory, _program)];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = DataDirectory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add($"--Gateway:Http:Port={Address.Port}");
        start.ArgumentList.Add($"--ObjectStore:Port={S3Address.Port}");
        start.ArgumentList.Add($"--Orleans:SiloPort={OrleansSiloPort}");
        start.ArgumentList.Add($"--Orleans:GatewayPort={OrleansGatewayPort}");
        start.ArgumentList.Add($"--Data={Path.Combine(_disk?.Path ?? DataDirectory, "data")}");
        foreach (var argument in _arguments)
            start.ArgumentList.Add(argument);

        _process = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>kill -9: nothing of the process gets to run any more.</summary>
    public async Task KillAsync()
    {
        var process = _process ?? throw new InvalidOperationException("The product is not running.");
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        _process = null;
    }

    /// <summary>SIGSTOP: the process stands still, with its connections open and its leases running out.</summary>
    public Task SuspendAsync() => SignalAsync("STOP");

    /// <summary>SIGCONT: it goes on as if nothing had been.</summary>
    public Task ResumeAsync() => SignalAsync("CONT");

    /// <summary>SIGTERM, and the wait for the orderly end.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> StopAsync()
    {
        await SignalAsync("TERM");
        return await UntilEndedAsync();
    }

    /// <summary>Waits for an end that the process comes to by itself.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> UntilEndedAsync()
    {
        var process = _process ?? throw new InvalidOperationException("The product is not running.");
        using var patience = new CancellationTokenSource(StoppedWithin);
        await process.WaitForExitAsync(patience.Token);
        var exitCode = process.ExitCode;
        process.Dispose();
        _process = null;
        return exitCode;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (_process is not null)
            await KillAsync();
        Directory.Delete(DataDirectory, recursive: true);
    }

    /// <summary>Waits until it says that it can serve, for instance again after the silo that it depends on came back.</summary>
    public async Task UntilReadyAsync()
    {
        var process = _process ?? throw new InvalidOperationException("The product is not running.");
        using var patience = new CancellationTokenSource(ReadyWithin);
        while (true)
        {
            if (process.HasExited)
                throw new InvalidOperationException($"The product ended with code {process.ExitCode} before it was ready:\n{Log}");
            if (patience.IsCancellationRequested)
                throw new TimeoutException($"The product was not ready within {ReadyWithin}:\n{Log}");
            if (await IsReadyAsync(patience.Token))
                return;
            await Task.Delay(TimeSpan.FromMilliseconds(50));
        }
    }

    private async Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await Http.GetAsync(new Uri("/health/ready", UriKind.Relative), cancellationToken);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{ProcessId}"]);
        await kill.WaitForExitAsync();
    }

    private void Keep(string? line)
    {
        if (line is null)
            return;
        lock (_logLock)
            _log.Add(line);
    }
}

/// <summary>Ports that were free a moment ago and that no other test of this process was given.</summary>
public static class FreePorts
{
    private static readonly HashSet<int> Given = [];
    private static readonly Lock GivenLock = new();

    public static int Take()
    {
        while (true)
        {
            using var probe = new TcpListener(IPAddress.Loopback, 0);
            probe.Start();
            var port = ((IPEndPoint)probe.LocalEndpoint).Port;
            lock (GivenLock)
            {
                if (Given.Add(port))
                    return port;
            }
        }
    }
}
