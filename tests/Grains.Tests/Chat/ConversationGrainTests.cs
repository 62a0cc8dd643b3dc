using OrleansLld.Accounts;

namespace OrleansLld.Chat;

public sealed class ConversationGrainTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static readonly ConversationSettings Settings = new("A group", "", JoinerHistory.Everything, false, false);

    [Fact]
    public async Task What_is_written_to_somebody_who_is_away_is_there_when_they_come_and_the_writer_hears_of_it()
    {
        await using var chat = await ChatCluster.Start();
        var room = await Room.Direct(chat);
        var gateway = await chat.Connect(1);

        var sent = await room.Say(1, "Hi Bob, are you there?");
        var bob = await chat.Inbox(new AccountId(2)).Sync(new DeviceNotice(Room.DeviceOf(2), "phone"), "", Cancellation);
        var line = bob.Conversations.ShouldHaveSingleItem();
        await room.Acknowledge(2, line.Conversation.Head, 0);

        line.Conversation.Unread.ShouldBe(1);
        line.Conversation.Last!.Body.ShouldBe(new TextBody("Hi Bob, are you there?", 0, false));
        var delivered = await gateway.Next<WatermarkNews>(news => news.Account.Value == 2);
        (delivered.Delivered, delivered.Read).ShouldBe((sent.Sequence, 0));
    }

    [Fact]
    public async Task A_group_hears_what_is_said_once_for_each_gateway()
    {
        await using var chat = await ChatCluster.Start();
        var room = await Room.Group(chat, 2, 3);
        var (one, other) = (await chat.Connect(1, 2), await chat.Connect(3));

        var sent = await room.Say(2, "Hello Everyone!");

        foreach (var gateway in (ListeningGateway[])[one, other])
            (await gateway.Next<EntriesNews>()).Entries.ShouldHaveSingleItem().Sequence.ShouldBe(sent.Sequence);
        one.Deliveries.Single(delivery => delivery.News is EntriesNews).To.Select(account => account.Value).Order().ShouldBe([1, 2]);
    }

    [Fact]
    public async Task Writers_side_by_side_get_numbers_without_gaps_and_repeats_get_the_first_ones()
    {
        await using var chat = await ChatCluster.Start();
        var room = await Room.Direct(chat);
        string[] ids = [.. Enumerable.Range(0, 100).Select(i => $"c{i}")];

        var sent = await Task.WhenAll(ids.Concat(ids).Select(id => room.Say(id[^1] % 2 + 1, id, id)));

        var all = await room.All(1);
        all.Select(entry => entry.Sequence).ShouldBe(Enumerable.Range(1, 101).Select(i => (long)i));
        all.Skip(1).Select(entry => entry.ClientId).Order().ShouldBe(ids.Order());
        sent.Select(reply => (reply.Refusal, reply.Sequence)).ShouldBe(
            ids.Concat(ids).Select(id => (ChatRefusal.None, all.Single(entry => entry.ClientId == id).Sequence)));
    }

    [Fact]
    public async Task Who_sends_too_fast_is_told_how_long_to_wait_and_a_repeat_costs_nothing()
    {
        await using var chat = await ChatCluster.Start(sendBurst: 2);
        var room = await Room.Direct(chat);
        await room.Say(1, "one", "one");
        await room.Say(1, "two", "two");

        (await room.Say(1, "two", "two")).Refusal.ShouldBe(ChatRefusal.None);
        var refused = await room.Say(1, "three", "three");
        (await room.Say(2, "mine")).Refusal.ShouldBe(ChatRefusal.None);
        chat.Time.Move(refused.RetryAfter);

        refused.Refusal.ShouldBe(ChatRefusal.TooFast);
        refused.RetryAfter.ShouldBeInRange(TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(100));
        (await room.Say(1, "three", "three")).Refusal.ShouldBe(ChatRefusal.None);
    }

    [Fact]
    public async Task After_a_restart_everything_is_as_it_was()
    {
        var chat = await ChatCluster.Start();
        var room = await Room.Group(chat, 2, 3);
        for (var i = 0; i < 300; i++)
            await room.Say(1 + i % 3, $"message {i}");
        await room.Send(2, new EditedBody(4, "edited"));
        await room.Send(3, new ReactedBody(250, "👍"));
        await room.Send(1, new DeletedBody(5));
        await room.Acknowledge(2, 200, 100);
        var before = (await room.All(1), await Described(room, 2));

        await using var again = await chat.Restart();

        var after = (await room.In(again).All(1), await Described(room.In(again), 2));
        Text(after).ShouldBe(Text(before));
        (await room.In(again).Say(3, "message 299", "m300")).Sequence.ShouldBe(301);
    }

    [Fact]
    public async Task An_old_message_that_was_changed_shows_so_on_its_page()
    {
        await using var chat = await ChatCluster.Start();
        var room = await Room.Direct(chat);
        for (var i = 0; i < EntryLog.TailMax + 10; i++)
            await room.Say(1 + i % 2, $"message {i}");

        await Task.WhenAll(room.Send(1, new ReactedBody(3, "👍")), room.Send(2, new ReactedBody(3, "🎉")));
        await room.Send(1, new EditedBody(2, "other words"));
        await room.Send(2, new DeletedBody(5));

        var all = await room.All(2);
        all[2].Reactions.ShouldBe([new Reaction(new AccountId(1), "👍"), new Reaction(new AccountId(2), "🎉")]);
        all[1].Body.ShouldBe(new TextBody("other words", 0, true));
        all[4].Body.ShouldBe(new DeletedBody(5));
        (await room.Send(1, new TextBody("re", 5, false))).Refusal.ShouldBe(ChatRefusal.NoSuchMessage);
    }

    [Fact]
    public async Task Pages_go_back_from_the_newest_and_forward_from_any()
    {
        await using var chat = await ChatCluster.Start();
        var room = await Room.Direct(chat);
        for (var i = 0; i < 200; i++)
            await room.Say(1 + i % 2, $"message {i}");

        var newest = await room.Grain.Entries(new AccountId(1), new EntryRange(long.MaxValue, true, 50), Cancellation);
        var older = await room.Grain.Entries(new AccountId(1), new EntryRange(newest.Entries[^1].Sequence, true, 120), Cancellation);
        var forward = await room.Grain.Entries(new AccountId(1), new EntryRange(10, false, 20), Cancellation);

        newest.Entries.Select(entry => entry.Sequence).ShouldBe(Enumerable.Range(152, 50).Reverse().Select(i => (long)i));
        older.Entries.Select(entry => entry.Sequence).ShouldBe(Enumerable.Range(32, 120).Reverse().Select(i => (long)i));
        forward.Entries.Select(entry => entry.Sequence).ShouldBe(Enumerable.Range(11, 20).Select(i => (long)i));
        newest.Head.ShouldBe(201);
    }

    [Fact]
    public async Task Whoever_joins_a_group_that_shows_nothing_sees_nothing_of_before()
    {
        await using var chat = await ChatCluster.Start();
        var room = await Room.Group(chat, 2);
        await room.Administer(1, new ChangeSettings(Settings with { History = JoinerHistory.Nothing }));
        await room.Say(1, "before");

        await room.Administer(1, new AddMembers([Room.Name(3)]));
        var after = await room.Say(1, "after");

        (await room.All(3)).Select(entry => entry.Sequence).ShouldBe([after.Sequence - 1, after.Sequence]);
    }

    [Fact]
    public async Task Of_many_commits_of_one_epoch_one_wins()
    {
        await using var chat = await ChatCluster.Start();
        var room = await Room.Direct(chat, isEncrypted: true);
        await room.Send(1, new CommitBody(0, default, default, new byte[] { 1 }));

        for (var epoch = 1L; epoch <= 5; epoch++)
        {
            var commits = await Task.WhenAll(Enumerable.Range(0, 6).Select(i =>
                room.Send(1 + i % 2, new CommitBody(epoch, new byte[] { 7 }, default, new[] { (byte)(epoch + 1) }))));
            commits.Select(reply => reply.Refusal).Order().ShouldBe(
                [ChatRefusal.None, .. Enumerable.Repeat(ChatRefusal.EpochPassed, 5)]);
        }

        var info = await room.Grain.GroupInfo(new AccountId(2), Cancellation);
        info.Epoch.ShouldBe(6);
        info.GroupInfo.ToArray().ShouldBe([6]);
    }

    [Fact]
    public async Task An_outsider_is_refused_everywhere_and_leaves_no_trace()
    {
        await using var chat = await ChatCluster.Start();
        var room = await Room.Group(chat, 2);
        var (outsider, before) = (new AccountId(9), await room.All(1));

        (await room.Say(9, "hello")).Refusal.ShouldBe(ChatRefusal.NotMember);
        (await room.Acknowledge(9, 1, 1)).ShouldBe(ChatRefusal.NotMember);
        (await room.Grain.Describe(outsider, Cancellation)).Refusal.ShouldBe(ChatRefusal.NotMember);
        (await room.Grain.Entries(outsider, new EntryRange(0, false, 10), Cancellation)).Refusal.ShouldBe(ChatRefusal.NotMember);
        (await room.Grain.Members(outsider, default, 10, Cancellation)).Refusal.ShouldBe(ChatRefusal.NotMember);
        (await room.Grain.Receipts(outsider, [1], Cancellation)).ShouldBeEmpty();
        (await room.Grain.GroupInfo(outsider, Cancellation)).GroupInfo.IsEmpty.ShouldBeTrue();
        foreach (var command in (Administration[])
            [
                new AddMembers([Room.Name(9)]), new RemoveMember(new AccountId(2)),
                new ChangeRole(new AccountId(2), MemberRole.Administrator), new ChangeSettings(Settings), new ChangeLink(""),
                new BlockPeer(true),
            ])
            (await room.Administer(9, command)).Refusal.ShouldBe(ChatRefusal.NotMember, command.ToString());
        (await room.Administer(9, new JoinByLink(Guid.NewGuid().ToString("N"), "user9"))).Refusal.ShouldBe(ChatRefusal.InvalidLink);
        (await room.Begin(9, [2], Settings)).Refusal.ShouldBe(ChatRefusal.NotMember);

        Text(await room.All(1)).ShouldBe(Text(before));
    }

    [Fact]
    public async Task A_channel_is_joined_by_its_link_read_by_its_members_and_written_by_its_administrators()
    {
        await using var chat = await ChatCluster.Start();
        var room = await Room.Channel(chat);
        var token = Guid.NewGuid().ToString("N");
        await room.Administer(1, new ChangeLink(token));
        await room.Say(1, "first");

        (await room.Administer(2, new JoinByLink(token, "user2"))).Conversation!.MemberCount.ShouldBe(2);
        (await room.All(2)).Length.ShouldBe(2);
        (await room.Say(2, "me too")).Refusal.ShouldBe(ChatRefusal.NotAllowed);
        (await room.Administer(1, new ChangeRole(new AccountId(2), MemberRole.Administrator))).Refusal.ShouldBe(ChatRefusal.None);
        (await room.Say(2, "me too")).Refusal.ShouldBe(ChatRefusal.None);
        (await room.Administer(2, new LeaveConversation())).Conversation.ShouldBeNull();
        (await room.Grain.Entries(new AccountId(2), new EntryRange(0, false, 10), Cancellation)).Refusal.ShouldBe(ChatRefusal.NotMember);
    }

    [Fact]
    public async Task Those_who_wrote_in_a_group_hear_how_many_have_read_it()
    {
        await using var chat = await ChatCluster.Start();
        var room = await Room.Group(chat, 2, 3);
        var gateway = await chat.Connect(1);
        var sent = await room.Say(1, "read this");

        await room.Acknowledge(2, sent.Sequence, sent.Sequence);
        await room.Acknowledge(3, sent.Sequence, 0);

        await gateway.Next<ReceiptsNews>(news => news.Counts.Contains(new ReceiptCount(sent.Sequence, 2, 1)));
        (await room.Grain.Receipts(new AccountId(1), [sent.Sequence], Cancellation)).ShouldBe([new ReceiptCount(sent.Sequence, 2, 1)]);
    }

    private static async Task<ConversationView?> Described(Room room, long reader) =>
        (await room.Grain.Describe(new AccountId(reader), Cancellation)).Conversation;

    private static string Text<T>(T value) => System.Text.Json.JsonSerializer.Serialize(value, Lenient);

    private static readonly System.Text.Json.JsonSerializerOptions Lenient = new() { IncludeFields = true };
}
