using OrleansLld.Accounts;

namespace OrleansLld.Chat;

/// <summary>
/// The store fails in any commit of a conversation, or its answer is lost: what was acknowledged is there, and nothing is twice.
/// </summary>
public sealed class ConversationFaultTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private const int Commits = 40;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task No_failure_of_the_store_loses_an_acknowledged_entry_or_takes_one_twice(bool isOnlyTheAnswerLost)
    {
        await using var chat = await ChatCluster.Start();
        var failures = 0;
        for (var commit = 0; commit < Commits; commit += 3)
        {
            var room = await Room.Direct(chat, one: 100 + commit, other: 1_000 + commit);
            chat.Commits.Choose(commit % 12, isOnlyTheAnswerLost);
            var acknowledged = new Dictionary<string, long>();
            for (var i = 0; i < 12; i++)
            {
                var id = $"m{i}";
                acknowledged[id] = (await room.Say(i % 2 == 0 ? 100 + commit : 1_000 + commit, id, id)).Sequence;
            }

            failures += chat.Commits.HasFailed ? 1 : 0;
            var all = await room.All(100 + commit);
            all.Select(entry => entry.Sequence).ShouldBe(Enumerable.Range(1, 13).Select(i => (long)i));
            foreach (var entry in all.Skip(1))
                acknowledged[entry.ClientId].ShouldBe(entry.Sequence);
        }

        failures.ShouldBeGreaterThan(Commits / 6);
    }

    [Fact]
    public async Task A_conversation_that_a_failure_cut_short_at_its_beginning_is_in_both_inboxes_when_it_is_begun_again()
    {
        await using var chat = await ChatCluster.Start();
        for (var commit = 0; commit < 4; commit++)
        {
            chat.Commits.Choose(commit, isOnlyTheAnswerLost: commit % 2 == 0);
            var (one, other) = (500 + commit, 600 + commit);

            await Room.Direct(chat, one, other);

            foreach (var account in (long[])[one, other])
            {
                var sync = await ChatCluster.UntilAnswered(() =>
                    chat.Inbox(new AccountId(account)).Sync(new DeviceNotice(Room.DeviceOf(account), "phone"), "", Cancellation));
                sync.Conversations.ShouldHaveSingleItem();
            }
        }
    }
}
