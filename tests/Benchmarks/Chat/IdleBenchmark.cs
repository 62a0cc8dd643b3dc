using System.CommandLine;
using System.Diagnostics;
using OrleansLld.Accounts;

namespace OrleansLld.Chat;

/// <summary><c>chat-idle</c>: many devices that are connected to one gateway and say nothing.</summary>
internal sealed class IdleBenchmark
{
    private const long FirstAccount = 1_000_000;
    private static readonly TimeSpan PingEvery = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan SyncEvery = TimeSpan.FromSeconds(30);

    private readonly Option<int> _seconds = new("--seconds") { Description = "Seconds for each row", DefaultValueFactory = _ => 60 };
    private readonly Option<int> _port = new("--port") { Description = "The first of eight free ports", DefaultValueFactory = _ => 18_600 };
    private readonly Option<int> _connections = new("--connections") { DefaultValueFactory = _ => 10_000 };

    public static Command Command()
    {
        var it = new IdleBenchmark();
        var command = new Command("chat-idle", "What idle connections cost a gateway: memory and processor time")
        {
            it._seconds, it._port, it._connections,
        };
        command.SetAction(it.Run);
        return command;
    }

    private async Task Run(ParseResult arguments, CancellationToken cancellationToken)
    {
        var (count, duration) = (arguments.GetValue(_connections), TimeSpan.FromSeconds(arguments.GetValue(_seconds)));
        Report.Begin("Chat: idle connections of one gateway");
        await using var servers = await ChatServers.Start(arguments.GetValue(_port), 1, cancellationToken);
        var people = Enumerable.Range(0, count).Select(number => Of(servers, FirstAccount + number)).ToList();
        // The first connections bring the code into memory; what they take is not theirs.
        foreach (var line in await Connect(servers, people[..Math.Min(count, 100)], cancellationToken))
            await line.DisposeAsync();
        var before = servers.Gateways[0].MemoryMiB;
        Report.Progress($"Connecting {count}");
        var started = Stopwatch.GetTimestamp();
        var lines = await Connect(servers, people, cancellationToken);
        var connected = Stopwatch.GetElapsedTime(started);

        List<IReadOnlyList<string>> rows =
        [
            await Row("pings every 15 s", servers, lines, before, duration, withSync: false, cancellationToken),
            await Row("and Sync every 30 s", servers, lines, before, duration, withSync: true, cancellationToken),
        ];
        Console.WriteLine(
            $"{Report.Count(count)} devices of as many accounts, JSON over WebSockets, on one gateway process beside a silo process; all "
            + $"said hello within {Report.Decimal(connected.TotalSeconds)} s. The gateway had {Report.Count(before)} MiB before them.");
        Console.WriteLine();
        Report.Table(
            ["each does", "still connected", "gateway MiB", "KiB a connection", "cores: gateway", "cores: silo", "cores: generator"], rows);
        foreach (var line in lines)
            await line.DisposeAsync();
    }

    private static Person Of(ChatServers servers, long number)
    {
        var account = new AccountId(number);
        return new Person(account, $"idle-{number}", servers.TokenOf(account, $"idle-{number}"));
    }

    private static Task<HubLine[]> Connect(ChatServers servers, IReadOnlyList<Person> people, CancellationToken cancellationToken) =>
        servers.Connect(people, _ => 0, _ => (_, _) => { }, cancellationToken);

    private static async Task<IReadOnlyList<string>> Row(
        string name,
        ChatServers servers,
        HubLine[] lines,
        double before,
        TimeSpan duration,
        bool withSync,
        CancellationToken cancellationToken)
    {
        Report.Progress(name);
        var use = ProcessorUse.Begin(servers);
        var pings = Around(lines, PingEvery, duration, line => line.Ping(cancellationToken), cancellationToken);
        var syncs = withSync
            ? Around(
                lines, SyncEvery, duration, line => line.Tell("Sync", line.Greeting.GetProperty("cursor").GetString()), cancellationToken)
            : Task.CompletedTask;
        await Task.WhenAll(pings, syncs);
        var (gateways, silo, generator) = use.End();
        var memory = servers.Gateways[0].MemoryMiB;
        return
        [
            name, Report.Count(lines.Count(line => line.Failure is null)), Report.Count(memory),
            Report.Decimal((memory - before) * 1_024 / lines.Length), Report.Decimal(gateways), Report.Decimal(silo),
            Report.Decimal(generator),
        ];
    }

    /// <summary>Each line has its turn once in every period, evenly spread.</summary>
    private static async Task Around(
        HubLine[] lines, TimeSpan period, TimeSpan duration, Func<HubLine, ValueTask> turn, CancellationToken cancellationToken)
    {
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        var (started, done) = (Stopwatch.GetTimestamp(), 0L);
        while (Stopwatch.GetElapsedTime(started) < duration && await ticks.WaitForNextTickAsync(cancellationToken))
        {
            for (var due = (long)(Stopwatch.GetElapsedTime(started) / period * lines.Length); done < due; done++)
            {
                var line = lines[done % lines.Length];
                if (line.Failure is null)
                    await turn(line);
            }
        }
    }
}
