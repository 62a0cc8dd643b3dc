using OrleansLld.Accounts;
using OrleansLld.Storage;

namespace OrleansLld.Chat;

/// <summary>Who is in a conversation has it in the inbox, and nobody else.</summary>
public sealed class ConversationMembersTests
{
    private static readonly TimeSpan PatienceMax = TimeSpan.FromSeconds(30);
    private static readonly ConversationSettings Settings = new("A group", "", JoinerHistory.Everything, false, false);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1, false)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    public async Task Whoever_was_added_hears_of_it_though_the_one_who_added_never_tried_again(int commitsBefore, bool isOnlyTheAnswerLost)
    {
        var chat = await ChatCluster.Start();
        var room = await Room.Group(chat, 2);
        chat.Commits.Choose(commitsBefore, isOnlyTheAnswerLost);
        await Should.ThrowAsync<StorageUnavailableException>(
            () => room.Grain.Administer(new AccountId(1), new AddMembers([Room.Name(3)]), Token));

        await using var again = await chat.Restart();
        (await room.In(again).Grain.Describe(new AccountId(1), Token)).Conversation!.MemberCount.ShouldBe(3);

        await Listed(again, 3, room.Id);
    }

    [Fact]
    public async Task Whoever_is_removed_or_leaves_has_it_no_more_and_reads_nothing()
    {
        await using var chat = await ChatCluster.Start();
        var room = await Room.Group(chat, 2, 3);

        (await room.Administer(1, new RemoveMember(new AccountId(2)))).Refusal.ShouldBe(ChatRefusal.None);
        (await room.Administer(3, new LeaveConversation())).ShouldBe(new ConversationReply(ChatRefusal.None, null));
        (await room.Administer(3, new LeaveConversation())).Refusal.ShouldBe(ChatRefusal.None);

        foreach (var account in (long[])[2, 3])
        {
            (await Sync(chat, account)).ShouldBeEmpty();
            var page = await room.Grain.Entries(new AccountId(account), new EntryRange(0, false, 10), Token);
            page.Refusal.ShouldBe(ChatRefusal.NotMember);
            (await room.Say(account, "still here?")).Refusal.ShouldBe(ChatRefusal.NotMember);
        }
    }

    [Fact]
    public async Task A_repeat_with_other_names_enters_nobody()
    {
        await using var chat = await ChatCluster.Start();
        var room = await Room.Group(chat, 2);

        (await room.Begin(1, [9], Settings)).Refusal.ShouldBe(ChatRefusal.None);
        (await room.Administer(2, new AddMembers([Room.Name(9)]))).Refusal.ShouldBe(ChatRefusal.NotAllowed);

        (await Sync(chat, 9)).ShouldBeEmpty();
        (await Sync(chat, 2)).ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Whatever_fails_while_members_come_and_go_the_inboxes_say_what_the_conversation_says(int seed)
    {
        await using var chat = await ChatCluster.Start();
        var (room, random) = (await Room.Group(chat), new Random(seed));
        var token = Guid.NewGuid().ToString("N");
        await room.Administer(1, new ChangeLink(token));
        chat.Store.Faults.FailRandomly(seed, failures: 0.1, lostAnswers: 0.05);

        for (var step = 0; step < 10; step++)
        {
            await Task.WhenAll(Enumerable.Range(2, 4).Select(account => random.Next(3) switch
            {
                0 => room.Administer(1, new AddMembers([Room.Name(account)])),
                1 => room.Administer(1, new RemoveMember(new AccountId(account))),
                _ => room.Administer(account, new JoinByLink(token, $"user{account}")),
            }));
        }

        chat.Store.Faults.Clear();
        var members = await ChatCluster.UntilAnswered(() => room.Grain.Members(new AccountId(1), default, 100, Token));
        for (var account = 2L; account <= 5; account++)
        {
            var isMember = members.Members.Any(member => member.Name.Account.Value == account);
            (await Sync(chat, account)).Contains(room.Id).ShouldBe(isMember, $"account {account}, seed {seed}");
        }
    }

    [Fact]
    public async Task A_device_that_comes_later_sees_how_far_was_read_elsewhere()
    {
        await using var chat = await ChatCluster.Start();
        var room = await Room.Direct(chat);
        var sent = await room.Say(1, "read this");
        var phone = new DeviceNotice(Room.DeviceOf(1), "phone");
        var known = await chat.Inbox(new AccountId(1)).Sync(phone, "", Token);

        await room.Acknowledge(2, sent.Sequence, sent.Sequence);
        var news = await chat.Inbox(new AccountId(1)).Sync(phone, known.Cursor, Token);
        var nothing = await chat.Inbox(new AccountId(1)).Sync(phone, news.Cursor, Token);

        news.Conversations.ShouldHaveSingleItem().Conversation.PeerRead.ShouldBe(sent.Sequence);
        nothing.Conversations.ShouldBeEmpty();
    }

    private static async Task<ConversationId[]> Sync(ChatCluster chat, long account)
    {
        var sync = await ChatCluster.UntilAnswered(
            () => chat.Inbox(new AccountId(account)).Sync(new DeviceNotice(Room.DeviceOf(account), "phone"), "", Token));
        return [.. sync.Conversations.Select(line => line.Conversation.Id)];
    }

    private static async Task Listed(ChatCluster chat, long account, ConversationId conversation)
    {
        using var patience = new CancellationTokenSource(PatienceMax);
        while (!(await Sync(chat, account)).Contains(conversation))
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
