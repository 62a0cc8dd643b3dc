namespace OrleansLld.Chat;

public sealed class AudienceShardsTests
{
    private const int PerShard = 15_000;
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly AudienceShards _audience = new(PerShard, Lease);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(15_000, 1)]
    [InlineData(15_001, 2)]
    [InlineData(100_000, 7)]
    public void There_are_as_many_shards_as_the_listeners_need(int listeners, int shards)
    {
        for (var rest = listeners; rest > 0; rest -= 1_000)
            _audience.Listen(Gateway(rest), Math.Min(rest, 1_000), Start);

        _audience.Shards.ShouldBe(shards);
        _audience.Listeners.ShouldBe(listeners);
    }

    [Fact]
    public void A_heartbeat_moves_nobody_and_whoever_is_silent_is_struck_off()
    {
        for (var i = 0; i < 50; i++)
            _audience.Listen(Gateway(i), 2_000, Start);
        var before = Dealt();

        for (var i = 0; i < 25; i++)
            _audience.Listen(Gateway(i), 2_000, Start.AddSeconds(20));
        Dealt().ShouldBe(before);
        _audience.Expire(Start.AddSeconds(31));

        _audience.Gateways.ShouldBe(25);
        _audience.Listeners.ShouldBe(50_000);
        _audience.Shards.ShouldBe(4);
        _audience.Listen(Gateway(0), 0, Start.AddSeconds(31));
        _audience.Gateways.ShouldBe(24);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Every_gateway_is_told_by_one_shard_and_the_load_is_even_when_dealt(int seed)
    {
        var random = new Random(seed);
        var known = new Dictionary<Guid, (int Listeners, DateTimeOffset At)>();
        var now = Start;
        for (var step = 0; step < 2_000; step++)
        {
            now = now.AddMilliseconds(random.Next(300));
            var gateway = Gateway(random.Next(60));
            var listeners = random.Next(4) == 0 ? 0 : random.Next(1, 5_000);
            var shards = _audience.Shards;
            _audience.Expire(now);
            foreach (var silent in known.Where(entry => now - entry.Value.At >= Lease).ToArray())
                known.Remove(silent.Key);
            _audience.Listen(gateway, listeners, now);
            known[gateway] = (listeners, now);
            if (listeners == 0)
                known.Remove(gateway);

            _audience.Check();
            _audience.All.SelectMany(shard => shard.Gateways).ShouldBe(known.Keys, ignoreOrder: true, $"seed {seed}, step {step}");
            if (_audience.Shards == shards || _audience.Shards == 0)
                continue;
            var load = _audience.All.Select(shard => shard.Gateways.Sum(one => (long)known[one].Listeners)).ToArray();
            (load.Max() - load.Min()).ShouldBeLessThanOrEqualTo(5_000, $"seed {seed}, step {step}");
        }
    }

    private static Guid Gateway(int number) => new(number, 0, 0, new byte[8]);

    private string Dealt() => string.Join('\n', _audience.All.Select(shard => $"{shard.Shard}: {string.Join(' ', shard.Gateways)}"));
}
