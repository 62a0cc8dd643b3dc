using System.Collections.Immutable;
using OrleansLld.Accounts;
using OrleansLld.Storage;

namespace OrleansLld.Chat;

/// <summary>
/// Tells the members of one conversation what is new: their inboxes how far it stands, and the gateways that they are connected to the
/// words, once each. Used in the turns of the conversation's grain.
/// </summary>
internal sealed class FanOut(ConversationId conversation, IGrainFactory grains, GatewayOutbox outbox, TimeProvider time)
{
    private const int AttemptsMax = 60;
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    // The inboxes that are being told, and how far each is told by whoever tells it now.
    private readonly Dictionary<AccountId, long> _telling = [];
    private bool _isOver;

    /// <summary>Nothing is tried again from now on.</summary>
    public void End() => _isOver = true;

    /// <summary>Sends news to the gateways of these accounts.</summary>
    public async Task Send(IReadOnlyCollection<AccountId> accounts, ChatNews news)
    {
        var users = new Dictionary<Guid, ImmutableArray<AccountId>.Builder>();
        foreach (var routes in await Task.WhenAll(accounts.GroupBy(ShardOf).Select(Route)))
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
    /// Lets inboxes know how far the conversation stands. An inbox that is being told already hears the rest when it has answered.
    /// </summary>
    public Task Advance(IReadOnlyCollection<AccountId> accounts, long head) =>
        Task.WhenAll(accounts.Select(account => Advance(account, head)));

    private async Task Advance(AccountId account, long head)
    {
        if (_telling.TryGetValue(account, out var told))
        {
            _telling[account] = Math.Max(told, head);
            return;
        }

        _telling[account] = head;
        var inbox = grains.GetGrain<IInboxGrain>(account.Value);
        var reached = 0L;
        for (var attempt = 0; attempt < AttemptsMax && !_isOver && reached < _telling[account];)
        {
            var next = _telling[account];
            try
            {
                await inbox.Advance(new InboxAdvance(conversation, next), CancellationToken.None);
                reached = next;
            }
            catch (Exception failure) when (failure is OrleansException or TimeoutException or StorageUnavailableException)
            {
                attempt++;
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
        catch (Exception failure) when (failure is OrleansException or TimeoutException or StorageUnavailableException)
        {
            return [];
        }
    }

    private static long ShardOf(AccountId account) => account.Value % IPresenceShardGrain.Shards;
}
