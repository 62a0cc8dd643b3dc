using OrleansLld.Accounts;

namespace OrleansLld.Chat;

/// <summary>What a device that syncs now and then knows of its conversations.</summary>
public sealed class InboxSyncTests
{
    private static readonly AccountId Ann = new(1);
    private static readonly DeviceNotice Phone = new(Room.DeviceOf(1), "phone");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_cursor_is_answered_with_what_changed_since_and_nothing_twice()
    {
        await using var chat = await ChatCluster.Start();
        var (bob, carl) = (await Room.Direct(chat, 1, 2), await Room.Direct(chat, 1, 3));
        await bob.Say(2, "Hello");
        var whole = await Sync(chat);
        await carl.Say(3, "Hi");
        await carl.Say(3, "Are you there?");

        var changed = await Sync(chat, whole.Cursor);
        var nothing = await Sync(chat, changed.Cursor);

        whole.IsWhole.ShouldBeTrue();
        whole.Conversations.Select(line => line.Conversation.Id).ShouldBe([bob.Id, carl.Id]);
        changed.IsWhole.ShouldBeFalse();
        var line = changed.Conversations.ShouldHaveSingleItem().Conversation;
        (line.Id, line.Unread, ((TextBody)line.Last!.Body).Text).ShouldBe((carl.Id, 2, "Are you there?"));
        nothing.Conversations.ShouldBeEmpty();
        nothing.Left.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_list_has_the_newest_first()
    {
        await using var chat = await ChatCluster.Start();
        var rooms = new[] { await Room.Direct(chat, 1, 2), await Room.Direct(chat, 1, 3), await Room.Direct(chat, 1, 4) };
        foreach (var room in new[] { rooms[1], rooms[2], rooms[0] })
        {
            await room.Say(1, "Hello");
            chat.Time.Move(TimeSpan.FromSeconds(1));
        }

        (await Sync(chat)).Conversations.Select(line => line.Conversation.Id).ShouldBe([rooms[0].Id, rooms[2].Id, rooms[1].Id]);
    }

    [Fact]
    public async Task A_cursor_of_before_a_restart_is_answered_with_everything()
    {
        var before = await ChatCluster.Start();
        var room = await Room.Direct(before);
        await room.Say(2, "Hello");
        var known = await Sync(before);
        await using var after = await before.Restart();

        var again = await Sync(after, known.Cursor);

        again.IsWhole.ShouldBeTrue();
        again.Conversations.ShouldHaveSingleItem().Conversation.Unread.ShouldBe(1);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("@00000000000000000000000000000001.5")]
    [InlineData(".")]
    public async Task A_cursor_that_nobody_gave_is_answered_with_everything(string cursor)
    {
        await using var chat = await ChatCluster.Start();
        await Room.Direct(chat);

        (await Sync(chat, cursor)).IsWhole.ShouldBeTrue();
    }

    [Fact]
    public async Task What_one_device_reads_is_read_on_the_others()
    {
        await using var chat = await ChatCluster.Start();
        var room = await Room.Direct(chat);
        await room.Say(2, "One");
        var two = await room.Say(2, "Two");
        var laptop = new DeviceNotice(new DeviceId(Guid.NewGuid()), "laptop");
        var known = await chat.Inbox(Ann).Sync(laptop, "", Token);

        await room.Acknowledge(1, two.Sequence, two.Sequence);
        var read = await chat.Inbox(Ann).Sync(laptop, known.Cursor, Token);

        known.Conversations.ShouldHaveSingleItem().Conversation.Unread.ShouldBe(2);
        read.Conversations.ShouldHaveSingleItem().Conversation.Unread.ShouldBe(0);
    }

    [Fact]
    public async Task Only_messages_of_others_are_unread()
    {
        await using var chat = await ChatCluster.Start();
        var room = await Room.Direct(chat);
        var mine = await room.Say(1, "Mine");
        await room.Send(2, new ReactedBody(mine.Sequence, "+1"));
        await room.Say(2, "An answer");

        var line = (await Sync(chat)).Conversations.ShouldHaveSingleItem().Conversation;

        line.Unread.ShouldBe(1);
        line.LastAuthor.ShouldBe("user2");
    }

    [Fact]
    public async Task An_archived_conversation_comes_back_with_the_next_message_and_not_with_a_reaction()
    {
        await using var chat = await ChatCluster.Start();
        var room = await Room.Direct(chat);
        var first = await room.Say(2, "Hello");
        var until = chat.Time.GetUtcNow() + TimeSpan.FromDays(7);
        (await chat.Inbox(Ann).Prefer(room.Id, new ConversationPreference(until, true), Token)).ShouldBe(ChatRefusal.None);

        var archived = await Sync(chat);
        await room.Send(2, new ReactedBody(first.Sequence, "+1"));
        var reacted = await Sync(chat, archived.Cursor);
        await room.Say(2, "Are you there?");
        var back = await Sync(chat, reacted.Cursor);

        archived.Conversations.ShouldHaveSingleItem().Preference.ShouldBe(new ConversationPreference(until, true));
        reacted.Conversations.ShouldHaveSingleItem().Preference.IsArchived.ShouldBeTrue();
        back.Conversations.ShouldHaveSingleItem().Preference.ShouldBe(new ConversationPreference(until, false));
    }

    [Fact]
    public async Task How_a_conversation_is_wanted_is_kept_and_told_to_other_devices_and_outsiders_want_nothing()
    {
        var before = await ChatCluster.Start();
        var room = await Room.Direct(before);
        await room.Say(2, "Hello");
        var known = await Sync(before);
        var until = before.Time.GetUtcNow() + TimeSpan.FromDays(7);
        await before.Inbox(Ann).Prefer(room.Id, new ConversationPreference(until, false), Token);
        (await Sync(before, known.Cursor)).Conversations.ShouldHaveSingleItem().Preference.MutedUntil.ShouldBe(until);
        await using var after = await before.Restart();

        (await Sync(after)).Conversations.ShouldHaveSingleItem().Preference.MutedUntil.ShouldBe(until);
        var outsider = after.Inbox(new AccountId(9));
        (await outsider.Prefer(room.Id, new ConversationPreference(until, true), Token)).ShouldBe(ChatRefusal.NotMember);
    }

    [Fact]
    public async Task Whoever_is_blocked_writes_no_more_and_does_again_when_allowed()
    {
        await using var chat = await ChatCluster.Start();
        var room = await Room.Direct(chat);

        await chat.Inbox(Ann).Block(Room.Name(2), isBlocked: true, Token);
        (await room.Say(2, "Hello?")).Refusal.ShouldBe(ChatRefusal.Blocked);
        (await room.Say(1, "Hello?")).Refusal.ShouldBe(ChatRefusal.Blocked);
        (await Sync(chat)).Conversations.ShouldHaveSingleItem().Conversation.IsBlocked.ShouldBeTrue();
        await chat.Inbox(Ann).Block(Room.Name(2), isBlocked: false, Token);

        (await room.Say(2, "Hello!")).Refusal.ShouldBe(ChatRefusal.None);
    }

    [Fact]
    public async Task Whoever_is_blocked_begins_nothing_with_the_one_who_blocked_and_adds_nobody()
    {
        await using var chat = await ChatCluster.Start();
        var group = await Room.Group(chat, 2);
        await group.Administer(1, new ChangeRole(new AccountId(2), MemberRole.Administrator));
        await chat.Inbox(new AccountId(3)).Block(Room.Name(2), isBlocked: true, Token);
        var direct = ConversationId.Between(new AccountId(2), new AccountId(3));
        var begin = new BeginConversation(Room.Name(2), [Room.Name(3)], new ConversationSettings("", "", default, false, false));

        (await chat.Conversation(direct).Begin(begin, Token)).Refusal.ShouldBe(ChatRefusal.Blocked);
        (await group.Administer(2, new AddMembers([Room.Name(3)]))).Refusal.ShouldBe(ChatRefusal.Blocked);
        (await group.Administer(1, new AddMembers([Room.Name(3)]))).Refusal.ShouldBe(ChatRefusal.None);
    }

    [Fact]
    public async Task A_channel_is_asked_at_most_every_five_minutes_and_by_whoever_asks_for_everything()
    {
        await using var chat = await ChatCluster.Start();
        var channel = await Room.Channel(chat);
        var known = await Sync(chat);
        var said = await channel.Say(1, "News");

        var soon = await Sync(chat, known.Cursor);
        var whole = await Sync(chat);
        var more = await channel.Say(1, "More news");
        chat.Time.Move(TimeSpan.FromMinutes(5));
        var later = await Sync(chat, whole.Cursor);

        soon.Conversations.ShouldBeEmpty();
        whole.Conversations.ShouldHaveSingleItem().Conversation.Head.ShouldBe(said.Sequence);
        later.Conversations.ShouldHaveSingleItem().Conversation.Head.ShouldBe(more.Sequence);
        (await Sync(chat, later.Cursor)).Conversations.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Conversations_tell_inboxes_while_inboxes_ask_conversations_and_everybody_is_answered(int seed)
    {
        await using var chat = await ChatCluster.Start();
        var random = new Random(seed);
        var rooms = new List<Room>();
        for (var i = 0; i < 6; i++)
            rooms.Add(await Room.Group(chat, 2, 3, 4));
        var tasks = new List<Task>();
        for (var step = 0; step < 300; step++)
        {
            var (room, account) = (rooms[random.Next(rooms.Count)], random.Next(1, 5));
            tasks.Add(random.Next(5) switch
            {
                0 => room.Say(account, $"{step}"),
                1 => room.Administer(1, random.Next(2) == 0 ? new AddMembers([Room.Name(4)]) : new RemoveMember(new AccountId(4))),
                2 => chat.Inbox(new AccountId(account)).Block(Room.Name(9), random.Next(2) == 0, Token),
                3 => room.Acknowledge(account, step, step),
                _ => chat.Inbox(new AccountId(account)).Sync(new DeviceNotice(Room.DeviceOf(account), "phone"), "", Token),
            });
        }

        await Task.WhenAll(tasks);

        foreach (var account in Enumerable.Range(1, 4).Select(number => new AccountId(number)))
        {
            var sync = await chat.Inbox(account).Sync(new DeviceNotice(Room.DeviceOf(account.Value), "phone"), "", Token);
            foreach (var room in rooms)
            {
                var view = (await room.Grain.Describe(account, Token)).Conversation;
                var line = sync.Conversations.SingleOrDefault(line => line.Conversation.Id == room.Id);
                (line?.Conversation.Head).ShouldBe(view?.Head, $"account {account}, seed {seed}");
            }
        }
    }

    private static Task<SyncReply> Sync(ChatCluster chat, string cursor = "") =>
        ChatCluster.UntilAnswered(() => chat.Inbox(Ann).Sync(Phone, cursor, Token));
}
