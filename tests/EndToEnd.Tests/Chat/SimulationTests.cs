using OrleansLld.Accounts;
using OrleansLld.Gateways;

namespace OrleansLld.Chat;

/// <summary>
/// Many people write to each other over three gateways while connections break and gateways and the silo are killed. In the end every
/// device shows what was said: each entry once, in one order for all.
/// </summary>
public sealed class SimulationTests(ITestOutputHelper output)
{
    private const int GroupSize = 10;
    private static readonly SettingsView Plain = new("", "", "everything", false, false);

    private static bool IsLong => Environment.GetEnvironmentVariable("ORLEANSLLD_SOAK") == "1";

    private static int People => IsLong ? 1_000 : 200;

    private static int Rounds => IsLong ? 10 : 1;

    [Fact]
    public async Task Whatever_dies_every_device_shows_everything_that_was_said_once_and_in_one_order()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        await using var cluster = await TwoGateways.Start(
            "--Accounts:PasswordRounds=10", "--Chat:SendBurst=1000000", "--Chat:Edge:CallBurst=100000",
            "--Logging:LogLevel:Default=Warning");
        RunningProduct[] gateways = [cluster.One, cluster.Other, await cluster.Add()];
        var people = await Task.WhenAll(Enumerable.Range(0, People).Select(number => Arrive(gateways, number, seed + number)));
        await Meet(people, random);

        using var over = new CancellationTokenSource();
        var lives = people.Select(person => person.Live(TimeSpan.FromSeconds(IsLong ? 8 : 3), over.Token)).ToArray();
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var victim in (RunningProduct[])[gateways[random.Next(3)], cluster.Silo])
            {
                await Task.Delay(TimeSpan.FromMilliseconds(random.Next(200, 1_500)), TestContext.Current.CancellationToken);
                await victim.KillAsync();
                await Task.Delay(TimeSpan.FromMilliseconds(random.Next(1_000)), TestContext.Current.CancellationToken);
                await victim.StartAgainAsync();
            }
        }

        await over.CancelAsync();
        await Task.WhenAll(lives);
        var shown = await Compare(people);
        output.WriteLine(
            $"{people.Sum(person => person.Said.Count)} messages of {People} people, shown {shown} times; "
            + $"{people.Sum(person => person.Devices.Sum(device => device.Connections))} connections");
        foreach (var device in people.SelectMany(person => person.Devices))
            await device.DisposeAsync();
    }

    private static async Task<SimulatedPerson> Arrive(RunningProduct[] gateways, int number, int seed)
    {
        var owner = await Visitor.SignedInTo(gateways[number % gateways.Length]);
        var devices = new ChatDevice[number % 5 == 0 ? 2 : 1];
        for (var i = 0; i < devices.Length; i++)
            devices[i] = await ChatDevice.Connect(owner, [.. Enumerable.Range(number + i, 3).Select(next => gateways[next % 3])]);
        return new SimulatedPerson(devices, seed);
    }

    // Everybody is in one group and has a conversation with the next.
    private static async Task Meet(SimulatedPerson[] people, Random random)
    {
        random.Shuffle(people);
        await Task.WhenAll(people.Chunk(GroupSize).Select(async members =>
        {
            var id = $"g.{Guid.NewGuid():N}";
            await members[0].Devices[0].Call<ConversationLine>("Begin", new NewConversation(
                id, [.. members.Skip(1).Select(member => member.Handle)], Plain with { Title = "A group" }));
            foreach (var member in members)
                member.Conversations.Add(id);
            foreach (var (one, other) in members.Zip(members.Skip(1)))
            {
                var direct = await ChatProduct.Direct(one.Devices[0], other.Devices[0]);
                one.Conversations.Add(direct);
                other.Conversations.Add(direct);
            }
        }));
    }

    private static async Task<int> Compare(SimulatedPerson[] people)
    {
        var logs = new Dictionary<string, EntryView[]>();
        foreach (var person in people)
            foreach (var conversation in person.Conversations.Where(one => !logs.ContainsKey(one)))
                logs[conversation] = await LogOf(person.Devices[0], conversation);
        await Task.WhenAll(people.SelectMany(person => person.Devices.Select(device =>
            device.CatchUp(person.Conversations.ToDictionary(one => one, one => (long)logs[one].Length)))));

        foreach (var (conversation, log) in logs)
        {
            log.Select(entry => entry.Sequence).ShouldBe(Enumerable.Range(1, log.Length).Select(number => (long)number), conversation);
            var said = people.SelectMany(person => person.Said).Where(one => one.Conversation == conversation)
                .Select(one => (one.Sent.Sequence, one.Sent.Id, (string?)one.Text)).Order();
            log.Where(entry => entry.Kind == "text").Select(entry => (entry.Sequence, entry.Id, entry.Text)).ShouldBe(said, conversation);
        }

        foreach (var person in people)
            foreach (var conversation in person.Conversations)
            {
                foreach (var device in person.Devices)
                    device.ShownOf(conversation).Select(entry => (entry.Sequence, entry.Id, entry.Text))
                        .ShouldBe(logs[conversation].Select(entry => (entry.Sequence, entry.Id, entry.Text)), conversation);
                var members = await person.Devices[0].Call<MemberView[]>("Members", conversation, "", 100);
                members.ShouldAllBe(member => member.Delivered == logs[conversation].Length);
            }

        foreach (var device in people.SelectMany(person => person.Devices))
            device.Heard<WatermarkPush>().ShouldAllBe(
                mark => mark.Read <= mark.Delivered && mark.Delivered <= logs[mark.Conversation].Length);
        return people.Sum(person => person.Devices.Sum(device => person.Conversations.Sum(one => device.ShownOf(one).Count)));
    }

    private static async Task<EntryView[]> LogOf(ChatDevice device, string conversation)
    {
        var log = new List<EntryView>();
        while (true)
        {
            var page = await device.Call<EntriesView>("Entries", conversation, (long)log.Count, false, 200);
            log.AddRange(page.Entries);
            if (page.Entries.Length == 0)
                return [.. log];
        }
    }
}
