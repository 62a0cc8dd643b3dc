using System.CommandLine;
using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OrleansLld.Accounts;
using OrleansLld.Storage;

namespace OrleansLld.Chat;

/// <summary><c>chat-channel</c>: what it takes to say something to a channel, by how many members it has.</summary>
internal sealed class ChannelBenchmark
{
    private const long OwnerNumber = 1;
    private const int OnlinePart = 10;
    private const int OnlineMax = 100_000;
    private const int EntersAtOnce = 1_024;

    private static readonly MemberName Owner = new(new AccountId(OwnerNumber), "owner");

    private readonly Option<int> _publishes = new("--publishes") { Description = "Messages a channel", DefaultValueFactory = _ => 200 };
    private readonly Option<int> _port = new("--port") { Description = "The first of two free ports", DefaultValueFactory = _ => 18_660 };
    private readonly Option<int[]> _members = new("--members")
    {
        Description = "Sizes of channels",
        DefaultValueFactory = _ => [100, 1_000, 10_000, 100_000, 1_000_000],
        AllowMultipleArgumentsPerToken = true,
    };

    public static Command Command()
    {
        var it = new ChannelBenchmark();
        var command = new Command("chat-channel", "Publishing to channels of up to a million members, through their grains in one process")
        {
            it._publishes, it._port, it._members,
        };
        command.SetAction(it.Run);
        return command;
    }

    private async Task Run(ParseResult arguments, CancellationToken cancellationToken)
    {
        Report.Begin("Chat: publishing to a channel");
        var folder = Directory.CreateTempSubdirectory("orleanslld-channel-").FullName;
        try
        {
            var calls = new GrainCallCount();
            using var host = Silo(folder, arguments.GetValue(_port), calls);
            await host.StartAsync(cancellationToken);
            var client = host.Services.GetRequiredService<IClusterClient>();
            var rows = new List<IReadOnlyList<string>>();
            foreach (var members in arguments.GetValue(_members)!)
                rows.Add(await Measure(client, calls, members, arguments.GetValue(_publishes), cancellationToken));
            await host.StopAsync(cancellationToken);
            Console.WriteLine(
                $"One message after the other, each synced to disk; a tenth of the members listens, at most {Report.Count(OnlineMax)}, "
                + $"simulated: gateways of at most {Report.Count(SimulatedGateway.ListenersMax)} that subscribe to their streams in the "
                + "same process and hand each entry to each of their listeners. The time runs from the send.");
            Console.WriteLine();
            Report.Table(
                [
                    "members", "listeners", "gateways", "grain calls a message", "answered p50 ms", "p99 ms",
                    "last listener p50 ms", "p99 ms", "members entered/s",
                ],
                [.. rows]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static IHost Silo(string folder, int port, GrainCallCount calls)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Data"] = folder,
            ["Chat:SendBurst"] = "1000000",
            ["Chat:SendsPerSecond"] = "1000000",
        });
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(port, port + 1).AddGrainStore().AddChat();
            silo.AddIncomingGrainCallFilter(calls);
        });
        return builder.Build();
    }

    private static async Task<IReadOnlyList<string>> Measure(
        IClusterClient client, GrainCallCount calls, int members, int publishes, CancellationToken cancellationToken)
    {
        Report.Progress($"{members} members");
        var id = ConversationId.Of(ConversationKind.Channel, Guid.NewGuid());
        var channel = client.GetGrain<IConversationGrain>(id.ToString());
        var settings = new ConversationSettings("News", "", JoinerHistory.Everything, true, false);
        var begun = await channel.Begin(new BeginConversation(Owner, [], settings), cancellationToken);
        var entered = await Enter(client, id, members - 1, cancellationToken);
        var listeners = Math.Min(members / OnlinePart, OnlineMax);
        var gateways = await SimulatedGateway.Start(client, id, listeners, begun.Conversation!.Head, cancellationToken);

        await Publish(channel, gateways, publishes / 4, "w", cancellationToken);
        calls.Begin();
        var (answered, shown) = await Publish(channel, gateways, publishes, "m", cancellationToken);
        var count = calls.End();
        return
        [
            Report.Count(members), Report.Count(listeners), Report.Count(gateways.Count), Report.Decimal(count / (double)publishes),
            Report.Decimal(answered.Ms(0.5)), Report.Decimal(answered.Ms(0.99)), Report.Decimal(shown.Ms(0.5)),
            Report.Decimal(shown.Ms(0.99)), Report.Count(entered),
        ];
    }

    /// <returns>How many were entered a second.</returns>
    private static async Task<double> Enter(IGrainFactory grains, ConversationId id, int count, CancellationToken cancellationToken)
    {
        var (started, since) = (Stopwatch.GetTimestamp(), DateTimeOffset.UnixEpoch);
        var options = new ParallelOptions { MaxDegreeOfParallelism = EntersAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(Enumerable.Range(0, count), options, async (number, token) =>
        {
            var account = new AccountId(OwnerNumber + 1 + number);
            var bucket = grains.GetGrain<IChannelMembersGrain>($"{id}/{account.Value % IChannelMembersGrain.Buckets}");
            await bucket.Enter(new ChannelMember(new MemberName(account, $"member-{number}"), since, 1, 0), token);
        });
        return count / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static async Task<(Percentiles Answered, Percentiles Shown)> Publish(
        IConversationGrain channel,
        IReadOnlyList<SimulatedGateway> gateways,
        int count,
        string prefix,
        CancellationToken cancellationToken)
    {
        var (answered, shown) = (new List<long>(), new List<long>());
        for (var i = 0; i < count; i++)
        {
            var started = Stopwatch.GetTimestamp();
            var command = new SendEntry(
                Owner.Account, new DeviceId(Guid.NewGuid()), $"{prefix}{i}", new TextBody(MessageLoad.Text, 0, false));
            var reply = await channel.Send(command, cancellationToken);
            answered.Add(Stopwatch.GetTimestamp() - started);
            if (reply.Refusal != ChatRefusal.None)
                throw new InvalidOperationException($"The message was refused: {reply.Refusal}");
            foreach (var gateway in gateways)
                await gateway.UntilShown(reply.Sequence, cancellationToken);
            shown.Add(Stopwatch.GetTimestamp() - started);
        }

        return (new Percentiles(answered), new Percentiles(shown));
    }
}
