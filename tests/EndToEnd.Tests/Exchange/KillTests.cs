using OrleansLld.Exchange.Faults;

namespace OrleansLld.Exchange;

/// <summary>The process is killed while programs trade; they send again what was not answered, and then everything is compared.</summary>
public sealed class KillTests(ExchangeProduct exchange, ITestOutputHelper output) : IClassFixture<ExchangeProduct>
{
    private const int Traders = 6;

    private static int Kills => TradingFloor.IsSoak ? 100 : 4;

    [Fact]
    public async Task No_kill_loses_an_acknowledged_order_or_balance_nor_doubles_an_unanswered_one()
    {
        var seed = TradingFloor.Seed();
        output.WriteLine($"seed {seed}");
        var markets = new[] { exchange.TakeMarket(), exchange.TakeMarket() };
        await using var floor = await TradingFloor.Open(exchange.NewTrader, markets, Traders, seed);
        var random = new Random(seed);
        for (var kill = 0; kill < Kills; kill++)
        {
            await Task.Delay(random.Next(100, 1_500), TestContext.Current.CancellationToken);
            await exchange.Product.KillAsync();
            await exchange.Product.StartAgainAsync();
        }

        await floor.Close();
        await exchange.Product.KillAsync();
        await exchange.Product.StartAgainAsync();
        await floor.Reckon(output, $"{Kills + 1} kills", seed);
    }
}
