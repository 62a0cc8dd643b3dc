using OrleansLld.Exchange;
using OrleansLld.Exchange.Faults;

namespace OrleansLld.Cluster;

/// <summary>Every process of a cluster is stopped in order and started again, one after the other, as for a new version.</summary>
public sealed class RollingRestartTests(ITestOutputHelper output)
{
    private const int Traders = 6;
    private const int OperationsBetween = 20;

    private static readonly TestMarket[] Markets = [new("M00"), new("M01")];

    private static readonly string[] Arguments =
    [
        "--Demo",
        "--Gateway:DrainSeconds=3",
        "--Gateway:RateLimits:RegistrationsPerHour=1000000",
        "--Gateway:RateLimits:SignInsPerMinute=1000000",
        "--Gateway:RateLimits:RequestsPerSecond=1000000",
        .. Markets.SelectMany((market, i) => new[]
        {
            $"--Exchange:Markets:{i}:Base={market.Base}", $"--Exchange:Markets:{i}:Quote=USDT", $"--Exchange:Markets:{i}:Lot=0.001",
        }),
    ];

    [Fact]
    public async Task No_request_fails_while_every_process_is_restarted()
    {
        var seed = TradingFloor.Seed();
        output.WriteLine($"seed {seed}");
        await using var cluster = await RunningCluster.StartAsync(3, 2, Arguments);
        using var http = new HttpClient(new ReadyGateways(cluster.Gateways)) { BaseAddress = new Uri("http://any") };
        await using var floor = await TradingFloor.Open(() => ExchangeProduct.NewTrader(http), Markets, Traders, seed);

        foreach (var process in (RunningProduct[])[.. cluster.Gateways, .. cluster.Silos])
        {
            await floor.GoOn(OperationsBetween);
            output.WriteLine($"{TimeProvider.System.GetUtcNow():HH:mm:ss.fff} {process.Address} is stopped");
            (await process.StopAsync()).ShouldBe(0, process.Log);
            output.WriteLine($"{TimeProvider.System.GetUtcNow():HH:mm:ss.fff} and started");
            await process.StartAgainAsync();
            output.WriteLine($"{TimeProvider.System.GetUtcNow():HH:mm:ss.fff} and ready");
        }

        await floor.GoOn(OperationsBetween);
        await floor.Close();
        try
        {
            await floor.Reckon(output, "5 processes restarted", seed);
            floor.History.Failures.ShouldBeEmpty();
        }
        catch (ShouldAssertException)
        {
            output.WriteLine(cluster.Exceptions);
            throw;
        }
    }
}
