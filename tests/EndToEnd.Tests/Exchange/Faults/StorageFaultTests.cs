using System.Globalization;
using System.Text.RegularExpressions;

namespace OrleansLld.Exchange.Faults;

/// <summary>The store fails, loses answers and stalls while programs trade.</summary>
public sealed class StorageFaultTests(ITestOutputHelper output)
{
    private const int Traders = 6;
    private static readonly TimeSpan StallReachedWithin = TimeSpan.FromSeconds(30);

    private static int Faults => TradingFloor.IsSoak ? 300 : 40;

    private static int Stalls => TradingFloor.IsSoak ? 50 : 5;

    [Theory]
    [InlineData("Volatile")]
    [InlineData("RocksDb")]
    public async Task No_failure_and_no_lost_answer_of_the_store_loses_or_doubles_anything(string provider)
    {
        var seed = TradingFloor.Seed();
        output.WriteLine($"seed {seed}");
        using var faults = new SwitchFile();
        await using var exchange = new ExchangeProduct
        {
            Further =
            [
                $"--Storage:Provider={provider}",
                string.Create(CultureInfo.InvariantCulture, $"--Storage:Faults:Seed={seed}"),
                "--Storage:Faults:FailShare=0.02",
                "--Storage:Faults:LoseAnswerShare=0.02",
                $"--Storage:Faults:SwitchFile={faults.Path}",
            ],
        };
        await exchange.InitializeAsync();
        var markets = new[] { exchange.TakeMarket(), exchange.TakeMarket() };
        await using var floor = await TradingFloor.Open(exchange.NewTrader, markets, Traders, seed);
        faults.On();
        while (Count(exchange, "fails|is lost") < Faults)
            await floor.GoOn(10);

        faults.Off();
        await floor.Close();
        await floor.Reckon(output, $"{Count(exchange, "fails|is lost")} failures and lost answers of {provider}", seed);
    }

    [Theory]
    [InlineData("Volatile")]
    [InlineData("RocksDb")]
    public async Task While_the_store_stalls_orders_wait_and_reads_of_memory_are_answered(string provider)
    {
        var seed = TradingFloor.Seed();
        output.WriteLine($"seed {seed}");
        using var stall = new SwitchFile();
        await using var exchange = new ExchangeProduct
        {
            Further = [$"--Storage:Provider={provider}", $"--Storage:Faults:StallFile={stall.Path}"],
        };
        await exchange.InitializeAsync();
        var market = exchange.TakeMarket();
        var lone = await exchange.NewTrader(market, "1000000");
        (await Depth(lone, market)).ShouldBeDone();
        await using var floor = await TradingFloor.Open(exchange.NewTrader, [exchange.TakeMarket(), market], Traders, seed);
        for (var i = 0; i < Stalls; i++)
        {
            await floor.GoOn(20);
            var waiting = Count(exchange, "waits");
            stall.On();
            await Until(() => Count(exchange, "waits") > waiting);
            var depth = await Depth(lone, market);
            var order = lone.Place($"symbol={market.Symbol}&side=BUY&type=LIMIT&timeInForce=IOC&quantity=1&price=9&newClientOrderId=s{i}");
            var terms = await lone.SendRaw(HttpMethod.Get, "/api/v3/exchangeInfo", $"symbol={market.Symbol}", null, null);

            order.IsCompleted.ShouldBeFalse();
            depth.ShouldBeDone();
            terms.ShouldBeDone();
            stall.Off();
            (await order).ShouldBeDone();
        }

        await floor.Close();
        await floor.Reckon(output, $"{Stalls} stalls of {provider}", seed);
    }

    private static Task<ApiAnswer> Depth(Trader trader, TestMarket market) =>
        trader.SendRaw(HttpMethod.Get, "/api/v3/depth", $"symbol={market.Symbol}", null, null);

    private static int Count(ExchangeProduct exchange, string words) =>
        Regex.Count(exchange.Product.Log, $"On purpose: .*({words})");

    private static async Task Until(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(StallReachedWithin);
        while (!condition())
            await Task.Delay(TimeSpan.FromMilliseconds(10), patience.Token);
    }
}
