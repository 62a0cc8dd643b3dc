using System.Globalization;
using Microsoft.AspNetCore.SignalR;

namespace OrleansLld.Exchange;

[Collection(ExchangeProduct.Collection)]
public sealed class HubTests(ExchangeProduct exchange)
{
    private const int OrdersInFlow = 400;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_view_and_its_changes_give_the_book_that_REST_shows(bool packed)
    {
        var market = exchange.TakeMarket();
        var (one, other) = (await exchange.NewTrader(market, "100000"), await exchange.NewTrader(market, "100000"));
        await using var early = await LiveBook.Connect(exchange, packed: packed);
        await early.Watch(market);

        var flow = Task.WhenAll(Flow(one, market, seed: 1), Flow(other, market, seed: 2));
        await early.Until(book => book.Trades.Count > 0);
        await using var late = await LiveBook.Connect(exchange, packed: packed);
        await late.Watch(market);
        await flow;

        foreach (var book in new[] { early, late })
        {
            var (live, rest) = await book.MeetRest(exchange, market);
            live.ShouldBe(rest);
            book.Gaps.ShouldBe(0);
            book.Pushes.ShouldBePositive();
        }
    }

    [Fact]
    public async Task Every_trade_is_shown_once_and_in_order()
    {
        var market = exchange.TakeMarket();
        var (maker, taker) = (await exchange.NewTrader(market, "1000"), await exchange.NewTrader(market, "1000"));
        await using var book = await LiveBook.Connect(exchange);
        await book.Watch(market);

        for (var i = 0; i < 20; i++)
        {
            await maker.Limit(market, "SELL", "1", "10.00");
            await taker.Limit(market, "BUY", "1", "10.00");
        }

        await book.Until(seen => seen.Trades.Count >= 20);
        book.Trades.Select(trade => trade.Id).ShouldBe(Enumerable.Range(1, 20).Select(id => (long)id));
        (book.Trades[0].Price, book.Trades[0].Qty, book.Trades[0].QuoteQty, book.Trades[0].IsBuyerMaker)
            .ShouldBe(("10.00000000", "1.00000000", "10.00000000", false));
        await using var later = await LiveBook.Connect(exchange);
        (await later.Watch(market)).Trades.Select(trade => trade.Id).ShouldBe(book.Trades.Select(trade => trade.Id));
    }

    [Fact]
    public async Task Only_the_owner_hears_of_an_orders_changes()
    {
        var market = exchange.TakeMarket();
        var (owner, outsider) = (await exchange.NewTrader(market, "1000"), await exchange.NewTrader(market, "1000"));
        await using var own = await LiveBook.Connect(exchange, owner);
        await using var foreign = await LiveBook.Connect(exchange, outsider);
        await using var nobody = await LiveBook.Connect(exchange);
        foreach (var book in new[] { own, foreign, nobody })
            await book.Watch(market);

        var order = await owner.Limit(market, "SELL", "1", "10.00");

        var id = order.GetProperty("orderId").GetInt64();
        foreach (var book in new[] { own, foreign, nobody })
            await book.Until(seen => seen.Pushes > 0);
        await own.Until(seen => seen.OwnOrders.Contains(id));
        (await outsider.Limit(market, "BUY", "1", "9.00")).GetProperty("orderId").GetInt64().ShouldNotBe(id);
        await foreign.Until(seen => seen.OwnOrders.Count > 0);
        foreign.OwnOrders.ShouldNotContain(id);
        nobody.OwnOrders.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_market_that_is_watched_no_longer_is_silent()
    {
        var (quiet, loud) = (exchange.TakeMarket(), exchange.TakeMarket());
        var trader = await exchange.NewTrader(quiet, "1000");
        await trader.Deposit(loud.Base, "1000");
        await using var book = await LiveBook.Connect(exchange, trader);
        await book.Watch(quiet);
        await book.Watch(loud);
        await book.Unwatch(quiet);

        var silent = await trader.Limit(quiet, "SELL", "1", "10.00");
        var heard = await trader.Limit(loud, "SELL", "1", "10.00");

        (silent.GetProperty("orderId").GetInt64(), heard.GetProperty("orderId").GetInt64()).ShouldBe((1, 1));
        await book.Until(seen => seen.OwnOrders.Count > 0);
        await trader.Limit(loud, "SELL", "1", "11.00");
        await book.Until(seen => seen.OwnOrders.Count > 1);
        book.OwnOrders.ShouldBe([1, 2]);
    }

    [Fact]
    public async Task A_market_that_is_none_cannot_be_watched()
    {
        await using var book = await LiveBook.Connect(exchange);

        var refusal = await Should.ThrowAsync<HubException>(() => book.Ask<WatchedMarket>("Watch", "NOSUCH"));

        refusal.Message.ShouldContain("unknown-symbol: ");
    }

    [Fact]
    public async Task A_connection_watches_so_many_markets_and_no_more()
    {
        await using var book = await LiveBook.Connect(exchange);
        for (var i = 0; i < 50; i++)
            await book.Ask<WatchedMarket>("Watch", string.Create(CultureInfo.InvariantCulture, $"M{i:00}USDT"));

        var refusal = await Should.ThrowAsync<HubException>(() => book.Ask<WatchedMarket>("Watch", "M50USDT"));

        refusal.Message.ShouldContain("too-many-watches: ");
        await book.Ask<WatchedMarket>("Watch", "M49USDT");
    }

    private static async Task Flow(Trader trader, TestMarket market, int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < OrdersInFlow; i++)
        {
            var side = random.Next(2) == 0 ? "BUY" : "SELL";
            var (price, quantity) = (95 + random.Next(10), 1 + random.Next(5));
            await trader.Limit(market, side, $"{quantity}", $"{price}.00");
            if (random.Next(10) == 0)
                await trader.Send(HttpMethod.Delete, "/api/v3/openOrders", $"symbol={market.Symbol}");
        }
    }
}
