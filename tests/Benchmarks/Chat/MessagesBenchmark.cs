using System.CommandLine;
using System.Diagnostics;

namespace OrleansLld.Chat;

/// <summary><c>chat-messages</c>: messages between two, durable, over two gateways; and the same at an XMPP server.</summary>
internal sealed class MessagesBenchmark
{
    private readonly Option<int> _seconds = new("--seconds") { Description = "Seconds for each load", DefaultValueFactory = _ => 20 };
    private readonly Option<int> _warm = new("--warm-seconds") { Description = "Seconds of load before", DefaultValueFactory = _ => 20 };
    private readonly Option<int> _pairs = new("--pairs") { Description = "Pairs of people", DefaultValueFactory = _ => 128 };
    private readonly Option<int[]> _rates = new("--rates")
    {
        Description = "Messages a second of the loads at fixed rates",
        DefaultValueFactory = _ => [500, 1_000, 2_000, 5_000],
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<int> _port = new("--port") { Description = "The first of nine free ports", DefaultValueFactory = _ => 18_620 };
    private readonly Option<bool> _alone = new("--alone") { Description = "Without the peer" };

    public static Command Command()
    {
        var it = new MessagesBenchmark();
        var command = new Command("chat-messages", "Messages between two over two gateways, and at Prosody")
        {
            it._seconds, it._warm, it._pairs, it._rates, it._port, it._alone,
        };
        command.SetAction(it.Run);
        return command;
    }

    private async Task Run(ParseResult arguments, CancellationToken cancellationToken)
    {
        var (port, count) = (arguments.GetValue(_port), arguments.GetValue(_pairs));
        Report.Begin("Chat: messages between two");
        var rows = await Ours(arguments, port, count, cancellationToken);
        if (!arguments.GetValue(_alone))
            rows.AddRange(await Peers(arguments, port + ChatServers.Ports, count, cancellationToken));
        Console.WriteLine(
            $"{count} pairs, {MessageLoad.Text.Length} letters a message; the time runs from when a message should have been sent. Ours: "
            + "writers at one gateway process, readers at another, one silo process, synced to disk before it is delivered. Prosody: one "
            + "process, the archive written to files that are not synced. Servers and generator share the processor.");
        Console.WriteLine();
        Report.Table(
            [
                "server", "load", "messages/s", "received p50 ms", "p99 ms", "receipt p50 ms", "p99 ms", "missing", "cores: gateways",
                "cores: silo", "cores: generator",
            ],
            [.. rows]);
    }

    private async Task<List<IReadOnlyList<string>>> Ours(ParseResult arguments, int port, int count, CancellationToken cancellationToken)
    {
        await using var servers = await ChatServers.Start(port, 2, cancellationToken);
        var people = await servers.Register("load", 2 * count, cancellationToken);
        var pairs = new List<IMessagePair>();
        for (var i = 0; i < count; i++)
        {
            var (writerAt, readerAt) = (servers.Gateways[i % 2].Address, servers.Gateways[1 - (i % 2)].Address);
            pairs.Add(await HubPair.Open(writerAt, people[2 * i], readerAt, people[(2 * i) + 1], cancellationToken));
        }

        return await Measure("ours", arguments, pairs, () => ProcessorUse.Begin(servers).End, cancellationToken);
    }

    private async Task<List<IReadOnlyList<string>>> Peers(ParseResult arguments, int port, int count, CancellationToken cancellationToken)
    {
        await using var server = await Prosody.Start(port, count, cancellationToken);
        var pairs = new List<IMessagePair>();
        for (var i = 0; i < count; i++)
            pairs.Add(await XmppPair.Open(port, i, Prosody.Password, cancellationToken));
        return await Measure("Prosody", arguments, pairs, () => UseOf(server), cancellationToken);
    }

    private async Task<List<IReadOnlyList<string>>> Measure(
        string server,
        ParseResult arguments,
        List<IMessagePair> pairs,
        Func<Func<(double Gateways, double Silo, double Generator)>> use,
        CancellationToken cancellationToken)
    {
        var load = new MessageLoad(pairs);
        var duration = TimeSpan.FromSeconds(arguments.GetValue(_seconds));
        Report.Progress($"Warming up: {server}");
        await load.Closed(TimeSpan.FromSeconds(arguments.GetValue(_warm)), cancellationToken);
        List<IReadOnlyList<string>> rows =
            [await Row(server, "as fast as receipts come", use, () => load.Closed(duration, cancellationToken))];
        foreach (var rate in arguments.GetValue(_rates)!)
            rows.Add(await Row(server, $"{Report.Count(rate)} a second", use, () => load.Open(rate, duration, cancellationToken)));
        foreach (var pair in pairs)
            await pair.DisposeAsync();
        return rows;
    }

    private static async Task<IReadOnlyList<string>> Row(
        string server, string name, Func<Func<(double Gateways, double Silo, double Generator)>> use, Func<Task<MessageResult>> load)
    {
        Report.Progress($"{server}: {name}");
        var end = use();
        var result = await load();
        var (gateways, silo, generator) = end();
        return
        [
            server, name, Report.Count(result.PerSecond), Report.Decimal(result.Received.Ms(0.5)), Report.Decimal(result.Received.Ms(0.99)),
            Report.Decimal(result.Receipted.Ms(0.5)), Report.Decimal(result.Receipted.Ms(0.99)), Report.Count(result.Missing),
            Report.Decimal(gateways), Report.Decimal(silo), Report.Decimal(generator),
        ];
    }

    private static Func<(double Gateways, double Silo, double Generator)> UseOf(Prosody server)
    {
        using var self = Process.GetCurrentProcess();
        var (before, own, started) = (server.ProcessorTime, self.TotalProcessorTime, Stopwatch.GetTimestamp());
        return () =>
        {
            using var now = Process.GetCurrentProcess();
            var elapsed = Stopwatch.GetElapsedTime(started);
            return ((server.ProcessorTime - before) / elapsed, 0, (now.TotalProcessorTime - own) / elapsed);
        };
    }
}
