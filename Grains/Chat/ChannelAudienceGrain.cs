namespace OrleansLld.Chat;

/// <summary>Who listens to a channel, in memory: what is lost with it is said again within a heartbeat.</summary>
internal sealed class ChannelAudienceGrain(TimeProvider time) : Grain, IChannelAudienceGrain
{
    private readonly AudienceShards _audience = new(IChannelAudienceGrain.ListenersPerShard, 3 * IChannelAudienceGrain.Heartbeat);

    public Task Listen(Guid gateway, int listeners, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        _audience.Expire(now);
        _audience.Listen(gateway, listeners, now);
        return Task.CompletedTask;
    }

    // No further call comes in before the shards have it: entries reach every gateway in the order in which the channel tells them.
    public Task Publish(EntriesNews news, CancellationToken cancellationToken)
    {
        _audience.Expire(time.GetUtcNow());
        return Task.WhenAll(_audience.All.Select(shard => GrainFactory
            .GetGrain<IChannelShardGrain>($"{this.GetPrimaryKeyString()}/{shard.Shard}")
            .Tell(shard.Gateways, news, cancellationToken)));
    }

    public Task<AudienceSize> Size(CancellationToken cancellationToken)
    {
        _audience.Expire(time.GetUtcNow());
        return Task.FromResult(new AudienceSize(_audience.Listeners, _audience.Gateways, _audience.Shards));
    }
}
