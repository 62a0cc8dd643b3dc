using OrleansLld.Accounts;

namespace OrleansLld.Chat;

public sealed class InboxGrainTests
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly AccountId Ann = new(7);
    private static readonly MemberName Bob = new(new AccountId(12), "bob");
    private static readonly ConversationId Group = ConversationId.Of(ConversationKind.Group, Guid.NewGuid());

    [Fact]
    public async Task Whoever_is_blocked_adds_nobody_also_after_a_restart()
    {
        var before = await ChatCluster.Start();
        (await before.Inbox(Ann).Block(Bob, isBlocked: true, None)).ShouldBe(ChatRefusal.None);
        (await before.Inbox(Ann).Admit(Group, Bob.Account, None)).ShouldBe(ChatRefusal.Blocked);
        await using var after = await before.Restart();
        var inbox = after.Inbox(Ann);

        (await inbox.Admit(Group, Bob.Account, None)).ShouldBe(ChatRefusal.Blocked);
        (await inbox.Admit(Group, new AccountId(13), None)).ShouldBe(ChatRefusal.None);
        (await inbox.Blocked(None)).ShouldBe([Bob]);
        await inbox.Block(Bob, isBlocked: false, None);
        (await inbox.Admit(Group, Bob.Account, None)).ShouldBe(ChatRefusal.None);
        (await inbox.Blocked(None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Whoever_is_blocked_does_not_see_when_one_is_there()
    {
        await using var chat = await ChatCluster.Start();
        await chat.PresenceOf(Ann).Change(
            new SessionChange(Guid.NewGuid(), false, [new Session(Ann, new DeviceId(Guid.NewGuid()))], []), None);

        await chat.Inbox(Ann).Block(Bob, isBlocked: true, None);
        var presence = (await chat.PresenceOf(Ann).Presence([Ann], None)).ShouldHaveSingleItem();

        presence.For(Bob.Account).IsOnline.ShouldBeFalse();
        presence.For(new AccountId(13)).IsOnline.ShouldBeTrue();
    }

    [Fact]
    public async Task Nobody_blocks_itself_or_more_than_a_thousand()
    {
        await using var chat = await ChatCluster.Start();
        var inbox = chat.Inbox(Ann);
        await Task.WhenAll(Enumerable.Range(1_000, 1_000).Select(number =>
            inbox.Block(new MemberName(new AccountId(number), $"n{number}"), isBlocked: true, None)));

        (await inbox.Block(new MemberName(Ann, "ann"), isBlocked: true, None)).ShouldBe(ChatRefusal.NotAllowed);
        (await inbox.Block(Bob, isBlocked: true, None)).ShouldBe(ChatRefusal.Full);
        (await inbox.Block(new MemberName(new AccountId(1_000), "n1000"), isBlocked: true, None)).ShouldBe(ChatRefusal.None);
    }

    [Fact]
    public async Task An_account_has_sixteen_devices_and_a_removed_one_syncs_no_more()
    {
        var before = await ChatCluster.Start();
        var devices = Enumerable.Range(1, 17).Select(number => Device($"device {number}")).ToArray();
        foreach (var device in devices[..16])
            (await before.Inbox(Ann).Sync(device, "", None)).Refusal.ShouldBe(ChatRefusal.None);
        (await before.Inbox(Ann).Sync(devices[16], "", None)).Refusal.ShouldBe(ChatRefusal.NoSuchDevice);

        await before.Inbox(Ann).RemoveDevice(devices[3].Id, None);
        await before.Inbox(Ann).RemoveDevice(devices[3].Id, None);
        await using var after = await before.Restart();
        var inbox = after.Inbox(Ann);

        (await inbox.Sync(devices[3], "", None)).Refusal.ShouldBe(ChatRefusal.NoSuchDevice);
        (await inbox.Sync(devices[16], "", None)).Refusal.ShouldBe(ChatRefusal.None);
        (await inbox.Devices(None)).Select(device => device.Notice).ShouldBe(devices.Where((_, i) => i != 3));
    }

    [Fact]
    public async Task A_device_that_calls_itself_otherwise_is_the_same_device()
    {
        await using var chat = await ChatCluster.Start();
        var device = Device("Firefox");
        await chat.Inbox(Ann).Sync(device, "", None);

        await chat.Inbox(Ann).Sync(device with { Name = "Firefox on Linux" }, "", None);

        (await chat.Inbox(Ann).Devices(None)).ShouldHaveSingleItem().Notice.Name.ShouldBe("Firefox on Linux");
    }

    [Fact]
    public async Task The_keys_of_a_removed_device_are_withdrawn()
    {
        await using var chat = await ChatCluster.Start();
        var device = Device("phone");
        await chat.Inbox(Ann).Sync(device, "", None);
        await chat.Keys(Ann).Publish(new KeyPackages(device.Id, [new byte[] { 1 }], default), None);

        await chat.Inbox(Ann).RemoveDevice(device.Id, None);

        (await chat.Keys(Ann).Stock(None)).ShouldBeEmpty();
        (await chat.Keys(Ann).Publish(new KeyPackages(device.Id, [new byte[] { 2 }], default), None)).ShouldBe(0);
    }

    [Fact]
    public async Task An_account_is_in_a_thousand_conversations_and_no_more()
    {
        await using var chat = await ChatCluster.Start();
        var inbox = chat.Inbox(Ann);
        var groups = Enumerable.Range(0, 1_001).Select(_ => ConversationId.Of(ConversationKind.Group, Guid.NewGuid())).ToArray();
        var answers = await Task.WhenAll(groups.Select(group => inbox.Enroll(group, isMember: true, None)));

        answers.Count(answer => answer == ChatRefusal.None).ShouldBe(1_000);
        answers.Count(answer => answer == ChatRefusal.Full).ShouldBe(1);
        (await inbox.Admit(Group, Bob.Account, None)).ShouldBe(ChatRefusal.Full);
        (await inbox.Enroll(groups[0], isMember: true, None)).ShouldBe(ChatRefusal.None);
        await inbox.Enroll(groups[0], isMember: false, None);
        (await inbox.Admit(Group, Bob.Account, None)).ShouldBe(ChatRefusal.None);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Under_random_failures_every_acknowledged_step_holds(int seed)
    {
        var chat = await ChatCluster.Start();
        var random = new Random(seed);
        var blocked = new HashSet<long>();
        chat.Store.Faults.FailRandomly(seed, failures: 0.1, lostAnswers: 0.1);
        for (var step = 0; step < 60; step++)
        {
            var account = new MemberName(new AccountId(random.Next(20, 30)), "somebody");
            var isBlocked = random.Next(2) == 0;
            await ChatCluster.UntilAnswered(() => chat.Inbox(Ann).Block(account, isBlocked, None));
            if (isBlocked)
                blocked.Add(account.Account.Value);
            else
                blocked.Remove(account.Account.Value);
        }

        chat.Store.Faults.Clear();
        await using var after = await chat.Restart();
        (await after.Inbox(Ann).Blocked(None)).Select(name => name.Account.Value).ShouldBe(blocked.Order(), $"seed {seed}");
        var concealed = (await after.PresenceOf(Ann).Presence([Ann], None)).ShouldHaveSingleItem().ConcealedFrom;
        concealed.Select(account => account.Value).ShouldBe(blocked.Order(), $"seed {seed}");
    }

    private static DeviceNotice Device(string name) => new(new DeviceId(Guid.NewGuid()), name);
}
