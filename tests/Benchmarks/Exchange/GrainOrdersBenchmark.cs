using System.CommandLine;
using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OrleansLld.Accounts;
using OrleansLld.Storage;

namespace OrleansLld.Exchange;

/// <summary><c>grain-orders</c>: batches of orders through the grains of one market, each durable before it is answered.</summary>
internal sealed class GrainOrdersBenchmark
{
    private const string Symbol = "BTCUSDT";

    private readonly Option<int> _seconds = new("--seconds") { Description = "Seconds for each load", DefaultValueFactory = _ => 10 };
    private readonly Option<int> _port = new("--port") { Description = "The first of two free ports", DefaultValueFactory = _ => 18_520 };
    private readonly Option<int> _inFlight = new("--in-flight")
    {
        Description = "Batches sent before the first of them is answered",
        DefaultValueFactory = _ => 4,
    };

    public static Command Command()
    {
        var it = new GrainOrdersBenchmark();
        var command = new Command("grain-orders", "Batches through IOrderBookGrain.Submit in one process, on RocksDB")
        {
            it._seconds, it._port, it._inFlight,
        };
        command.SetAction(it.Run);
        return command;
    }

    private async Task Run(ParseResult arguments, CancellationToken cancellationToken)
    {
        var (seconds, inFlight) = (arguments.GetValue(_seconds), arguments.GetValue(_inFlight));
        Report.Begin("Orders through grains: one market, RocksDB synced before the answer");
        var folder = Directory.CreateTempSubdirectory("orleanslld-grains-").FullName;
        try
        {
            using var host = Silo(folder, arguments.GetValue(_port));
            await host.StartAsync(cancellationToken);
            var grains = host.Services.GetRequiredService<IGrainFactory>();
            var accounts = await BatchLoad.Fund(grains, ["BTC", "USDT"], cancellationToken);
            var rows = new List<IReadOnlyList<string>>();
            foreach (var size in (int[])[64, 256, 1_000])
            {
                Report.Progress($"Batches of {size}");
                await BatchLoad.Run(grains, Symbol, accounts, size, inFlight, TimeSpan.FromSeconds(seconds / 2.0), cancellationToken);
                rows.Add(await Row(grains, accounts, size, inFlight, TimeSpan.FromSeconds(seconds), cancellationToken));
            }

            await host.StopAsync(cancellationToken);
            Console.WriteLine(
                $"{BatchLoad.AccountsCount} accounts on all risk shards, {inFlight} batches in flight; of four orders two rest, "
                + "one takes, one cancels. Client and silo share the process.");
            Console.WriteLine();
            Report.Table(["orders a batch", "orders/s", "p50 ms a batch", "p99 ms a batch", "refused", "cores"], rows);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static IHost Silo(string folder, int port)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["Data"] = folder, ["Demo"] = "true" });
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.UseOrleans(silo => silo.UseLocalhostClustering(port, port + 1).AddGrainStore().AddExchange());
        return builder.Build();
    }

    private static async Task<IReadOnlyList<string>> Row(
        IGrainFactory grains, AccountId[] accounts, int size, int inFlight, TimeSpan duration, CancellationToken cancellationToken)
    {
        using var self = Process.GetCurrentProcess();
        var (processor, started) = (self.TotalProcessorTime, Stopwatch.GetTimestamp());
        var (times, refused) = await BatchLoad.Run(grains, Symbol, accounts, size, inFlight, duration, cancellationToken);
        var elapsed = Stopwatch.GetElapsedTime(started);
        self.Refresh();
        return
        [
            Report.Count(size), Report.Count(times.Count * (double)size / elapsed.TotalSeconds), Report.Decimal(times.Ms(0.5)),
            Report.Decimal(times.Ms(0.99)), Report.Count(refused), Report.Decimal((self.TotalProcessorTime - processor) / elapsed),
        ];
    }
}
