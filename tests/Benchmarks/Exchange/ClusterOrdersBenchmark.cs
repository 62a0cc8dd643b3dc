using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OrleansLld.Accounts;
using OrleansLld.Azurite;
using OrleansLld.Cluster;
using OrleansLld.Storage;

namespace OrleansLld.Exchange;

/// <summary><c>cluster-orders</c>: the same load on clusters of one, two and three silos, with Redis and Azurite beside them.</summary>
internal sealed class ClusterOrdersBenchmark
{
    private const int MarketsCount = 8;
    private const int PortsASilo = 4;

    private static readonly string[] Bases = [.. Enumerable.Range(0, MarketsCount).Select(i => $"C{i}")];

    private readonly Option<int> _seconds = new("--seconds") { Description = "Seconds for each load", DefaultValueFactory = _ => 20 };
    private readonly Option<int> _port = new("--port") { Description = "The first of ten free ports", DefaultValueFactory = _ => 18_540 };
    private readonly Option<int> _inFlight = new("--in-flight")
    {
        Description = "Batches of a market sent before the first of them is answered",
        DefaultValueFactory = _ => 2,
    };

    public static Command Command()
    {
        var it = new ClusterOrdersBenchmark();
        var command = new Command("cluster-orders", "Batches for 8 markets on 1, 2 and 3 silos, on Azure storage (Azurite)")
        {
            it._seconds, it._port, it._inFlight,
        };
        command.SetAction(it.Run);
        return command;
    }

    private async Task Run(ParseResult arguments, CancellationToken cancellationToken)
    {
        var (seconds, inFlight) = (arguments.GetValue(_seconds), arguments.GetValue(_inFlight));
        Report.Begin("Orders on a cluster: 8 markets, Azurite written before the answer");
        var rows = new List<IReadOnlyList<string>>();
        for (var silos = 1; silos <= 3; silos++)
        {
            Report.Progress($"Silos: {silos}");
            rows.AddRange(await Measure(silos, arguments.GetValue(_port), inFlight, TimeSpan.FromSeconds(seconds), cancellationToken));
        }

        Console.WriteLine(
            $"{MarketsCount} markets, {BatchLoad.AccountsCount} accounts on all risk shards, {inFlight} batches of each market in flight; "
            + "of four orders two rest, one takes, one cancels. Silos, Redis, Azurite and the client share the machine; busy cores are "
            + "counted for the silos and for everything.");
        Console.WriteLine();
        Report.Table(
            ["silos", "orders a batch", "orders/s", "p50 ms a batch", "p99 ms a batch", "refused", "cores: silos", "cores: all"], rows);
    }

    private static async Task<List<IReadOnlyList<string>>> Measure(
        int count, int port, int inFlight, TimeSpan duration, CancellationToken cancellationToken)
    {
        await using var azurite = await AzuriteServer.StartAsync();
        var redisPort = port + (PortsASilo * 3);
        using var redis = PeerProcess.Start(
            [PeerProcess.Find("redis-server"), "--bind", "127.0.0.1", "--port", $"{redisPort}", "--save", "", "--logfile", "/dev/null"]);
        var silos = new List<ProductProcess>();
        try
        {
            await RedisSubject.UntilListening(redisPort, cancellationToken);
            var settings = Settings(redisPort, azurite.ConnectionStringFile);
            for (var i = 0; i < count; i++)
                silos.Add(await ProductProcess.Start(port + (PortsASilo * i), settings, cancellationToken));
            using var client = Client(redisPort);
            await client.StartAsync(cancellationToken);
            return await Measure(client.Services.GetRequiredService<IGrainFactory>(), silos, inFlight, duration, cancellationToken);
        }
        finally
        {
            foreach (var silo in silos)
                await silo.DisposeAsync();
            redis.Kill();
        }
    }

    private static async Task<List<IReadOnlyList<string>>> Measure(
        IGrainFactory grains, List<ProductProcess> silos, int inFlight, TimeSpan duration, CancellationToken cancellationToken)
    {
        var rows = new List<IReadOnlyList<string>>();
        var accounts = await BatchLoad.Fund(grains, [.. Bases, "USDT"], cancellationToken);
        foreach (var size in (int[])[1, 16, 256])
        {
            Report.Progress($"Batches of {size}");
            await LoadAll(grains, accounts, size, inFlight, duration / 2, cancellationToken);
            var (busy, all, started) = (Busy(silos), MachineBusy(), Stopwatch.GetTimestamp());
            var (times, refused) = await LoadAll(grains, accounts, size, inFlight, duration, cancellationToken);
            var elapsed = Stopwatch.GetElapsedTime(started);
            rows.Add(
            [
                Report.Count(silos.Count), Report.Count(size), Report.Count(times.Count * (double)size / elapsed.TotalSeconds),
                Report.Decimal(times.Ms(0.5)), Report.Decimal(times.Ms(0.99)), Report.Count(refused),
                Report.Decimal((Busy(silos) - busy) / elapsed), Report.Decimal((MachineBusy() - all) / elapsed),
            ]);
        }

        return rows;
    }

    private static async Task<(Percentiles Times, long Refused)> LoadAll(
        IGrainFactory grains, AccountId[] accounts, int size, int inFlight, TimeSpan duration, CancellationToken cancellationToken)
    {
        var loads = await Task.WhenAll(Bases.Select(
            asset => BatchLoad.Run(grains, $"{asset}USDT", accounts, size, inFlight, duration, cancellationToken)));
        return (Percentiles.Of(loads.Select(load => load.Times)), loads.Sum(load => load.Refused));
    }

    private static string[] Settings(int redisPort, string connectionStringFile)
    {
        Environment.SetEnvironmentVariable("Gateway__TokenKey", Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        Environment.SetEnvironmentVariable("Accounts__CredentialKey", Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        return
        [
            "--Gateway:Enabled=false",
            "--Orleans:Clustering:ProviderType=Redis", $"--Orleans:Clustering:ConnectionString=127.0.0.1:{redisPort}",
            "--Orleans:Reminders:ProviderType=Redis", $"--Orleans:Reminders:ConnectionString=127.0.0.1:{redisPort}",
            "--Storage:Provider=Azure", $"--Storage:Azure:ConnectionStringFile={connectionStringFile}",
            .. Bases.SelectMany((asset, i) => (string[])[$"--Exchange:Markets:{i}:Base={asset}", $"--Exchange:Markets:{i}:Quote=USDT"]),
        ];
    }

    private static IHost Client(int redisPort)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Orleans:Clustering:ProviderType"] = "Redis",
            ["Orleans:Clustering:ConnectionString"] = $"127.0.0.1:{redisPort}",
            // No silo dies here, and a batch that waits long must not be sent twice.
            ["Orleans:Messaging:ResponseTimeout"] = "00:01:00",
        });
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.UseOrleansClient(client => client.OutliveSilos(Random.Shared));
        return builder.Build();
    }

    private static TimeSpan Busy(IEnumerable<ProductProcess> silos) =>
        silos.Aggregate(TimeSpan.Zero, (sum, silo) => sum + silo.ProcessorTime);

    /// <summary>The time that all cores were not idle, of all processes; Linux counts it in hundredths of a second.</summary>
    private static TimeSpan MachineBusy()
    {
        // cpu user nice system idle iowait irq softirq steal …
        var ticks = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..9]
            .Select(text => long.Parse(text, CultureInfo.InvariantCulture)).ToList();
        return TimeSpan.FromMilliseconds(10.0 * (ticks.Sum() - ticks[3] - ticks[4]));
    }
}
