using System.CommandLine;
using System.Diagnostics;

namespace OrleansLld.Exchange.Http;

/// <summary><c>http-orders</c>: signed orders through the whole product, from the socket to the synced disk and back.</summary>
internal sealed class HttpOrdersBenchmark
{
    private readonly Option<int> _seconds = new("--seconds") { Description = "Seconds for each load", DefaultValueFactory = _ => 10 };
    private readonly Option<int> _connections = new("--connections") { DefaultValueFactory = _ => 64 };
    private readonly Option<int> _accounts = new("--accounts") { DefaultValueFactory = _ => 16 };
    private readonly Option<int> _rate = new("--rate") { Description = "Of the load at a fixed rate", DefaultValueFactory = _ => 4_000 };
    private readonly Option<int> _port = new("--port") { Description = "The first of three free ports", DefaultValueFactory = _ => 18_510 };
    private readonly Option<string[]> _silo = new("--silo")
    {
        Description = "Further arguments of the silo, such as --silo=--Gateway:Dashboard=false",
        DefaultValueFactory = _ => [],
    };

    public static Command Command()
    {
        var it = new HttpOrdersBenchmark();
        var command = new Command("http-orders", "Signed orders over HTTP against a silo of its own, on the same machine")
        {
            it._seconds, it._connections, it._accounts, it._rate, it._port, it._silo,
        };
        command.SetAction(it.Run);
        return command;
    }

    private async Task Run(ParseResult arguments, CancellationToken cancellationToken)
    {
        var duration = TimeSpan.FromSeconds(arguments.GetValue(_seconds));
        var rate = arguments.GetValue(_rate);
        Report.Begin("Orders over HTTP: signed, matched, synced, answered");
        await using var silo = await ProductProcess.Start(arguments.GetValue(_port), arguments.GetValue(_silo)!, cancellationToken);
        var lines = await Connect(silo, arguments.GetValue(_connections), arguments.GetValue(_accounts), cancellationToken);
        var load = new OrderLoad(lines);
        Report.Progress("Warming up");
        await load.Closed(duration / 2, cancellationToken);

        var rows = new List<IReadOnlyList<string>>();
        Report.Progress("As fast as answers come");
        rows.Add(await Row("as fast as answers come", silo, () => load.Closed(duration, cancellationToken)));
        Report.Progress($"{rate} a second");
        rows.Add(await Row($"{Report.Count(rate)} a second", silo, () => load.Open(rate, duration, cancellationToken)));
        Console.WriteLine(
            $"{lines.Count} keep-alive connections of {arguments.GetValue(_accounts)} accounts, one market; of six orders two rest away "
            + "from the market, one rests at it, one takes, two cancel. Server and load generator share the processor. At a fixed rate the "
            + "time runs from when an order should have been sent; the generator's clock ticks every millisecond, and *sent late* "
            + "tells its part of "
            + "the time.");
        Console.WriteLine();
        Report.Table(
            [
                "load", "orders/s", "p50 ms", "p99 ms", "p99.9 ms", "max ms", "sent late p50", "sent late p99", "refused",
                "server cores", "generator cores",
            ],
            rows);
        Console.WriteLine($"Server memory afterwards: {Report.Count(silo.MemoryMiB)} MiB.");
        foreach (var (connection, _) in lines)
            connection.Dispose();
    }

    private static async Task<List<(OrderConnection Connection, OrderScript Script)>> Connect(
        ProductProcess silo, int connections, int accounts, CancellationToken cancellationToken)
    {
        Report.Progress($"Registering {accounts} accounts");
        using var client = new HttpClient { BaseAddress = silo.Address };
        var traders = new List<Trader>();
        while (traders.Count < accounts)
            traders.Add(await Trader.Register(client, traders.Count, cancellationToken));
        var lines = new List<(OrderConnection, OrderScript)>();
        for (var number = 0; number < connections; number++)
        {
            var connection = new OrderConnection();
            await connection.Open(silo.Address, cancellationToken);
            lines.Add((connection, new OrderScript(traders[number % accounts], number, TimeProvider.System)));
        }

        return lines;
    }

    private static async Task<IReadOnlyList<string>> Row(string name, ProductProcess silo, Func<Task<LoadResult>> load)
    {
        using var self = Process.GetCurrentProcess();
        var (server, generator) = (silo.ProcessorTime, self.TotalProcessorTime);
        var result = await load();
        self.Refresh();
        var (serverCores, generatorCores) =
            ((silo.ProcessorTime - server) / result.Elapsed, (self.TotalProcessorTime - generator) / result.Elapsed);
        if (result.Refused > 0)
            Report.Progress($"A refusal: {result.Refusal}");
        return
        [
            name, Report.Count(result.PerSecond), Report.Decimal(result.Times.Ms(0.5)), Report.Decimal(result.Times.Ms(0.99)),
            Report.Decimal(result.Times.Ms(0.999)), Report.Decimal(result.Times.Ms(1)), Report.Decimal(result.Lateness.Ms(0.5)),
            Report.Decimal(result.Lateness.Ms(0.99)), Report.Count(result.Refused),
            Report.Decimal(serverCores), Report.Decimal(generatorCores),
        ];
    }
}
