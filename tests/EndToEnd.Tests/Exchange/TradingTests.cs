using System.Globalization;
using System.Text.Json;

namespace OrleansLld.Exchange;

[Collection(ExchangeProduct.Collection)]
public sealed class TradingTests(ExchangeProduct exchange)
{
    [Fact]
    public async Task Two_traders_meet_and_each_pays_the_fee_of_what_it_receives()
    {
        var market = exchange.TakeMarket();
        var (seller, buyer) = (await exchange.NewTrader(market, "1000"), await exchange.NewTrader(market, "1000"));

        var resting = await seller.Limit(market, "SELL", "2", "10.00");
        Text(resting, "status").ShouldBe("NEW");
        Text(resting, "origQty").ShouldBe("2.00000000");
        (await seller.Balance(market.Base)).ShouldBe(("998.00000000", "2.00000000"));

        var taking = await buyer.Limit(market, "BUY", "0.5", "11.00");
        Text(taking, "status").ShouldBe("FILLED");
        Text(taking, "price").ShouldBe("11.00000000");
        Text(taking, "cummulativeQuoteQty").ShouldBe("5.00000000");
        var fill = taking.GetProperty("fills").EnumerateArray().ShouldHaveSingleItem();
        (Text(fill, "price"), Text(fill, "qty"), Text(fill, "commission"), Text(fill, "commissionAsset"))
            .ShouldBe(("10.00000000", "0.50000000", "0.00050000", market.Base));

        (await buyer.Balance("USDT")).ShouldBe(("995.00000000", "0.00000000"));
        (await buyer.Balance(market.Base)).ShouldBe(("1000.49950000", "0.00000000"));
        (await seller.Balance("USDT")).ShouldBe(("1004.99500000", "0.00000000"));
        (await seller.Balance(market.Base)).ShouldBe(("998.00000000", "1.50000000"));

        var order = (await seller.Send(HttpMethod.Get, "/api/v3/order", $"symbol={market.Symbol}&orderId={Id(resting)}")).ShouldBeDone();
        (Text(order, "status"), Text(order, "executedQty")).ShouldBe(("PARTIALLY_FILLED", "0.50000000"));
        var own = (await seller.Send(HttpMethod.Get, "/api/v3/myTrades", $"symbol={market.Symbol}")).ShouldBeDone()
            .EnumerateArray().ShouldHaveSingleItem();
        (own.GetProperty("isMaker").GetBoolean(), own.GetProperty("isBuyer").GetBoolean()).ShouldBe((true, false));
        (Text(own, "commission"), Text(own, "commissionAsset")).ShouldBe(("0.00500000", "USDT"));
    }

    [Fact]
    public async Task A_repeated_order_is_carried_out_once_and_answered_alike()
    {
        var market = exchange.TakeMarket();
        var trader = await exchange.NewTrader(market, "1000");
        var order = $"symbol={market.Symbol}&side=SELL&type=LIMIT&timeInForce=GTC&quantity=1&price=20.00&newClientOrderId=again-1";

        var first = (await trader.Place(order)).ShouldBeDone();
        var second = (await trader.Place(order)).ShouldBeDone();
        second.GetRawText().ShouldBe(first.GetRawText());
        (await OpenOrders(trader, market)).Count.ShouldBe(1);

        (await trader.Place(order.Replace("quantity=1", "quantity=2", StringComparison.Ordinal)))
            .ShouldBeRefused(400, -2010, "Duplicate order sent.");
        (await trader.Balance(market.Base)).ShouldBe(("999.00000000", "1.00000000"));
    }

    [Fact]
    public async Task An_order_is_cancelled_by_either_of_its_ids_and_all_at_once()
    {
        var market = exchange.TakeMarket();
        var trader = await exchange.NewTrader(market, "1000");
        var first = await trader.Limit(market, "SELL", "1", "20.00");
        await trader.Place($"symbol={market.Symbol}&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=10.00&newClientOrderId=mine");
        await trader.Limit(market, "SELL", "1", "22.00");
        await trader.Limit(market, "SELL", "1", "23.00");

        var byId = await trader.Send(
            HttpMethod.Delete, "/api/v3/order", $"symbol={market.Symbol}&orderId={Id(first)}&newClientOrderId=c-1");
        (Text(byId.ShouldBeDone(), "status"), Text(byId.Body, "clientOrderId"), Text(byId.Body, "origClientOrderId"))
            .ShouldBe(("CANCELED", "c-1", Text(first, "clientOrderId")));
        var byName = await trader.Send(HttpMethod.Delete, "/api/v3/order", $"symbol={market.Symbol}&origClientOrderId=mine");
        Text(byName.ShouldBeDone(), "status").ShouldBe("CANCELED");
        (await trader.Send(HttpMethod.Delete, "/api/v3/order", $"symbol={market.Symbol}&orderId={Id(first)}"))
            .ShouldBeRefused(400, -2011, "Unknown order sent.");

        (await trader.Send(HttpMethod.Delete, "/api/v3/openOrders", $"symbol={market.Symbol}")).ShouldBeDone().GetArrayLength().ShouldBe(2);
        (await trader.Send(HttpMethod.Delete, "/api/v3/openOrders", $"symbol={market.Symbol}"))
            .ShouldBeRefused(400, -2011, "Unknown order sent.");
        (await trader.Balance(market.Base)).ShouldBe(("1000.00000000", "0.00000000"));
        (await trader.Balance("USDT")).ShouldBe(("1000.00000000", "0.00000000"));
    }

    [Fact]
    public async Task An_order_that_is_named_by_both_ids_must_have_both()
    {
        var market = exchange.TakeMarket();
        var trader = await exchange.NewTrader(market, "1000");
        var order = $"symbol={market.Symbol}&side=SELL&type=LIMIT&timeInForce=GTC&quantity=2&price=20.00&newClientOrderId=";
        var mine = $"symbol={market.Symbol}&orderId={Id((await trader.Place(order + "mine")).ShouldBeDone())}&origClientOrderId=";
        await trader.Place(order + "other");

        (await trader.Send(HttpMethod.Get, "/api/v3/order", mine + "other")).ShouldBeRefused(400, -2013, "Order does not exist.");
        (await trader.Send(HttpMethod.Put, "/api/v3/order/amend/keepPriority", mine + "other&newQty=1"))
            .ShouldBeRefused(400, -2038, "Unknown order sent.");
        (await trader.Send(HttpMethod.Delete, "/api/v3/order", mine + "other")).ShouldBeRefused(400, -2011, "Unknown order sent.");
        (await OpenOrders(trader, market)).Count.ShouldBe(2);

        Text((await trader.Send(HttpMethod.Get, "/api/v3/order", mine + "mine")).ShouldBeDone(), "status").ShouldBe("NEW");
        var cancelled = (await trader.Send(HttpMethod.Delete, "/api/v3/order", mine + "mine&newClientOrderId=c-1")).ShouldBeDone();
        var again = await trader.Send(HttpMethod.Delete, "/api/v3/order", mine + "mine&newClientOrderId=c-1");
        again.ShouldBeDone().GetRawText().ShouldBe(cancelled.GetRawText());
    }

    [Fact]
    public async Task An_amended_order_keeps_its_place_in_the_queue()
    {
        var market = exchange.TakeMarket();
        var (first, second, taker) =
            (await exchange.NewTrader(market, "1000"), await exchange.NewTrader(market, "1000"), await exchange.NewTrader(market, "1000"));
        var early = await first.Limit(market, "SELL", "5", "10.00");
        await second.Limit(market, "SELL", "5", "10.00");

        var amended = await first.Send(
            HttpMethod.Put, "/api/v3/order/amend/keepPriority", $"symbol={market.Symbol}&orderId={Id(early)}&newQty=3");
        var order = amended.ShouldBeDone().GetProperty("amendedOrder");
        (Text(order, "qty"), Text(order, "status"), Id(order)).ShouldBe(("3.00000000", "NEW", Id(early)));
        (await first.Balance(market.Base)).ShouldBe(("997.00000000", "3.00000000"));

        await taker.Limit(market, "BUY", "3", "10.00");
        (await OpenOrders(first, market)).ShouldBeEmpty();
        (await OpenOrders(second, market)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_amendment_that_does_not_make_the_order_smaller_is_refused()
    {
        var market = exchange.TakeMarket();
        var trader = await exchange.NewTrader(market, "1000");
        var order = await trader.Limit(market, "SELL", "5", "10.00");
        Task<ApiAnswer> Amend(string quantity) => trader.Send(
            HttpMethod.Put, "/api/v3/order/amend/keepPriority", $"symbol={market.Symbol}&orderId={Id(order)}&newQty={quantity}");

        (await Amend("5")).ShouldBeRefused(400, -2038, "The requested action would change no state; rejecting.");
        (await Amend("6")).ShouldBeRefused(400, -2038, "Order amend (quantity increase) is not supported.");
        (await trader.Send(HttpMethod.Put, "/api/v3/order/amend/keepPriority", $"symbol={market.Symbol}&orderId=999999&newQty=1"))
            .ShouldBeRefused(400, -2038, "Unknown order sent.");
    }

    [Fact]
    public async Task A_market_order_spends_a_quote_amount_on_the_best_prices()
    {
        var market = exchange.TakeMarket();
        var (maker, taker) = (await exchange.NewTrader(market, "1000"), await exchange.NewTrader(market, "1000"));
        await maker.Limit(market, "SELL", "1", "10.00");
        await maker.Limit(market, "SELL", "1", "20.00");

        var bought = (await taker.Place($"symbol={market.Symbol}&side=BUY&type=MARKET&quoteOrderQty=20")).ShouldBeDone();

        (Text(bought, "type"), Text(bought, "executedQty"), Text(bought, "cummulativeQuoteQty"), Text(bought, "origQuoteOrderQty"))
            .ShouldBe(("MARKET", "1.50000000", "20.00000000", "20.00000000"));
        Text(bought, "timeInForce").ShouldBe("GTC");
        bought.GetProperty("fills").GetArrayLength().ShouldBe(2);
        (await taker.Balance("USDT")).ShouldBe(("980.00000000", "0.00000000"));
    }

    [Theory]
    [InlineData("FOK", "EXPIRED", "0.00000000")]
    [InlineData("IOC", "EXPIRED", "1.00000000")]
    [InlineData("GTC", "PARTIALLY_FILLED", "1.00000000")]
    public async Task A_lifetime_decides_what_becomes_of_the_rest(string lifetime, string status, string executed)
    {
        var market = exchange.TakeMarket();
        var (maker, taker) = (await exchange.NewTrader(market, "1000"), await exchange.NewTrader(market, "1000"));
        await maker.Limit(market, "SELL", "1", "10.00");

        var order = (await taker.Place(
            $"symbol={market.Symbol}&side=BUY&type=LIMIT&timeInForce={lifetime}&quantity=2&price=10.00")).ShouldBeDone();

        (Text(order, "status"), Text(order, "executedQty")).ShouldBe((status, executed));
    }

    [Theory]
    [InlineData("ACK", 5)]
    [InlineData("RESULT", 16)]
    [InlineData("FULL", 17)]
    public async Task The_caller_chooses_how_much_it_is_told(string response, int fields)
    {
        var market = exchange.TakeMarket();
        var trader = await exchange.NewTrader(market, "1000");

        var order = (await trader.Place(
            $"symbol={market.Symbol}&side=BUY&type=LIMIT_MAKER&quantity=2&price=10.00&newOrderRespType={response}")).ShouldBeDone();

        order.EnumerateObject().Count().ShouldBe(fields);
    }

    [Fact]
    public async Task An_order_is_replaced_by_a_cancellation_and_a_new_one()
    {
        var market = exchange.TakeMarket();
        var trader = await exchange.NewTrader(market, "1000");
        var old = await trader.Limit(market, "SELL", "1", "20.00");
        Task<ApiAnswer> Replace(string mode) => trader.Send(
            HttpMethod.Post,
            "/api/v3/order/cancelReplace",
            $"symbol={market.Symbol}&side=SELL&type=LIMIT&timeInForce=GTC&quantity=2&price=21.00"
            + $"&cancelReplaceMode={mode}&cancelOrderId={Id(old)}");

        var replaced = (await Replace("STOP_ON_FAILURE")).ShouldBeDone();
        Text(replaced.GetProperty("cancelResponse"), "status").ShouldBe("CANCELED");
        Text(replaced.GetProperty("newOrderResponse"), "status").ShouldBe("NEW");

        var stopped = await Replace("STOP_ON_FAILURE");
        stopped.ShouldBeRefused(400, -2022, "Order cancel-replace failed.");
        stopped.Body.GetProperty("data").GetProperty("newOrderResponse").ValueKind.ShouldBe(JsonValueKind.Null);
        (await Replace("ALLOW_FAILURE")).ShouldBeRefused(409, -2021, "Order cancel-replace partially failed.");
        (await OpenOrders(trader, market)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_tried_order_changes_nothing()
    {
        var market = exchange.TakeMarket();
        var trader = await exchange.NewTrader(market, "1000");

        var tried = await trader.Send(
            HttpMethod.Post, "/api/v3/order/test", $"symbol={market.Symbol}&side=SELL&type=LIMIT&timeInForce=GTC&quantity=1&price=20.00");

        tried.ShouldBeDone().EnumerateObject().ShouldBeEmpty();
        (await OpenOrders(trader, market)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Orders_and_trades_are_listed_by_id_by_time_and_by_order()
    {
        var market = exchange.TakeMarket();
        var (maker, taker) = (await exchange.NewTrader(market, "1000"), await exchange.NewTrader(market, "1000"));
        var orders = new List<long>();
        for (var i = 0; i < 3; i++)
            orders.Add(Id(await maker.Limit(market, "SELL", "1", "10.00")));

        await taker.Limit(market, "BUY", "1", "10.00");
        var sweep = await taker.Limit(market, "BUY", "2", "10.00");

        (await Ids(maker, "/api/v3/allOrders", $"symbol={market.Symbol}", "orderId")).ShouldBe(orders);
        (await Ids(maker, "/api/v3/allOrders", $"symbol={market.Symbol}&orderId={orders[1]}&limit=1", "orderId")).ShouldBe([orders[1]]);
        (await Ids(maker, "/api/v3/allOrders", $"symbol={market.Symbol}&startTime={Trader.NowMs - 60_000}&limit=2", "orderId"))
            .ShouldBe([orders[0], orders[1]]);
        (await Ids(taker, "/api/v3/myTrades", $"symbol={market.Symbol}&orderId={Id(sweep)}", "id")).ShouldBe([2, 3]);
        (await Ids(taker, "/api/v3/myTrades", $"symbol={market.Symbol}&limit=1", "id")).ShouldBe([3]);
        (await Ids(taker, "/api/v3/myTrades", $"symbol={market.Symbol}&fromId=2&limit=1", "id")).ShouldBe([2]);
    }

    [Fact]
    public async Task A_signed_in_page_trades_with_its_token_alone()
    {
        var market = exchange.TakeMarket();
        var trader = await exchange.NewTrader(market, "1000");

        var placed = await trader.SendSignedIn(
            HttpMethod.Post, "/api/v3/order", $"symbol={market.Symbol}&side=SELL&type=LIMIT&timeInForce=GTC&quantity=1&price=20.00");

        Text(placed.ShouldBeDone(), "status").ShouldBe("NEW");
        (await trader.SendSignedIn(HttpMethod.Get, "/api/v3/openOrders")).ShouldBeDone().GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task The_ledger_explains_a_balance_posting_by_posting()
    {
        var market = exchange.TakeMarket();
        var (seller, buyer) = (await exchange.NewTrader(market, "1000"), await exchange.NewTrader(market, "1000"));
        await seller.Limit(market, "SELL", "1", "10.00");
        await buyer.Limit(market, "BUY", "1", "12.00");

        var ledger = await buyer.SendSignedIn(HttpMethod.Get, "/api/exchange/ledger", "asset=USDT");
        var lines = ledger.ShouldBeDone().EnumerateArray().ToList();

        lines.Sum(line => Amount(line, "freeDelta")).ShouldBe(990m);
        lines.Sum(line => Amount(line, "heldDelta")).ShouldBe(0m);
        lines.Select(line => Text(line, "reason")).ShouldBe(["release", "paid", "hold", "deposit"], ignoreOrder: true);
        var older = await buyer.SendSignedIn(
            HttpMethod.Get, "/api/exchange/ledger", $"asset=USDT&limit=1&before={lines[^2].GetProperty("id").GetInt64()}");
        older.ShouldBeDone().EnumerateArray().ShouldHaveSingleItem().GetRawText().ShouldBe(lines[^1].GetRawText());
    }

    [Fact]
    public async Task A_repeated_deposit_is_credited_once()
    {
        var market = exchange.TakeMarket();
        var trader = await exchange.NewTrader();
        using var http = exchange.Product.NewClient();
        http.DefaultRequestHeaders.Add("Authorization", $"Bearer {trader.Token}");
        foreach (var asset in (string[])[market.Base, market.Base, "USDT"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/exchange/deposits")
            {
                Content = new StringContent(
                    $$"""{"asset":"{{asset}}","amount":0.10000001,"commandId":"once"}""",
                    System.Text.Encoding.UTF8,
                    "application/json"),
            };
            var credited = (await ApiAnswer.Of(http, request)).ShouldBeDone();
            (Text(credited, "asset"), Text(credited, "free")).ShouldBe((market.Base, "0.10000001"));
        }

        (await trader.Balance(market.Base)).ShouldBe(("0.10000001", "0.00000000"));
        (await trader.Balance("USDT")).ShouldBe(("0.00000000", "0.00000000"));
    }

    private static async Task<List<JsonElement>> OpenOrders(Trader trader, TestMarket market) =>
        [.. (await trader.Send(HttpMethod.Get, "/api/v3/openOrders", $"symbol={market.Symbol}")).ShouldBeDone().EnumerateArray()];

    private static async Task<List<long>> Ids(Trader trader, string path, string parameters, string name)
    {
        var answer = (await trader.Send(HttpMethod.Get, path, parameters)).ShouldBeDone();
        return [.. answer.EnumerateArray().Select(one => one.GetProperty(name).GetInt64())];
    }

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;

    private static long Id(JsonElement order) => order.GetProperty("orderId").GetInt64();

    private static decimal Amount(JsonElement json, string name) => decimal.Parse(Text(json, name), CultureInfo.InvariantCulture);
}
