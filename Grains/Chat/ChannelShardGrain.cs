using System.Collections.Immutable;

namespace OrleansLld.Chat;

/// <summary>Has no state: it is there so that the gateways of a large channel are told from several silos at once.</summary>
internal sealed class ChannelShardGrain(GatewayOutbox outbox) : Grain, IChannelShardGrain
{
    public Task Tell(ImmutableArray<Guid> gateways, EntriesNews news, CancellationToken cancellationToken)
    {
        foreach (var gateway in gateways)
            outbox.Offer(gateway, new Delivery([], news));
        return Task.CompletedTask;
    }
}
