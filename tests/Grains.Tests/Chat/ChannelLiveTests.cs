using OrleansLld.Accounts;

namespace OrleansLld.Chat;

/// <summary>What it takes to tell a large channel's listeners.</summary>
public sealed class ChannelLiveTests
{
    private const int Gateways = 12;
    private const int ListenersPerGateway = 8_000;

    private static readonly long Members =
        Environment.GetEnvironmentVariable("ORLEANSLLD_SOAK") == "1" ? 1_000_000 : 20_000;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_entry_reaches_each_gateway_that_listens_once_whatever_the_number_of_listeners()
    {
        var calls = new CountedCalls();
        await using var chat = await ChatCluster.Start(configure: silo => silo.AddOutgoingGrainCallFilter(calls));
        var room = await Room.Channel(chat);
        var audience = chat.Grains.GetGrain<IChannelAudienceGrain>(room.Id.ToString());
        var gateways = new List<ListeningGateway>();
        while (gateways.Count < Gateways)
        {
            gateways.Add(await chat.Listen());
            await audience.Listen(gateways[^1].Id, ListenersPerGateway, Cancellation);
        }

        var silent = await chat.Listen();
        await audience.Listen(silent.Id, 10, Cancellation);
        await audience.Listen(silent.Id, 0, Cancellation);
        await room.Say(1, "a first one, so that everything is awake");
        calls.Count = 0;
        var sent = await room.Say(1, "to everybody");

        foreach (var gateway in gateways)
            (await gateway.Next<EntriesNews>(news => news.Entries[^1].Sequence == sent.Sequence)).Conversation.ShouldBe(room.Id);
        gateways.ShouldAllBe(gateway => gateway.Deliveries.Count == 2);
        silent.Deliveries.ShouldBeEmpty();
        (await audience.Size(Cancellation)).ShouldBe(new AudienceSize(Gateways * ListenersPerGateway, Gateways, 7));
        // The audience, its seven shards and no more: what goes over the streams comes on top, a batch a gateway.
        calls.Count.ShouldBe(1 + 7);
    }

    [Fact]
    public async Task Publishing_to_a_channel_asks_nobody_of_its_members()
    {
        var calls = new CountedCalls();
        await using var chat = await ChatCluster.Start(configure: silo => silo.AddOutgoingGrainCallFilter(calls));
        var room = await Room.Channel(chat);
        var audience = chat.Grains.GetGrain<IChannelAudienceGrain>(room.Id.ToString());
        await Task.WhenAll(Enumerable.Range(0, IChannelMembersGrain.Buckets).Select(bucket => Fill(chat, room, bucket)));
        for (var gateway = 0; gateway < 50; gateway++)
            await audience.Listen(Guid.NewGuid(), 2_000, Cancellation);
        await room.Say(1, "a first one, so that everything is awake");
        calls.Count = 0;

        for (var said = 0; said < 10; said++)
            (await room.Say(1, "to everybody")).Refusal.ShouldBe(ChatRefusal.None);

        // The audience, and a shard for each 15,000 of the 100,000 who listen.
        calls.Count.ShouldBe(10 * (1 + 7));
        chat.Time.Move(TimeSpan.FromSeconds(10));
        (await room.Grain.Describe(new AccountId(1), Cancellation)).Conversation!.MemberCount.ShouldBe(Members);
        (await room.Say(Members, "an ordinary member")).Refusal.ShouldBe(ChatRefusal.NotAllowed);
        (await room.All(Members)).Count(entry => entry.Body is TextBody).ShouldBe(11);
    }

    // As joining by link enters them, without what the conversation and the inboxes have to do with it.
    private static async Task Fill(ChatCluster chat, Room room, int bucket)
    {
        var members = chat.Grains.GetGrain<IChannelMembersGrain>($"{room.Id}/{bucket}");
        for (long account = bucket; account <= Members; account += IChannelMembersGrain.Buckets)
        {
            if (account > 1)
                await members.Enter(new ChannelMember(Room.Name(account), DateTimeOffset.UnixEpoch, 1, 0), Cancellation);
        }
    }

    /// <summary>Counts the calls between the chat's grains.</summary>
    private sealed class CountedCalls : IOutgoingGrainCallFilter
    {
        private int _count;

        public int Count
        {
            get => Volatile.Read(ref _count);
            set => Volatile.Write(ref _count, value);
        }

        public Task Invoke(IOutgoingGrainCallContext context)
        {
            if (context.Request.GetInterfaceType().Namespace == typeof(IChannelShardGrain).Namespace && context.SourceContext is not null)
                Interlocked.Increment(ref _count);
            return context.Invoke();
        }
    }
}
