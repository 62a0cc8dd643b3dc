using System.Collections.Immutable;
using Orleans.Concurrency;
using OrleansLld.Accounts;
using OrleansLld.Gateways;
using OrleansLld.Storage;

namespace OrleansLld.Chat;

/// <summary>
/// The sessions of a shard of the accounts, in memory. Reentrant while rows are read and written: the sessions themselves change in one
/// turn, and what is told of them is as they are when it is told.
/// </summary>
[Reentrant]
internal sealed class PresenceShardGrain(IGrainStore store, GatewayOutbox outbox, TimeProvider time) : Grain, IPresenceShardGrain
{
    private const int RoutesMax = 1_024;
    private const int PresencesMax = 256;
    private const int ConcealedMax = 1_000;
    private static readonly TimeSpan SweepEvery = TimeSpan.FromSeconds(5);

    private readonly SessionTable _sessions = new(IPresenceShardGrain.Lease);
    private readonly WatcherTable _watchers = new(IPresenceShardGrain.Lease);
    private PresenceRows _rows = null!;
    private PresenceDesk _desk = null!;
    private IGrainTimer _sweep = null!;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var shard = this.GetPrimaryKeyLong();
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((ulong)shard, (ulong)IPresenceShardGrain.Shards, nameof(shard));
        _rows = new PresenceRows(store, new PartitionId("chat.presence", RowKey.Number(shard)), DeactivateOnIdle);
        _desk = new PresenceDesk(_sessions, _watchers, _rows, outbox);
        _sweep = this.RegisterGrainTimer(Sweep, SweepEvery, SweepEvery);
        _ = AskGateways(shard);
        return Task.CompletedTask;
    }

    public Task Change(SessionChange change, CancellationToken cancellationToken)
    {
        var began = change.Began.Select(DeviceOf).ToArray();
        Told(_sessions.Change(change.Gateway, change.IsWhole, began, change.Ended.Select(DeviceOf), time.GetUtcNow()));
        return Task.CompletedTask;
    }

    public Task<bool> Renew(Guid gateway, int sessions, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        Told(_sessions.Expire(now));
        return Task.FromResult(_sessions.Renew(gateway, sessions, now));
    }

    public Task<ImmutableArray<AccountRoute>> Route(ImmutableArray<AccountId> accounts, CancellationToken cancellationToken)
    {
        Require(accounts, RoutesMax);
        Told(_sessions.Expire(time.GetUtcNow()));
        return Task.FromResult<ImmutableArray<AccountRoute>>(
            [.. from account in accounts where _sessions.IsOnline(account.Value) select RouteOf(account)]);
    }

    public async Task<ImmutableArray<Presence>> Presence(ImmutableArray<AccountId> accounts, CancellationToken cancellationToken)
    {
        Require(accounts, PresencesMax);
        Told(_sessions.Expire(time.GetUtcNow()));
        return await SideBySide.Ask(accounts, async account =>
        {
            var terms = await _rows.Terms(account.Value, cancellationToken);
            var seen = await _rows.LastSeen(account.Value, cancellationToken);
            return _desk.Of(account, terms, seen);
        });
    }

    public Task<ImmutableArray<Presence>> Watch(Guid gateway, ImmutableArray<AccountId> accounts, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        foreach (var account in accounts)
            _watchers.Watch(gateway, account.Value, now);
        return Presence(accounts, cancellationToken);
    }

    public Task Reveal(AccountId account, bool isRevealed, CancellationToken cancellationToken) =>
        Change(account, terms => terms with { IsHidden = !isRevealed });

    public Task Conceal(AccountId account, AccountId viewer, bool isConcealed, CancellationToken cancellationToken) =>
        Change(account, terms => terms with
        {
            ConcealedFrom = isConcealed
                ? [.. terms.ConcealedFrom.Append(viewer.Value).Distinct().Order().Take(ConcealedMax)]
                : terms.ConcealedFrom.Remove(viewer.Value),
        });

    public async Task Close(AccountId account, CancellationToken cancellationToken)
    {
        await Change(account, terms => terms with { IsClosed = true });
        _desk.Close(account);
        Told(_sessions.Close(account.Value, time.GetUtcNow()));
    }

    private async Task Change(AccountId account, Func<PresenceTerms, PresenceTerms> change)
    {
        Require([account], 1);
        await _rows.Change(account.Value, change);
        if (_watchers.IsWatched(account.Value))
            _desk.Tell(account, await _rows.LastSeen(account.Value, CancellationToken.None), time.GetUtcNow());
    }

    // Whatever was known was in memory. A gateway that does not hear of it renews its sessions in half a minute, and is told to send all.
    private async Task AskGateways(long shard)
    {
        try
        {
            var gateways = await GrainFactory.GetGrain<IGatewayDirectoryGrain>(IGatewayDirectoryGrain.Key).List(CancellationToken.None);
            foreach (var gateway in gateways.Gateways)
                outbox.Offer(gateway.Notice.Id, new Delivery([], new SessionsNews(shard)));
        }
        catch (Exception failure) when (failure is OrleansException or TimeoutException)
        {
            // The directory is where the shard was, and as gone: the renewals will do.
        }
    }

    private async Task Sweep(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        Told(_sessions.Expire(now));
        _watchers.Expire(now);
        _rows.Trim(_watchers.IsWatched);
        if (_rows.HasUnwritten)
            await _rows.WriteAsync();
    }

    private void Told(IReadOnlyList<PresenceTurn> turns)
    {
        foreach (var turn in turns.Where(turn => !turn.IsOnline))
            _rows.Seen(turn.Account, turn.At);
        if (_rows.HasUnwritten)
            _sweep.Change(TimeSpan.Zero, SweepEvery);
        foreach (var turn in turns)
            _desk.Tell(new AccountId(turn.Account), turn.At, time.GetUtcNow());
    }

    private AccountRoute RouteOf(AccountId account) => new(account, _sessions.GatewaysOf(account.Value));

    private ConnectedDevice DeviceOf(Session session)
    {
        Require([session.Account], 1);
        return new(session.Account.Value, session.Device.Value);
    }

    private void Require(ImmutableArray<AccountId> accounts, int countMax)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(accounts.Length, countMax, nameof(accounts));
        if (accounts.Any(account => IPresenceShardGrain.ShardOf(account) != this.GetPrimaryKeyLong()))
            throw new ArgumentException("An account of another shard.", nameof(accounts));
    }
}
