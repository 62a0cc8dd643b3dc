using OrleansLld.Accounts;
using OrleansLld.Gateways;
using OrleansLld.Storage;
using OrleansLld.Storage.Volatile;

namespace OrleansLld.Chat;

public sealed class PresenceShardTests
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PatienceMax = TimeSpan.FromSeconds(30);

    // Of one shard.
    private static readonly AccountId Ann = new(7);
    private static readonly AccountId Bob = new(7 + IPresenceShardGrain.Shards);
    private static readonly DeviceId Phone = new(Guid.NewGuid());
    private static readonly DeviceId Laptop = new(Guid.NewGuid());
    private static readonly Guid East = Guid.NewGuid();
    private static readonly Guid West = Guid.NewGuid();

    [Fact]
    public async Task A_shard_that_begins_anew_asks_the_gateways_who_is_connected()
    {
        await using var chat = await ChatCluster.Start();
        var gateway = await chat.Listen();
        await chat.Grains.GetGrain<IGatewayDirectoryGrain>(IGatewayDirectoryGrain.Key)
            .Announce(new GatewayNotice(gateway.Id, "a gateway", null, "1", 0, null), None);

        (await chat.PresenceOf(Ann).Route([Ann], None)).ShouldBeEmpty();

        (await gateway.Next<SessionsNews>()).Shard.ShouldBe(Ann.Value);
    }

    [Fact]
    public async Task Routes_name_each_gateway_once_and_leave_out_who_is_not_there()
    {
        await using var chat = await ChatCluster.Start();
        var shard = chat.PresenceOf(Ann);

        await shard.Change(Began(East, (Ann, Phone), (Ann, Laptop)), None);
        await shard.Change(Began(West, (Ann, Laptop)), None);
        var routes = await shard.Route([Ann, Bob], None);

        var route = routes.ShouldHaveSingleItem();
        route.Account.ShouldBe(Ann);
        route.Gateways.ShouldBe([East, West]);
    }

    [Fact]
    public async Task Whoever_is_not_renewed_for_forty_seconds_is_gone_and_was_last_seen_when_the_gateway_was_heard_of()
    {
        await using var chat = await ChatCluster.Start();
        var shard = chat.PresenceOf(Ann);
        var heardAt = chat.Time.GetUtcNow();
        await shard.Change(Began(East, (Ann, Phone)), None);

        chat.Time.Move(30 * Second);
        (await PresenceOf(chat, Ann)).IsOnline.ShouldBeTrue();
        chat.Time.Move(11 * Second);
        var gone = await PresenceOf(chat, Ann);

        gone.IsOnline.ShouldBeFalse();
        gone.LastSeen!.Value.ShouldBe(heardAt, TimeSpan.FromSeconds(10));
        (await shard.Route([Ann], None)).ShouldBeEmpty();
        (await shard.Renew(East, 1, None)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_heartbeat_keeps_the_sessions_of_the_gateway()
    {
        await using var chat = await ChatCluster.Start();
        var shard = chat.PresenceOf(Ann);
        await shard.Change(Began(East, (Ann, Phone), (Bob, Phone)), None);

        for (var beat = 0; beat < 4; beat++)
        {
            chat.Time.Move(30 * Second);
            (await shard.Renew(East, 2, None)).ShouldBeTrue();
        }

        (await shard.Presence([Ann, Bob], None)).ShouldAllBe(presence => presence.IsOnline);
    }

    [Fact]
    public async Task A_shard_that_lost_its_memory_asks_for_all_sessions_and_still_knows_when_somebody_was_last_seen()
    {
        var before = await ChatCluster.Start();
        await before.PresenceOf(Ann).Change(Began(East, (Ann, Phone), (Bob, Phone)), None);
        await before.PresenceOf(Ann).Change(new SessionChange(East, false, [], [new Session(Bob, Phone)]), None);
        var seen = (await PresenceOf(before, Bob)).LastSeen!.Value;
        await Written(before, Bob);
        await using var after = await before.Restart();
        var shard = after.PresenceOf(Ann);

        (await shard.Renew(East, 1, None)).ShouldBeFalse();
        await shard.Change(Began(East, (Ann, Phone)) with { IsWhole = true }, None);

        (await shard.Renew(East, 1, None)).ShouldBeTrue();
        (await PresenceOf(after, Ann)).ShouldBe(new Presence(Ann, true, null));
        (await PresenceOf(after, Bob)).LastSeen!.Value.ShouldBe(seen, TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public async Task Nobody_sees_an_account_that_does_not_tell_also_after_a_restart()
    {
        var before = await ChatCluster.Start();
        await before.PresenceOf(Ann).Change(Began(East, (Ann, Phone)), None);

        await before.PresenceOf(Ann).Reveal(Ann, isRevealed: false, None);
        var hidden = await PresenceOf(before, Ann);
        await using var after = await before.Restart();
        await after.PresenceOf(Ann).Change(Began(East, (Ann, Phone)), None);

        hidden.ShouldBe(new Presence(Ann, false, null));
        (await PresenceOf(after, Ann)).ShouldBe(hidden);
        (await after.PresenceOf(Ann).Route([Ann], None)).ShouldNotBeEmpty();
        await after.PresenceOf(Ann).Reveal(Ann, isRevealed: true, None);
        (await PresenceOf(after, Ann)).IsOnline.ShouldBeTrue();
    }

    [Fact]
    public async Task Whoever_is_blocked_sees_nobody_there_and_others_do()
    {
        await using var chat = await ChatCluster.Start();
        var (carl, shard) = (new AccountId(1_000), chat.PresenceOf(Ann));
        await shard.Change(Began(East, (Ann, Phone)), None);

        await shard.Conceal(Ann, Bob, isConcealed: true, None);
        await shard.Conceal(Ann, Bob, isConcealed: true, None);
        var presence = await PresenceOf(chat, Ann);
        await shard.Conceal(Ann, Bob, isConcealed: false, None);

        presence.For(Bob).ShouldBe(new Presence(Ann, false, null));
        presence.For(carl).IsOnline.ShouldBeTrue();
        (await PresenceOf(chat, Ann)).For(Bob).IsOnline.ShouldBeTrue();
    }

    [Fact]
    public async Task Sessions_outlive_a_failing_store_and_what_was_to_be_written_is_written_later()
    {
        await using var chat = await ChatCluster.Start();
        var shard = chat.PresenceOf(Ann);
        chat.Store.Faults.FailNext(StoreOperation.Open);
        chat.Store.Faults.FailNext(StoreOperation.Commit, 2);
        await shard.Change(Began(East, (Ann, Phone), (Bob, Phone)), None);

        await Should.ThrowAsync<StorageUnavailableException>(() => shard.Reveal(Ann, isRevealed: false, None));
        await Should.ThrowAsync<StorageUnavailableException>(() => shard.Reveal(Ann, isRevealed: false, None));
        await shard.Change(new SessionChange(East, false, [], [new Session(Bob, Phone)]), None);
        await ChatCluster.UntilAnswered(async () =>
        {
            await shard.Reveal(Ann, isRevealed: false, None);
            return true;
        });
        await Written(chat, Bob);

        (await shard.Route([Ann], None)).ShouldHaveSingleItem();
        (await shard.Renew(East, 1, None)).ShouldBeTrue();
        (await PresenceOf(chat, Ann)).ShouldBe(new Presence(Ann, false, null));
    }

    [Fact]
    public async Task A_closed_account_is_nowhere_and_never_was()
    {
        await using var chat = await ChatCluster.Start();
        var shard = chat.PresenceOf(Ann);
        await shard.Change(Began(East, (Ann, Phone)), None);

        await shard.Close(Ann, None);
        await shard.Close(Ann, None);

        (await shard.Route([Ann], None)).ShouldBeEmpty();
        (await PresenceOf(chat, Ann)).ShouldBe(new Presence(Ann, false, null));
    }

    [Fact]
    public async Task Accounts_of_another_shard_are_an_error_of_the_caller()
    {
        await using var chat = await ChatCluster.Start();

        await Should.ThrowAsync<ArgumentException>(() => chat.PresenceOf(Ann).Route([new AccountId(8)], None));
        await Should.ThrowAsync<ArgumentException>(() => chat.PresenceOf(Ann).Change(Began(East, (new AccountId(8), Phone)), None));
    }

    private static SessionChange Began(Guid gateway, params (AccountId Account, DeviceId Device)[] devices) =>
        new(gateway, false, [.. devices.Select(device => new Session(device.Account, device.Device))], []);

    private static async Task<Presence> PresenceOf(ChatCluster chat, AccountId account) =>
        (await chat.PresenceOf(account).Presence([account], None)).ShouldHaveSingleItem();

    private static async Task Written(ChatCluster chat, AccountId account)
    {
        using var patience = new CancellationTokenSource(PatienceMax);
        var partition = new PartitionId("chat.presence", RowKey.Number(IPresenceShardGrain.ShardOf(account)));
        var key = new RowKey($"s.{RowKey.Number(account.Value)}");
        while (await chat.Store.GetAsync(partition, key, patience.Token) is null)
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
