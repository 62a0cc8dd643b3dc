using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using OrleansLld.Accounts;

namespace OrleansLld.Chat;

/// <summary>
/// Tells the members of one conversation what is new: their inboxes how far it stands, and the gateways that they are connected to the
/// words, once each. Used in the turns of the conversation's grain. One member who cannot be told costs the others nothing.
/// </summary>
internal sealed partial class FanOut(
    ConversationId conversation, IGrainFactory grains, GatewayOutbox outbox, TimeProvider time, ILogger<FanOut> log)
{
    private const int AttemptsMax = 60;
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private readonly Dictionary<AccountId, Telling> _telling = [];
    private bool _isOver;

    /// <summary>Nothing is tried again from now on.</summary>
    public void End() => _isOver = true;

    /// <summary>Sends news to the gateways of these accounts.</summary>
    public async Task Send(IReadOnlyCollection<AccountId> accounts, ChatNews news)
    {
        var users = new Dictionary<Guid, ImmutableArray<AccountId>.Builder>();
        foreach (var routes in await Task.WhenAll(accounts.GroupBy(IPresenceShardGrain.ShardOf).Select(Route)))
            foreach (var route in routes)
                foreach (var gateway in route.Gateways)
                {
                    if (!users.TryGetValue(gateway, out var there))
                        users[gateway] = there = ImmutableArray.CreateBuilder<AccountId>();
                    there.Add(route.Account);
                }

        foreach (var (gateway, there) in users)
            outbox.Offer(gateway, new Delivery(there.DrainToImmutable(), news));
    }

    /// <summary>
    /// Lets inboxes know how far the conversation stands, or that its watermarks moved. An inbox that is being told hears the rest when it
    /// has answered.
    /// </summary>
    public Task Advance(IReadOnlyCollection<AccountId> accounts, long head) =>
        Task.WhenAll(accounts.Select(account => Advance(account, head)));

    private Task Advance(AccountId account, long head)
    {
        if (!_telling.TryGetValue(account, out var telling))
        {
            _telling[account] = telling = new Telling { Head = head };
            return telling.Done = Tell(account, telling);
        }

        (telling.Head, telling.IsNew) = (Math.Max(telling.Head, head), true);
        return telling.Done;
    }

    private async Task Tell(AccountId account, Telling telling)
    {
        var inbox = grains.GetGrain<IInboxGrain>(account.Value);
        for (var attempt = 0; telling.IsNew && attempt < AttemptsMax && !_isOver;)
        {
            telling.IsNew = false;
            try
            {
                await inbox.Advance(new InboxAdvance(conversation, telling.Head), CancellationToken.None);
            }
            catch (Exception failure)
            {
                LogNotTold(log, failure.GetType().Name);
                (telling.IsNew, attempt) = (true, attempt + 1);
                await Task.Delay(RetryAfter, time);
            }
        }

        _telling.Remove(account);
    }

    // Whom nobody can find for a moment misses the live copy, and finds the rest in the log.
    private async Task<ImmutableArray<AccountRoute>> Route(IGrouping<long, AccountId> accounts)
    {
        try
        {
            return await grains.GetGrain<IPresenceShardGrain>(accounts.Key).Route([.. accounts], CancellationToken.None);
        }
        catch (Exception failure)
        {
            LogNotFound(log, accounts.Key, failure.GetType().Name);
            return [];
        }
    }

    /// <summary>How far an inbox is to be told by whoever tells it now.</summary>
    private sealed class Telling
    {
        public long Head { get; set; }

        public bool IsNew { get; set; } = true;

        public Task Done { get; set; } = Task.CompletedTask;
    }
}
