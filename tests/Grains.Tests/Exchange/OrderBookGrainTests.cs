namespace OrleansLld.Exchange;

public sealed class OrderBookGrainTests
{
    private static CancellationToken None => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Crossing_orders_trade_and_both_balances_show_it()
    {
        await using var exchange = await ExchangeCluster.Start();
        var alice = await exchange.Account(1, btc: 1, usdt: 0);
        var bob = await exchange.Account(2, btc: 0, usdt: 100_000);

        var resting = await exchange.Submit(exchange.Limit(alice, OrderSide.Sell, usdt: 50_000, milliBtc: 1_000));
        var crossing = await exchange.Submit(exchange.Limit(bob, OrderSide.Buy, usdt: 52_000, milliBtc: 400));

        resting.Order!.Status.ShouldBe(OrderStatus.New);
        crossing.Order!.Status.ShouldBe(OrderStatus.Filled);
        crossing.Fills.ShouldHaveSingleItem().PriceTicks.ShouldBe(50_000 * 100);
        (await exchange.Funds(bob, "USDT")).ShouldBe(((100_000 - 20_000) * ExchangeCluster.Usdt, 0));
        (await exchange.Funds(bob, "BTC")).ShouldBe((ExchangeCluster.Btc * 4 / 10 * 999 / 1000, 0));
        (await exchange.Funds(alice, "BTC")).ShouldBe((0, ExchangeCluster.Btc * 6 / 10));
        (await exchange.Funds(alice, "USDT")).ShouldBe((20_000 * ExchangeCluster.Usdt * 999 / 1000, 0));
        foreach (var total in await exchange.Totals())
        {
            total.Clearing.ShouldBe(0);
            (total.Free + total.Held + total.Fees + total.External).ShouldBe(0);
        }
    }

    [Fact]
    public async Task A_repeated_order_gets_the_first_reply_and_is_not_placed_again()
    {
        await using var exchange = await ExchangeCluster.Start();
        var alice = await exchange.Account(1, btc: 1, usdt: 0);
        var bob = await exchange.Account(2, btc: 0, usdt: 100_000);
        await exchange.Submit(exchange.Limit(alice, OrderSide.Sell, 50_000, 300));
        var order = exchange.Limit(bob, OrderSide.Buy, 50_000, 500);

        var first = await exchange.Submit(order);
        await exchange.Submit(exchange.Limit(alice, OrderSide.Sell, 50_000, 200));
        var again = await exchange.Submit(order);

        again.Order.ShouldBe(first.Order);
        again.Fills.ShouldBe(first.Fills);
        (await exchange.Book.Orders(bob, new HistoryPage(0, 0, 0, 10), None)).ShouldHaveSingleItem().Status.ShouldBe(OrderStatus.Filled);
        var changed = await exchange.Submit(order with { QuantityLots = order.QuantityLots + 1 });
        changed.Refusal.ShouldBe(OrderRefusal.DuplicateClientOrderId);
    }

    [Fact]
    public async Task An_order_beyond_the_free_balance_is_refused_and_holds_nothing()
    {
        await using var exchange = await ExchangeCluster.Start();
        var bob = await exchange.Account(2, btc: 0, usdt: 100);

        var reply = await exchange.Submit(exchange.Limit(bob, OrderSide.Buy, 50_000, 3));

        reply.Refusal.ShouldBe(OrderRefusal.InsufficientBalance);
        (await exchange.Funds(bob, "USDT")).ShouldBe((100 * ExchangeCluster.Usdt, 0));
    }

    [Fact]
    public async Task Somebody_elses_order_is_unknown()
    {
        await using var exchange = await ExchangeCluster.Start();
        var alice = await exchange.Account(1, btc: 1, usdt: 0);
        var bob = await exchange.Account(2, btc: 0, usdt: 100);
        var order = (await exchange.Submit(exchange.Limit(alice, OrderSide.Sell, 50_000, 1))).Order!;

        var cancel = await exchange.Submit(new CancelOrder(bob, "x", new OrderRef(order.OrderId, null)));
        var reduce = await exchange.Submit(new ReduceOrder(bob, "y", new OrderRef(order.OrderId, null), 50));

        cancel.Refusal.ShouldBe(OrderRefusal.UnknownOrder);
        reduce.Refusal.ShouldBe(OrderRefusal.UnknownOrder);
        (await exchange.Book.Order(bob, new OrderRef(order.OrderId, null), None)).ShouldBeNull();
        (await exchange.Book.Order(alice, new OrderRef(order.OrderId, null), None)).ShouldBe(order);
    }

    [Fact]
    public async Task A_cancelled_order_gives_its_hold_back_and_a_repeat_answers_alike()
    {
        await using var exchange = await ExchangeCluster.Start();
        var bob = await exchange.Account(2, btc: 0, usdt: 1_000);
        var order = (await exchange.Submit(exchange.Limit(bob, OrderSide.Buy, 50_000, 10))).Order!;
        var cancel = new CancelOrder(bob, "cancel-1", new OrderRef(0, order.ClientOrderId));

        var first = await exchange.Submit(cancel);
        var again = await exchange.Submit(cancel);

        first.Order!.Status.ShouldBe(OrderStatus.Canceled);
        again.ShouldBeEquivalentTo(first);
        (await exchange.Funds(bob, "USDT")).ShouldBe((1_000 * ExchangeCluster.Usdt, 0));
        (await exchange.Submit(cancel with { CommandId = "cancel-2" })).Refusal.ShouldBe(OrderRefusal.UnknownOrder);
    }

    [Fact]
    public async Task A_market_order_pays_what_the_book_asks_and_gets_the_rest_of_its_hold_back()
    {
        await using var exchange = await ExchangeCluster.Start();
        var alice = await exchange.Account(1, btc: 1, usdt: 0);
        var bob = await exchange.Account(2, btc: 0, usdt: 100_000);
        await exchange.Submit(exchange.Limit(alice, OrderSide.Sell, 50_000, 100));
        await exchange.Submit(exchange.Limit(alice, OrderSide.Sell, 51_000, 100));

        var byQuantity = await exchange.Submit(exchange.Limit(bob, OrderSide.Buy, 0, 150) with { Type = OrderType.Market });
        var byQuote = await exchange.Submit(exchange.Limit(bob, OrderSide.Buy, 0, 0) with
        {
            Type = OrderType.Market,
            QuoteUnits = 1_000 * ExchangeCluster.Usdt,
        });

        byQuantity.Order!.Status.ShouldBe(OrderStatus.Filled);
        byQuantity.Order.FilledQuoteUnits.ShouldBe((5_000 + 2_550) * ExchangeCluster.Usdt);
        byQuote.Order!.Status.ShouldBe(OrderStatus.Filled);
        byQuote.Order.FilledLots.ShouldBe(1_000_000 / 510);
        (await exchange.Funds(bob, "USDT")).Held.ShouldBe(0);
    }

    [Fact]
    public async Task The_ledger_explains_every_balance()
    {
        await using var exchange = await ExchangeCluster.Start();
        var alice = await exchange.Account(1, btc: 1, usdt: 0);
        var bob = await exchange.Account(2, btc: 0, usdt: 100_000);
        await exchange.Submit(exchange.Limit(alice, OrderSide.Sell, 50_000, 500));
        await exchange.Submit(exchange.Limit(bob, OrderSide.Buy, 51_000, 200));
        await exchange.Submit(exchange.Limit(bob, OrderSide.Buy, 49_000, 200));

        foreach (var account in new[] { alice, bob })
        {
            var entries = await exchange.ShardOf(account).Ledger(account, 0, 500, None);
            foreach (var asset in new[] { "BTC", "USDT" })
            {
                var own = entries.Where(entry => entry.Asset == asset).ToList();
                var (free, held) = await exchange.Funds(account, asset);
                own.Aggregate(Int128.Zero, (sum, entry) => sum + entry.FreeDelta).ShouldBe(free);
                own.Aggregate(Int128.Zero, (sum, entry) => sum + entry.HeldDelta).ShouldBe(held);
            }

            var paged = new List<LedgerEntry>();
            while (await exchange.ShardOf(account).Ledger(account, paged.Count == 0 ? 0 : paged[^1].Id, 2, None) is { IsEmpty: false } page)
                paged.AddRange(page);
            paged.ShouldBe(entries);
        }
    }

    [Fact]
    public async Task Market_data_shows_depth_trades_candles_and_ticker()
    {
        await using var exchange = await ExchangeCluster.Start();
        var alice = await exchange.Account(1, btc: 1, usdt: 0);
        var bob = await exchange.Account(2, btc: 0, usdt: 100_000);
        await exchange.Submit(exchange.Limit(alice, OrderSide.Sell, 50_000, 500));
        await exchange.Submit(exchange.Limit(bob, OrderSide.Buy, 50_000, 200));
        await exchange.Submit(exchange.Limit(bob, OrderSide.Buy, 49_000, 100));

        var depth = await exchange.MarketData.Depth(10, None);
        var ticker = await exchange.MarketData.Ticker(None);
        var candles = await exchange.MarketData.Candles(new CandleQuery(CandleInterval.OneHour, 0, 0, 10), None);

        depth.Asks.ShouldHaveSingleItem().ShouldBe(new DepthLevel(5_000_000, 30_000));
        depth.Bids.ShouldHaveSingleItem().ShouldBe(new DepthLevel(4_900_000, 10_000));
        (await exchange.MarketData.Trades(new HistoryPage(0, 0, 0, 10), None)).ShouldHaveSingleItem().Lots.ShouldBe(20_000);
        ticker.LastTicks.ShouldBe(5_000_000);
        ticker.Day.Lots.ShouldBe(20_000);
        candles.ShouldHaveSingleItem().CloseTicks.ShouldBe(5_000_000);
    }
}
