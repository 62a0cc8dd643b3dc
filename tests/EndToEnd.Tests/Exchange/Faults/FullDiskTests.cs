namespace OrleansLld.Exchange.Faults;

/// <summary>The disk is full, again and again, while programs trade.</summary>
public sealed class FullDiskTests(ITestOutputHelper output)
{
    private const int DiskMiB = 96;
    private const int Traders = 6;
    private const int KillEvery = 3;
    private static readonly TimeSpan FullWithin = TimeSpan.FromMinutes(1);

    private static int Fillings => TradingFloor.IsSoak ? 60 : 4;

    [Fact]
    public async Task While_the_disk_is_full_orders_are_refused_for_now_and_then_all_goes_on_by_itself()
    {
        var seed = TradingFloor.Seed();
        output.WriteLine($"seed {seed}");
        await using var disk = await SmallDisk.Mount(DiskMiB);
        await using var exchange = new ExchangeProduct { Disk = disk, Further = ["--Storage:RocksDb:WriteBufferMiB=1"] };
        await exchange.InitializeAsync();
        var market = exchange.TakeMarket();
        var lone = await exchange.NewTrader(market, "1000000");
        await using var floor = await TradingFloor.Open(exchange.NewTrader, [market, exchange.TakeMarket()], Traders, seed);
        var kills = 0;
        for (var i = 1; i <= Fillings; i++)
        {
            await floor.GoOn(20);
            (await Depth(lone, market)).ShouldBeDone();
            await UntilRefused(disk, lone, market);
            var depth = await Depth(lone, market);
            var live = await exchange.Http.GetAsync(new Uri("/health/live", UriKind.Relative), TestContext.Current.CancellationToken);

            depth.ShouldBeDone();
            live.IsSuccessStatusCode.ShouldBeTrue();
            var isKill = i % KillEvery == 0;
            if (isKill)
                await exchange.Product.KillAsync();
            disk.Free();
            if (isKill)
                await exchange.Product.StartAgainAsync();
            kills += isKill ? 1 : 0;
            await floor.GoOn(20);
        }

        await floor.Close();
        await exchange.Product.KillAsync();
        await exchange.Product.StartAgainAsync();
        await floor.Reckon(output, $"{Fillings} times a full disk and {kills + 1} kills", seed);
    }

    // Whatever room the store gives back while it tidies up is taken again.
    private static async Task UntilRefused(SmallDisk disk, Trader trader, TestMarket market)
    {
        using var patience = new CancellationTokenSource(FullWithin);
        while (true)
        {
            disk.Fill();
            var answer = await trader.Place($"symbol={market.Symbol}&side=BUY&type=LIMIT&timeInForce=IOC&quantity=1&price=9");
            if (answer.Status != 200)
            {
                ApiAnswers.IsRetryable(answer).ShouldBeTrue($"{answer.Status} {answer.Body}");
                return;
            }

            patience.Token.ThrowIfCancellationRequested();
        }
    }

    private static Task<ApiAnswer> Depth(Trader trader, TestMarket market) =>
        trader.SendRaw(HttpMethod.Get, "/api/v3/depth", $"symbol={market.Symbol}", null, null);
}
