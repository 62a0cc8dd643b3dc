using OrleansLld.Accounts;
using OrleansLld.Storage.Volatile;

namespace OrleansLld.Chat;

/// <summary>What is decided while the store takes its time: nobody sees it before it is durable, and none of it is lost.</summary>
public sealed class ConversationStallTests
{
    private const int MessagesInFlight = 3 * EntryLog.TailMax;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_page_shows_no_change_that_comes_after_its_head()
    {
        await using var chat = await ChatCluster.Start();
        var room = await Room.Direct(chat);
        await room.Say(1, "as it was");
        var (pages, edits) = (new List<Task<EntryPage>>(), new List<Task<SendReply>>());
        using (var stall = chat.Store.Faults.Stall(StoreOperation.Commit))
        {
            edits.Add(room.Say(1, "on its way"));
            await stall.Reached;
            for (var i = 0; i < 20; i++)
            {
                pages.Add(room.Grain.Entries(new AccountId(2), new EntryRange(0, false, 100), Token));
                edits.Add(room.Send(1, new EditedBody(2, $"as it is after {i}")));
            }
        }

        (await Task.WhenAll(edits)).ShouldAllBe(reply => reply.Refusal == ChatRefusal.None);
        foreach (var page in await Task.WhenAll(pages))
        {
            page.Entries.Length.ShouldBe((int)page.Head);
            page.Entries.ShouldAllBe(entry => entry.Revision <= page.Head);
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(EntryLog.TailMax)]
    public async Task Reactions_to_a_message_are_all_there_however_much_is_said_meanwhile(long target)
    {
        var chat = await ChatCluster.Start();
        var room = await Room.Group(chat, 2, 3, 4, 5, 6);
        for (var i = 0; i < EntryLog.TailMax + 2; i++)
            await room.Say(1 + i % 6, $"message {i}");
        var sent = new List<Task<SendReply>>();
        using (var stall = chat.Store.Faults.Stall(StoreOperation.Commit))
        {
            for (var who = 1; who <= 6; who++)
            {
                sent.Add(room.Send(who, new ReactedBody(target, "👍")));
                for (var i = 0; i < MessagesInFlight / 6; i++)
                    sent.Add(room.Say(who, $"more {i}"));
            }

            await stall.Reached;
        }

        (await Task.WhenAll(sent)).ShouldAllBe(reply => reply.Refusal == ChatRefusal.None);
        var before = await room.All(2);
        await using var again = await chat.Restart();
        var after = await room.In(again).All(2);

        foreach (var all in (ChatEntry[][])[[.. before], [.. after]])
        {
            all.Length.ShouldBe(EntryLog.TailMax + 3 + sent.Count);
            all[(int)target - 1].Reactions.Select(reaction => reaction.Account.Value).ShouldBe([1, 2, 3, 4, 5, 6]);
        }
    }

    [Fact]
    public async Task Whoever_joins_hears_nothing_of_before_also_when_it_is_told_in_one_piece()
    {
        await using var chat = await ChatCluster.Start();
        var room = await Room.Group(chat, 2);
        await room.Administer(1, new ChangeSettings(new("A group", "", JoinerHistory.Nothing, false, false)));
        var gateway = await chat.Connect(3);
        Task<SendReply> before;
        Task<ConversationReply> added;
        using (var stall = chat.Store.Faults.Stall(StoreOperation.Commit))
        {
            _ = room.Say(1, "first");
            await stall.Reached;
            before = room.Say(2, "before");
            added = room.Administer(1, new AddMembers([Room.Name(3)]));
        }

        var first = (await before).Sequence + 1;
        await added;
        var after = await room.Say(1, "after");

        await gateway.Next<EntriesNews>(news => news.Entries[^1].Sequence == after.Sequence);
        var heard = gateway.Deliveries.Select(delivery => delivery.News).OfType<EntriesNews>().SelectMany(news => news.Entries);
        heard.Select(entry => entry.Sequence).ShouldBe([first, after.Sequence]);
    }
}
