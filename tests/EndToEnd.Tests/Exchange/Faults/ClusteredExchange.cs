using System.Globalization;
using OrleansLld.Azurite;
using OrleansLld.Cluster;

namespace OrleansLld.Exchange.Faults;

/// <summary>An exchange on a cluster of processes: silos, gateways, a Redis, an Azurite, and a view of all this for the test.</summary>
public sealed class ClusteredExchange : IAsyncDisposable
{
    private const int MarketsCount = 20;

    private HttpClient? _http;
    private ClusterLookout? _lookout;

    private ClusteredExchange(RunningCluster cluster, AzuriteServer azurite) => (Cluster, Azurite) = (cluster, azurite);

    public RunningCluster Cluster { get; }

    public AzuriteServer Azurite { get; }

    public ClusterLookout Lookout => _lookout ?? throw new InvalidOperationException("The cluster is not up.");

    public IReadOnlyList<TestMarket> Markets { get; } =
        [.. Enumerable.Range(0, MarketsCount).Select(i => new TestMarket(BaseOf(i)))];

    public static async Task<ClusteredExchange> StartAsync(int silos, int gateways)
    {
        var azurite = await AzuriteServer.StartAsync();
        try
        {
            var cluster = await RunningCluster.StartAsync(silos, gateways, [.. Arguments(azurite)]);
            var exchange = new ClusteredExchange(cluster, azurite);
            exchange._http = AnyGateway.Client(cluster.Gateways);
            exchange._lookout = await ClusterLookout.OpenAsync(cluster);
            return exchange;
        }
        catch
        {
            await azurite.DisposeAsync();
            throw;
        }
    }

    /// <summary>A new account that talks to every gateway.</summary>
    public Task<Trader> NewTrader() => ExchangeProduct.NewTrader(_http!);

    public IOrderBookGrain BookOf(TestMarket market)
    {
        ArgumentNullException.ThrowIfNull(market);
        return Lookout.Grains.GetGrain<IOrderBookGrain>(market.Symbol);
    }

    public async ValueTask DisposeAsync()
    {
        _http?.Dispose();
        if (_lookout is not null)
            await _lookout.DisposeAsync();
        await Cluster.DisposeAsync();
        await Azurite.DisposeAsync();
    }

    private static IEnumerable<string> Arguments(AzuriteServer azurite)
    {
        yield return "--Demo";
        yield return "--Storage:Provider=Azure";
        yield return $"--Storage:Azure:ConnectionStringFile={azurite.ConnectionStringFile}";
        yield return "--Gateway:RateLimits:RegistrationsPerHour=1000000";
        yield return "--Gateway:RateLimits:SignInsPerMinute=1000000";
        yield return "--Gateway:RateLimits:RequestsPerSecond=1000000";
        yield return "--Gateway:DrainSeconds=0";
        for (var i = 0; i < MarketsCount; i++)
        {
            yield return $"--Exchange:Markets:{i}:Base={BaseOf(i)}";
            yield return $"--Exchange:Markets:{i}:Quote=USDT";
            yield return $"--Exchange:Markets:{i}:Lot=0.001";
        }
    }

    private static string BaseOf(int index) => string.Create(CultureInfo.InvariantCulture, $"M{index:00}");
}
