using OrleansLld.Accounts;

namespace OrleansLld.Chat;

public sealed class ChannelMembersTests
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly string Bucket = $"{ConversationId.Of(ConversationKind.Channel, Guid.NewGuid())}/5";

    [Fact]
    public async Task A_member_is_entered_once_and_stays_as_it_is_also_after_a_restart()
    {
        var before = await ChatCluster.Start();
        var ann = Member(5, first: 3);
        (await BucketOf(before).Enter(ann, None)).ShouldBe(ann);
        (await BucketOf(before).Enter(ann with { First = 9 }, None)).ShouldBe(ann);
        await BucketOf(before).Read(ann.Name.Account, 7, None);
        await BucketOf(before).Read(ann.Name.Account, 6, None);
        await using var after = await before.Restart();

        (await BucketOf(after).Find(ann.Name.Account, None)).ShouldBe(ann with { Read = 7 });
        (await BucketOf(after).Find(new AccountId(6), None)).ShouldBeNull();
        (await BucketOf(after).Count(None)).ShouldBe(1);
        await BucketOf(after).Strike(ann.Name.Account, None);
        await BucketOf(after).Strike(ann.Name.Account, None);
        (await BucketOf(after).Find(ann.Name.Account, None)).ShouldBeNull();
        (await BucketOf(after).Count(None)).ShouldBe(0);
    }

    [Fact]
    public async Task Pages_name_every_member_once_in_the_order_of_their_numbers()
    {
        await using var chat = await ChatCluster.Start();
        await Task.WhenAll(Enumerable.Range(0, 250).Select(i => BucketOf(chat).Enter(Member(5 + 128 * i, first: 1), None)));

        var accounts = new List<long>();
        while (await BucketOf(chat).Page(new AccountId(accounts.LastOrDefault()), 100, None) is { IsEmpty: false } page)
            accounts.AddRange(page.Select(member => member.Name.Account.Value));

        accounts.ShouldBe(Enumerable.Range(0, 250).Select(i => 5L + 128 * i));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Under_random_failures_the_count_is_that_of_the_rows(int seed)
    {
        await using var chat = await ChatCluster.Start();
        var random = new Random(seed);
        var members = new HashSet<long>();
        chat.Store.Faults.FailRandomly(seed, failures: 0.1, lostAnswers: 0.1);
        for (var step = 0; step < 100; step++)
        {
            var account = random.Next(1, 30);
            if (random.Next(3) > 0)
            {
                await ChatCluster.UntilAnswered(() => BucketOf(chat).Enter(Member(account, first: 1), None));
                members.Add(account);
                continue;
            }

            await ChatCluster.UntilAnswered(async () =>
            {
                await BucketOf(chat).Strike(new AccountId(account), None);
                return true;
            });
            members.Remove(account);
        }

        chat.Store.Faults.Clear();
        (await ChatCluster.UntilAnswered(() => BucketOf(chat).Count(None))).ShouldBe(members.Count, $"seed {seed}");
        (await BucketOf(chat).Page(new AccountId(0), 1_000, None)).Select(member => member.Name.Account.Value)
            .ShouldBe(members.Order(), $"seed {seed}");
    }

    private static IChannelMembersGrain BucketOf(ChatCluster chat) => chat.Grains.GetGrain<IChannelMembersGrain>(Bucket);

    private static ChannelMember Member(long account, long first) =>
        new(new MemberName(new AccountId(account), $"n{account}"), DateTimeOffset.UnixEpoch, first, first - 1);
}
