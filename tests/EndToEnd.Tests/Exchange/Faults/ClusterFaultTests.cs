using System.Text.Json;

namespace OrleansLld.Exchange.Faults;

/// <summary>Processes of a cluster die and stand still while programs trade through all of its gateways.</summary>
public sealed class ClusterFaultTests(ITestOutputHelper output)
{
    private const int Traders = 8;
    private const int MarketsTraded = 6;
    private const int OrdersToTheSuspended = 20;

    private static int Faults => TradingFloor.IsSoak ? 200 : ClusterFaults.Kinds;

    [Fact]
    public async Task No_fault_of_a_cluster_loses_an_acknowledged_order_or_doubles_an_unanswered_one()
    {
        var seed = TradingFloor.Seed();
        output.WriteLine($"seed {seed}");
        await using var exchange = await ClusteredExchange.StartAsync(silos: 3, gateways: 2);
        await using var floor = await TradingFloor.OpenToTheRich(
            exchange.NewTrader, [.. exchange.Markets.Take(MarketsTraded)], Traders, seed);
        var faults = new ClusterFaults(exchange, floor, new Random(seed));
        while (faults.Count < Faults)
            await faults.Strike();

        await floor.Close();
        try
        {
            await floor.Reckon(output, $"{faults}", seed);
        }
        catch (ShouldAssertException)
        {
            output.WriteLine(exchange.Cluster.Exceptions);
            throw;
        }
    }

    [Fact]
    public async Task A_silo_that_returns_from_beyond_its_lease_acknowledges_nothing_that_the_store_does_not_hold()
    {
        var seed = TradingFloor.Seed();
        output.WriteLine($"seed {seed}");
        await using var exchange = await ClusteredExchange.StartAsync(silos: 2, gateways: 1);
        var suspended = await exchange.Cluster.AddSiloAsync("--Gateway:Enabled=true");
        var market = await MarketIn(suspended, exchange);
        await using var floor = await TradingFloor.Open(exchange.NewTrader, [market, exchange.Markets[^1]], Traders, seed);
        var lone = await exchange.NewTrader();
        await lone.Deposit("USDT", "1000000");
        await floor.GoOn(50);

        // Its own gateway takes them as soon as it goes on, and the book that they are for was active beside it.
        await suspended.SuspendAsync();
        using var direct = suspended.NewClient();
        var sent = Enumerable.Range(0, OrdersToTheSuspended).Select(i => Place(lone.Via(direct), market, i)).ToList();
        await exchange.Lookout.UntilDead(suspended);
        (await exchange.BookOf(market).OpenOrders(new(1), TestContext.Current.CancellationToken)).ShouldBeEmpty();
        (await exchange.Lookout.IsIn(suspended, exchange.BookOf(market))).ShouldBeFalse();
        await floor.GoOn(50);
        await suspended.ResumeAsync();
        await suspended.UntilEndedAsync();
        var answers = await Task.WhenAll(sent);
        await floor.GoOn(50);

        var acknowledged = answers.Count(answer => answer is { Status: 200 });
        for (var i = 0; i < answers.Length; i++)
            await ShouldStandOnce(lone, market, i, answers[i]);
        await floor.Close();
        await floor.Reckon(
            output, $"a silo returned from beyond its lease with {answers.Length} orders, of which it answered {acknowledged}", seed);
    }

    // A market whose book is active in the silo. Which one is chance, so markets are woken until there is one.
    private static async Task<TestMarket> MarketIn(RunningProduct silo, ClusteredExchange exchange)
    {
        foreach (var market in exchange.Markets)
        {
            await exchange.BookOf(market).OpenOrders(new(1), TestContext.Current.CancellationToken);
            if (await exchange.Lookout.IsIn(silo, exchange.BookOf(market)))
                return market;
        }

        throw new InvalidOperationException("No book was placed in the silo.");
    }

    private static async Task<ApiAnswer?> Place(Trader trader, TestMarket market, int number)
    {
        try
        {
            var terms = $"symbol={market.Symbol}&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=50";
            return await trader.Place($"{terms}&newClientOrderId=w{number}&recvWindow=60000");
        }
        catch (Exception lost) when (lost is HttpRequestException or TaskCanceledException)
        {
            return null;
        }
    }

    private static async Task ShouldStandOnce(Trader trader, TestMarket market, int number, ApiAnswer? first)
    {
        var repeated = await Place(trader, market, number) ?? throw new TimeoutException("The other gateway did not answer.");
        var again = repeated.ShouldBeDone();
        if (first is { Status: 200 })
            OrderId(again).ShouldBe(OrderId(first.Body));
        else if (first is not null)
            ApiAnswers.IsRetryable(first).ShouldBeTrue($"{first.Status} {first.Body}");

        static long OrderId(JsonElement order) => order.GetProperty("orderId").GetInt64();
    }
}
