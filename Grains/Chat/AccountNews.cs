using OrleansLld.Accounts;
using OrleansLld.Storage;

namespace OrleansLld.Chat;

/// <summary>Sends news to the gateways that one account is connected to. Live copies only: who cannot be found now misses them.</summary>
internal sealed class AccountNews(IGrainFactory grains, GatewayOutbox outbox, AccountId account)
{
    public async Task Tell(params IReadOnlyCollection<ChatNews> news)
    {
        if (news.Count == 0)
            return;
        try
        {
            var shard = grains.GetGrain<IPresenceShardGrain>(IPresenceShardGrain.ShardOf(account));
            foreach (var route in await shard.Route([account], CancellationToken.None))
                foreach (var gateway in route.Gateways)
                    foreach (var one in news)
                        outbox.Offer(gateway, new Delivery([account], one));
        }
        catch (Exception failure) when (failure is OrleansException or TimeoutException or StorageUnavailableException)
        {
            // A device finds out at its next sync.
        }
    }
}
