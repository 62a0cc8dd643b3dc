using OrleansLld.Exchange.Faults;

namespace OrleansLld.Exchange;

/// <summary>The process is killed while programs trade; they send again what was not answered, and then everything is compared.</summary>
public sealed class KillTests(ExchangeProduct exchange, ITestOutputHelper output) : IClassFixture<ExchangeProduct>
{
    private static int Kills => TradingFloor.IsSoak ? 100 : 4;

    [Fact]
    public Task No_kill_loses_an_acknowledged_order_or_balance_nor_doubles_an_unanswered_one() =>
        KilledExchange.Run(exchange, Kills, output);
}

/// <summary>The same with rows and blobs in a storage account, which Azurite plays.</summary>
public sealed class KillOnAzuriteTests(ExchangeOnAzurite azurite, ITestOutputHelper output) : IClassFixture<ExchangeOnAzurite>
{
    private static int Kills => TradingFloor.IsSoak ? 50 : 3;

    [Fact]
    public Task No_kill_loses_an_acknowledged_order_or_balance_nor_doubles_an_unanswered_one() =>
        KilledExchange.Run(azurite.Exchange, Kills, output);
}

/// <summary>An exchange that is killed at random moments of its trading.</summary>
internal static class KilledExchange
{
    private const int Traders = 6;
    private const int OperationsAKill = 20;

    public static async Task Run(ExchangeProduct exchange, int kills, ITestOutputHelper output)
    {
        var seed = TradingFloor.Seed();
        output.WriteLine($"seed {seed}");
        var markets = new[] { exchange.TakeMarket(), exchange.TakeMarket() };
        await using var floor = await TradingFloor.Open(exchange.NewTrader, markets, Traders, seed);
        var random = new Random(seed);
        for (var kill = 0; kill < kills; kill++)
        {
            await floor.GoOn(OperationsAKill);
            await Task.Delay(random.Next(100, 1_500), TestContext.Current.CancellationToken);
            await exchange.Product.KillAsync();
            await exchange.Product.StartAgainAsync();
        }

        await floor.Close();
        await exchange.Product.KillAsync();
        await exchange.Product.StartAgainAsync();
        await floor.Reckon(output, $"{kills + 1} kills", seed);
    }
}
