using System.Collections.Immutable;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;
using OrleansLld.Accounts;
using OrleansLld.Storage;
using OrleansLld.Storage.Volatile;

namespace OrleansLld.Exchange;

/// <summary>A demonstration exchange on a test cluster whose silos share one volatile store, faults included.</summary>
internal sealed class ExchangeCluster : IAsyncDisposable
{
    public const string Symbol = "BTCUSDT";
    public const long Btc = 100_000_000;
    public const long Usdt = 100_000_000;
    public const int RiskShards = 3;

    private readonly InProcessTestCluster _cluster;
    private int _commands;

    private ExchangeCluster(InProcessTestCluster cluster, VolatileGrainStore store) => (_cluster, Store) = (cluster, store);

    public VolatileGrainStore Store { get; }

    public InProcessTestCluster Silos => _cluster;

    public IOrderBookGrain Book => _cluster.Client.GetGrain<IOrderBookGrain>(Symbol);

    public IMarketDataGrain MarketData => _cluster.Client.GetGrain<IMarketDataGrain>(Symbol);

    public static async Task<ExchangeCluster> Start(short silos = 1, VolatileGrainStore? store = null, int snapshotAfterBytes = 64 << 10)
    {
        store ??= new VolatileGrainStore();
        var builder = new InProcessTestClusterBuilder(silos);
        builder.ConfigureHost(host => host.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Demo"] = "true",
            ["Exchange:RiskShards"] = $"{RiskShards}",
        }));
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddSingleton<IGrainStore>(store);
            silo.Services.Configure<JournalOptions>(options => options.SnapshotAfterBytes = snapshotAfterBytes);
            silo.AddExchange();
        });
        var cluster = builder.Build();
        await cluster.DeployAsync();
        return new ExchangeCluster(cluster, store);
    }

    public IRiskShardGrain ShardOf(AccountId account) =>
        _cluster.Client.GetGrain<IRiskShardGrain>(IMarketsGrain.ShardOf(account, RiskShards));

    public async Task<AccountId> Account(long id, long btc, long usdt)
    {
        var account = new AccountId(id);
        if (btc > 0)
            await ShardOf(account).Deposit(new Deposit($"btc-{id}", account, "BTC", btc * Btc), default);
        if (usdt > 0)
            await ShardOf(account).Deposit(new Deposit($"usdt-{id}", account, "USDT", usdt * Usdt), default);
        return account;
    }

    /// <summary>A limit order at a price in whole USDT and a quantity in thousandths of a BTC.</summary>
    public PlaceOrder Limit(AccountId account, OrderSide side, long usdt, long milliBtc, string? id = null) => new(
        account, id ?? $"c{Interlocked.Increment(ref _commands)}", side, OrderType.Limit, OrderLifetime.Gtc, SelfTradePrevention.None,
        usdt * 100, milliBtc * 100, 0);

    public async Task<OrderReply> Submit(OrderCommand command) => (await Book.Submit([command], default))[0];

    public async Task<(Int128 Free, Int128 Held)> Funds(AccountId account, string asset) =>
        (await ShardOf(account).Balances(account, default)).FirstOrDefault(balance => balance.Asset == asset) is { } found
            ? (found.FreeUnits, found.HeldUnits)
            : default;

    /// <summary>The sum over all shards of what each pocket of an asset holds; checks each shard's own books on the way.</summary>
    public async Task<ImmutableArray<ShardTotal>> Totals()
    {
        var all = new List<ShardTotal>();
        for (var shard = 0; shard < RiskShards; shard++)
            all.AddRange(await _cluster.Client.GetGrain<IRiskShardGrain>(shard).Totals(default));
        return [.. all.GroupBy(total => total.Asset).Select(group => group.Aggregate((one, other) => new ShardTotal(
            one.Asset, one.Free + other.Free, one.Held + other.Held, one.Fees + other.Fees, one.Clearing + other.Clearing,
            one.External + other.External)))];
    }

    public async ValueTask DisposeAsync() => await _cluster.DisposeAsync();
}
