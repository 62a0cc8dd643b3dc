using System.CommandLine;
using System.Diagnostics;

namespace OrleansLld.Chat;

/// <summary><c>chat-sockets</c>: the gateway's connections beside those of a socket.io server.</summary>
internal sealed class SocketsBenchmark
{
    private static readonly TimeSpan PatienceMax = TimeSpan.FromSeconds(10);

    private readonly Option<int> _seconds = new("--seconds") { Description = "Seconds for each load", DefaultValueFactory = _ => 15 };
    private readonly Option<int> _connections = new("--connections") { DefaultValueFactory = _ => 1_000 };
    private readonly Option<int> _echoing = new("--echoing")
    {
        Description = "Of these how many echo at once",
        DefaultValueFactory = _ => 64,
    };

    private readonly Option<int> _inFlight = new("--in-flight")
    {
        Description = "How much is said before all have heard the first of it",
        DefaultValueFactory = _ => 16,
    };

    private readonly Option<int> _port = new("--port") { Description = "The first of nine free ports", DefaultValueFactory = _ => 18_680 };

    public static Command Command()
    {
        var it = new SocketsBenchmark();
        var command = new Command("chat-sockets", "Echoes and broadcasts over our hub and over socket.io, with clients of the same kind")
        {
            it._seconds, it._connections, it._echoing, it._inFlight, it._port,
        };
        command.SetAction(it.Run);
        return command;
    }

    private async Task Run(ParseResult arguments, CancellationToken cancellationToken)
    {
        var (port, count) = (arguments.GetValue(_port), arguments.GetValue(_connections));
        Report.Begin("Chat: sockets");
        List<IReadOnlyList<string>> rows = [await Ours(arguments, port, count, cancellationToken)];
        rows.Add(await Peer(arguments, port + ChatServers.Ports, count, cancellationToken));
        Console.WriteLine(
            $"{Report.Count(count)} connections; {arguments.GetValue(_echoing)} of them ask for an echo as soon as the last has come, then "
            + $"one says something to all, {arguments.GetValue(_inFlight)} at a time. Ours: SignalR in JSON, one gateway process; what is "
            + "said is a message to a channel that all have open, synced to disk by a silo process first. socket.io: one Node.js process, "
            + "WebSockets only; what is said is kept nowhere. Servers and generator share the processor.");
        Console.WriteLine();
        Report.Table(
            [
                "server", "echoes/s", "p50 ms", "p99 ms", "cores: server", "broadcast deliveries/s", "to all p50 ms", "p99 ms",
                "cores: server",
            ],
            [.. rows]);
    }

    private async Task<IReadOnlyList<string>> Ours(ParseResult arguments, int port, int count, CancellationToken cancellationToken)
    {
        await using var servers = await ChatServers.Start(port, 1, cancellationToken);
        using var times = new BroadcastTimes(count);
        var lines = await ChannelLine.Open(servers, count, times.Hear, cancellationToken);
        return await Measure(
            "ours", arguments, lines, times, () => servers.Gateways[0].ProcessorTime + servers.Silo.ProcessorTime, cancellationToken);
    }

    private async Task<IReadOnlyList<string>> Peer(ParseResult arguments, int port, int count, CancellationToken cancellationToken)
    {
        await using var server = await SocketIoServer.Start(port, cancellationToken);
        using var times = new BroadcastTimes(count);
        var lines = new List<IEchoLine>();
        for (var number = 0; number < count; number++)
        {
            var listener = number;
            lines.Add(await SocketIoLine.Open(server.Address, () => times.Hear(listener), cancellationToken));
        }

        return await Measure("socket.io", arguments, lines, times, () => server.ProcessorTime, cancellationToken);
    }

    private async Task<IReadOnlyList<string>> Measure(
        string name,
        ParseResult arguments,
        IReadOnlyList<IEchoLine> lines,
        BroadcastTimes times,
        Func<TimeSpan> busy,
        CancellationToken cancellationToken)
    {
        Report.Progress(name);
        var duration = TimeSpan.FromSeconds(arguments.GetValue(_seconds));
        var echoing = lines.Take(arguments.GetValue(_echoing)).ToList();
        await Echoes(echoing, duration / 3, cancellationToken);
        var (before, started) = (busy(), Stopwatch.GetTimestamp());
        var echoes = await Echoes(echoing, duration, cancellationToken);
        var echoTime = Stopwatch.GetElapsedTime(started);
        var echoCores = (busy() - before) / echoTime;

        await Broadcasts(duration / 3);
        (before, started) = (busy(), Stopwatch.GetTimestamp());
        var broadcasts = await Broadcasts(duration);
        var elapsed = Stopwatch.GetElapsedTime(started);
        var broadcastCores = (busy() - before) / elapsed;
        foreach (var line in lines)
            await line.DisposeAsync();
        return
        [
            name, Report.Count(echoes.Count / echoTime.TotalSeconds), Report.Decimal(echoes.Ms(0.5)), Report.Decimal(echoes.Ms(0.99)),
            Report.Decimal(echoCores), Report.Count(broadcasts.Count * (double)lines.Count / elapsed.TotalSeconds),
            Report.Decimal(broadcasts.Ms(0.5)), Report.Decimal(broadcasts.Ms(0.99)), Report.Decimal(broadcastCores),
        ];

        Task<Percentiles> Broadcasts(TimeSpan time) =>
            times.Run(lines[0].Say, arguments.GetValue(_inFlight), time, PatienceMax, cancellationToken);
    }

    private static async Task<Percentiles> Echoes(List<IEchoLine> lines, TimeSpan duration, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var times = await Task.WhenAll(lines.Select(line => Task.Run(
            async () =>
            {
                var own = new List<long>();
                while (Stopwatch.GetElapsedTime(started) < duration)
                {
                    var asked = Stopwatch.GetTimestamp();
                    await line.Echo();
                    own.Add(Stopwatch.GetTimestamp() - asked);
                }

                return own;
            },
            cancellationToken)));
        return new Percentiles(times.SelectMany(own => own));
    }
}
