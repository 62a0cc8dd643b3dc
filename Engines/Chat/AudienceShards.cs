using System.Collections.Immutable;

namespace OrleansLld.Chat;

/// <summary>
/// Which gateways listen to a channel, and which shard tells which of them. There are as many shards as the listeners need, and a gateway
/// stays in its shard while that bears it: a heartbeat moves nobody.
/// </summary>
/// <remarks>
/// A shard's load is what the gateways in it say. Whoever is new goes where the load is least; when the number of shards changes, and only
/// then, all are dealt anew, the largest first, each to the shard with the least. So no shard has more than the fair share and one gateway.
/// </remarks>
/// <param name="listenersPerShard">How many one shard should tell at most.</param>
/// <param name="lease">How long a gateway is in it after it was heard of.</param>
public sealed class AudienceShards(int listenersPerShard, TimeSpan lease)
{
    private readonly Dictionary<Guid, Listening> _gateways = [];
    private int _shards;

    public long Listeners { get; private set; }

    public int Gateways => _gateways.Count;

    /// <summary>How many shards there are; none when nobody listens.</summary>
    public int Shards => _shards;

    /// <summary>A gateway has so many listeners; with none it is struck off.</summary>
    public void Listen(Guid gateway, int listeners, DateTimeOffset now)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(listeners);
        var known = _gateways.GetValueOrDefault(gateway);
        Listeners += listeners - (known?.Listeners ?? 0);
        if (listeners == 0)
            _gateways.Remove(gateway);
        else
            _gateways[gateway] = new Listening(listeners, now, known?.Shard ?? LeastLoaded());
        Deal();
    }

    /// <summary>Strikes off who was not heard of for the lease.</summary>
    public void Expire(DateTimeOffset now)
    {
        foreach (var (gateway, listening) in _gateways)
        {
            if (now - listening.HeardAt < lease)
                continue;
            Listeners -= listening.Listeners;
            _gateways.Remove(gateway);
        }

        Deal();
    }

    /// <summary>The gateways of each shard that has any, in the order of their ids.</summary>
    public IEnumerable<(int Shard, ImmutableArray<Guid> Gateways)> All =>
        from gateway in _gateways
        group gateway.Key by gateway.Value.Shard into shard
        orderby shard.Key
        select (shard.Key, shard.Order().ToImmutableArray());

    /// <summary>Throws when the load is not as it must be.</summary>
    public void Check()
    {
        if (Listeners != _gateways.Values.Sum(listening => (long)listening.Listeners))
            throw new InvalidOperationException("The listeners are not those of the gateways.");
        if (_gateways.Values.Any(listening => listening.Shard < 0 || listening.Shard >= _shards))
            throw new InvalidOperationException("A gateway is in no shard.");
    }

    private int Needed() => (int)((Listeners + listenersPerShard - 1) / listenersPerShard);

    private int LeastLoaded()
    {
        if (_shards == 0)
            return 0;
        var load = Loads();
        return Array.IndexOf(load, load.Min());
    }

    private long[] Loads()
    {
        var load = new long[_shards];
        foreach (var listening in _gateways.Values)
            load[listening.Shard] += listening.Listeners;
        return load;
    }

    private void Deal()
    {
        if (Needed() == _shards)
            return;
        _shards = Needed();
        var load = new long[_shards];
        var largestFirst = _gateways.OrderByDescending(entry => entry.Value.Listeners).ThenBy(entry => entry.Key).ToArray();
        foreach (var (gateway, listening) in largestFirst)
        {
            var least = Array.IndexOf(load, load.Min());
            load[least] += listening.Listeners;
            _gateways[gateway] = listening with { Shard = least };
        }
    }

    private sealed record Listening(int Listeners, DateTimeOffset HeardAt, int Shard);
}
