using System.CommandLine;
using System.Diagnostics;

namespace OrleansLld.Chat;

/// <summary><c>chat-group</c>: a large group whose members are all there, over two gateways.</summary>
internal sealed class GroupBenchmark
{
    private const int MembersPerCommand = 63;

    private readonly Option<int> _seconds = new("--seconds") { Description = "Seconds for each load", DefaultValueFactory = _ => 20 };
    private readonly Option<int> _members = new("--members") { Description = "At most 1,024", DefaultValueFactory = _ => 1_000 };
    private readonly Option<int[]> _rates = new("--rates")
    {
        Description = "Messages a second",
        DefaultValueFactory = _ => [1, 5, 20],
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<int> _port = new("--port") { Description = "The first of eight free ports", DefaultValueFactory = _ => 18_640 };

    public static Command Command()
    {
        var it = new GroupBenchmark();
        var command = new Command("chat-group", "Messages to a group of a thousand who are all online, over two gateways")
        {
            it._seconds, it._members, it._rates, it._port,
        };
        command.SetAction(it.Run);
        return command;
    }

    private async Task Run(ParseResult arguments, CancellationToken cancellationToken)
    {
        var (count, duration) = (arguments.GetValue(_members), TimeSpan.FromSeconds(arguments.GetValue(_seconds)));
        Report.Begin("Chat: a group whose members are all online");
        await using var servers = await ChatServers.Start(arguments.GetValue(_port), 2, cancellationToken);
        var people = await servers.Register("member", count, cancellationToken);
        var times = new GroupTimes(count);
        var lines = await servers.Connect(
            people, number => number % 2, number => (method, news) => times.Take(number, method, news), cancellationToken);
        var group = await Gather(lines[0], people);
        times.Acknowledge = (member, sequence) => _ = lines[member].Tell("Acknowledge", group, sequence, 0L).AsTask();

        Report.Progress("Warming up");
        await Load(lines[0], group, times, 5, duration / 2, cancellationToken);
        var rows = new List<IReadOnlyList<string>>();
        foreach (var isAcknowledged in (bool[])[false, true])
        {
            times.IsAcknowledged = isAcknowledged;
            foreach (var rate in arguments.GetValue(_rates)!)
            {
                Report.Progress($"{rate} a second");
                var use = ProcessorUse.Begin(servers);
                var result = await Load(lines[0], group, times, rate, duration, cancellationToken);
                rows.Add(Row(isAcknowledged, rate, result, use.End()));
            }
        }

        Console.WriteLine(
            $"{Report.Count(count)} members, half of them at each of two gateway processes, one silo process; the time runs from when a "
            + "message should have been sent. Servers and generator share the processor.");
        Console.WriteLine();
        Report.Table(
            [
                "messages/s", "each member acknowledges", "deliveries/s", "last member p50 ms", "p99 ms", "all deliveries p50 ms", "p99 ms",
                "missing", "cores: gateways", "cores: silo", "cores: generator",
            ],
            [.. rows]);
        foreach (var line in lines)
            await line.DisposeAsync();
    }

    private static IReadOnlyList<string> Row(
        bool isAcknowledged, int rate, GroupResult result, (double Gateways, double Silo, double Generator) use) =>
    [
        Report.Count(rate), isAcknowledged ? "yes" : "no", Report.Count(result.Each.Count / result.Elapsed.TotalSeconds),
        Report.Decimal(result.Last.Ms(0.5)), Report.Decimal(result.Last.Ms(0.99)), Report.Decimal(result.Each.Ms(0.5)),
        Report.Decimal(result.Each.Ms(0.99)), Report.Count(result.Missing), Report.Decimal(use.Gateways), Report.Decimal(use.Silo),
        Report.Decimal(use.Generator),
    ];

    private static async Task<string> Gather(HubLine owner, Person[] people)
    {
        Report.Progress("Gathering the group");
        var group = $"g.{Guid.NewGuid():N}";
        var settings = new SettingsView("Everybody", "", "everything", false, false);
        var parts = people.Skip(1).Select(person => person.Handle).Chunk(MembersPerCommand).ToList();
        await owner.Call("Begin", new NewConversation(group, parts[0], settings));
        foreach (var part in parts.Skip(1))
            await owner.Call("Change", new ConversationChange(group, "add", part));
        return group;
    }

    private static async Task<GroupResult> Load(
        HubLine sender, string group, GroupTimes times, int rate, TimeSpan duration, CancellationToken cancellationToken)
    {
        var (total, started, sent) = ((int)Math.Max(1, rate * duration.TotalSeconds), Stopwatch.GetTimestamp(), 0);
        times.Begin(total, number => started + (number * Stopwatch.Frequency / rate));
        var sends = new List<Task>();
        await Metronome.Run(
            rate,
            total,
            started,
            count =>
            {
                for (var i = 0; i < count; i++)
                    sends.Add(sender.Tell("Send", new OutgoingEntry(group, times.ClientIdOf(sent++), "text", MessageLoad.Text)).AsTask());
            },
            cancellationToken);
        await Task.WhenAll(sends);
        return await times.End(started);
    }
}
