using OrleansLld.Accounts;
using OrleansLld.Storage.Volatile;

namespace OrleansLld.Exchange;

public sealed class ExchangeFailureTests(ITestOutputHelper output)
{
    private static CancellationToken None => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_restart_finds_the_book_the_balances_and_the_history_again()
    {
        var store = new VolatileGrainStore();
        AccountId alice, bob;
        OrderReply crossing;
        PlaceOrder order;
        await using (var exchange = await ExchangeCluster.Start(store: store))
        {
            alice = await exchange.Account(1, btc: 1, usdt: 0);
            bob = await exchange.Account(2, btc: 0, usdt: 100_000);
            await exchange.Submit(exchange.Limit(alice, OrderSide.Sell, 50_000, 300));
            order = exchange.Limit(bob, OrderSide.Buy, 50_000, 500);
            crossing = await exchange.Submit(order);
        }

        await using var restarted = await ExchangeCluster.Start(store: store);

        (await restarted.Book.OpenOrders(bob, None)).ShouldHaveSingleItem().FilledLots.ShouldBe(30_000);
        (await restarted.Book.Fills(bob, new HistoryPage(0, 0, 0, 10), None)).ShouldBe(crossing.Fills);
        (await restarted.Submit(order)).ShouldBeEquivalentTo(crossing);
        (await restarted.Funds(bob, "USDT")).ShouldBe((75_000 * ExchangeCluster.Usdt, 10_000 * ExchangeCluster.Usdt));
        (await restarted.MarketData.Depth(5, None)).Bids.ShouldHaveSingleItem().Lots.ShouldBe(20_000);
    }

    [Fact]
    public async Task A_book_and_its_market_are_active_before_the_shards_are()
    {
        var store = new VolatileGrainStore();
        AccountId alice;
        await using (var exchange = await ExchangeCluster.Start(store: store))
        {
            alice = await exchange.Account(1, btc: 1, usdt: 0);
            await exchange.Submit(exchange.Limit(alice, OrderSide.Sell, 50_000, 300));
        }

        await using var restarted = await ExchangeCluster.Start(store: store);
        // A shard attaches the book with a commit.
        using (store.Faults.Stall(StoreOperation.Commit))
        {
            (await restarted.Book.OpenOrders(alice, None)).ShouldHaveSingleItem();
            (await restarted.MarketData.Depth(5, None)).Asks.ShouldHaveSingleItem().Lots.ShouldBe(30_000);
        }

        (await restarted.Submit(restarted.Limit(alice, OrderSide.Sell, 50_000, 100, "after"))).Order!.Status.ShouldBe(OrderStatus.New);
    }

    [Fact]
    public async Task A_commit_whose_answer_is_lost_is_neither_lost_nor_done_twice()
    {
        await using var exchange = await ExchangeCluster.Start();
        var bob = await exchange.Account(2, btc: 0, usdt: 1_000);
        await exchange.Submit(exchange.Limit(bob, OrderSide.Buy, 40_000, 1));
        var order = exchange.Limit(bob, OrderSide.Buy, 50_000, 10);

        exchange.Store.Faults.LoseAnswerOfNext(StoreOperation.Commit, 2);
        var reply = await Persist(exchange, order);

        reply.Order!.Status.ShouldBe(OrderStatus.New);
        (await exchange.Book.OpenOrders(bob, None)).Length.ShouldBe(2);
        (await exchange.Funds(bob, "USDT")).ShouldBe((460 * ExchangeCluster.Usdt, 540 * ExchangeCluster.Usdt));
    }

    [Fact]
    public async Task A_repeat_beside_the_first_sending_is_answered_alike_though_the_funds_are_enough_for_one_only()
    {
        await using var exchange = await ExchangeCluster.Start();
        var bob = await exchange.Account(2, btc: 0, usdt: 1_000);
        var order = exchange.Limit(bob, OrderSide.Buy, 40_000, 20);

        var replies = await exchange.Book.Submit([order, order], None);

        replies[1].ShouldBeEquivalentTo(replies[0]);
        replies[0].Order!.Status.ShouldBe(OrderStatus.New);
        (await exchange.Book.OpenOrders(bob, None)).ShouldHaveSingleItem();
        (await exchange.Funds(bob, "USDT")).ShouldBe((200 * ExchangeCluster.Usdt, 800 * ExchangeCluster.Usdt));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Under_random_storage_faults_nothing_acknowledged_is_lost_and_nothing_is_done_twice(int round)
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"round {round}, seed {seed}");
        await using var exchange = await ExchangeCluster.Start(snapshotAfterBytes: 4 << 10);
        var accounts = new List<AccountId>();
        for (var i = 1; i <= 6; i++)
            accounts.Add(await exchange.Account(i, btc: 100, usdt: 1_000_000));

        exchange.Store.Faults.FailRandomly(seed, failures: 0.02, lostAnswers: 0.02);
        var traders = accounts.Select((account, i) => Trade(exchange, account, new Random(seed + i), orders: 60)).ToList();
        var acknowledged = (await Task.WhenAll(traders)).SelectMany(replies => replies).ToList();
        exchange.Store.Faults.Clear();

        await CheckBooks(exchange, accounts, acknowledged);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task When_silos_die_under_load_nothing_acknowledged_is_lost_and_nothing_is_done_twice(int round)
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"round {round}, seed {seed}");
        await using var exchange = await ExchangeCluster.Start(silos: 3, snapshotAfterBytes: 4 << 10);
        var accounts = new List<AccountId>();
        for (var i = 1; i <= 6; i++)
            accounts.Add(await exchange.Account(i, btc: 100, usdt: 1_000_000));

        var traders = accounts.Select((account, i) => Trade(exchange, account, new Random(seed + i), orders: 60)).ToList();
        await exchange.Silos.KillSiloAsync(exchange.Silos.Silos[new Random(seed).Next(1, 3)], None);
        var acknowledged = (await Task.WhenAll(traders)).SelectMany(replies => replies).ToList();

        await CheckBooks(exchange, accounts, acknowledged);
    }

    private static async Task<List<(PlaceOrder Order, OrderReply Reply)>> Trade(
        ExchangeCluster exchange, AccountId account, Random random, int orders)
    {
        var acknowledged = new List<(PlaceOrder, OrderReply)>();
        for (var i = 0; i < orders; i++)
        {
            var side = random.Next(2) == 0 ? OrderSide.Buy : OrderSide.Sell;
            var order = exchange.Limit(account, side, 50_000 + random.Next(-20, 20), random.Next(1, 50)) with
            {
                Lifetime = (OrderLifetime)random.Next(3),
            };
            var reply = await Persist(exchange, order);
            acknowledged.Add((order, reply));
            if (reply.Order is { Status: OrderStatus.New or OrderStatus.PartiallyFilled } open && random.Next(4) == 0)
                await Persist(exchange, new CancelOrder(account, $"x{order.CommandId}", new OrderRef(open.OrderId, null)));
        }

        return acknowledged;
    }

    // What a client does that gets no answer: it sends the same command again.
    private static async Task<OrderReply> Persist(ExchangeCluster exchange, OrderCommand command)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await exchange.Submit(command);
            }
            catch (Exception failure) when (attempt < 200 && failure is not ArgumentException)
            {
                await Task.Yield();
            }
        }
    }

    private static async Task CheckBooks(
        ExchangeCluster exchange, List<AccountId> accounts, List<(PlaceOrder Order, OrderReply Reply)> acknowledged)
    {
        var all = new Dictionary<AccountId, List<OrderReport>>();
        foreach (var account in accounts)
        {
            all[account] = [.. await exchange.Book.Orders(account, new HistoryPage(1, 0, 0, 1_000), None)];
            all[account].Select(order => order.ClientOrderId).ShouldBeUnique();
        }

        foreach (var (order, reply) in acknowledged)
        {
            reply.Refusal.ShouldBe(OrderRefusal.None);
            all[order.Account].ShouldContain(stored =>
                stored.ClientOrderId == order.CommandId && stored.OrderId == reply.Order!.OrderId
                && stored.FilledLots >= reply.Order.FilledLots);
        }

        var boughtLots = all.Values.SelectMany(orders => orders).Where(order => order.Side == OrderSide.Buy).Sum(order => order.FilledLots);
        var soldLots = all.Values.SelectMany(orders => orders).Where(order => order.Side == OrderSide.Sell).Sum(order => order.FilledLots);
        boughtLots.ShouldBe(soldLots);

        foreach (var total in await exchange.Totals())
        {
            total.Clearing.ShouldBe(0, $"{total}");
            (total.Free + total.Held + total.Fees + total.External).ShouldBe(0, $"{total}");
        }

        foreach (var (account, orders) in all)
        {
            var open = orders.Where(order => order.Status is OrderStatus.New or OrderStatus.PartiallyFilled).ToList();
            (await exchange.Book.OpenOrders(account, None)).ShouldBe(open);
            var heldUsdt = open.Where(order => order.Side == OrderSide.Buy)
                .Sum(order => order.PriceTicks * (order.QuantityLots - order.FilledLots) * 10);
            var heldBtc = open.Where(order => order.Side == OrderSide.Sell).Sum(order => (order.QuantityLots - order.FilledLots) * 1_000);
            (await exchange.Funds(account, "USDT")).Held.ShouldBe(heldUsdt);
            (await exchange.Funds(account, "BTC")).Held.ShouldBe(heldBtc);
        }
    }
}
