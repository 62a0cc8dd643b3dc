namespace OrleansLld.Exchange;

/// <summary>One line for each way to ask wrongly: the code, the sentence, and that nothing changed.</summary>
[Collection(ExchangeProduct.Collection)]
public sealed class RefusalTests(StandingOrder standing) : IClassFixture<StandingOrder>
{
    private const string DecimalRange = @"^([0-9]{1,20})(\.[0-9]{1,20})?$";
    private const string IdRange = @"^[\.A-Z\:/a-z0-9_-]{1,36}$";
    private const string Limit = "side=SELL&type=LIMIT&timeInForce=GTC&quantity=1&price=20.00";

    [Theory]
    [InlineData(
        "side=SELL&type=LIMIT&timeInForce=GTC&quantity=-1&price=20.00",
        -1100,
        $"Illegal characters found in parameter 'quantity'; legal range is '{DecimalRange}'.")]
    [InlineData(
        "side=SELL&type=LIMIT&timeInForce=GTC&quantity=1e3&price=20.00",
        -1100,
        $"Illegal characters found in parameter 'quantity'; legal range is '{DecimalRange}'.")]
    [InlineData(
        "side=SELL&type=LIMIT&timeInForce=GTC&quantity=1&price=.5",
        -1100,
        $"Illegal characters found in parameter 'price'; legal range is '{DecimalRange}'.")]
    [InlineData(
        "side=SELL&type=LIMIT&timeInForce=GTC&quantity=0.123456789&price=20.00",
        -1111,
        "Parameter 'quantity' has too much precision.")]
    [InlineData("side=SELL&type=LIMIT&timeInForce=GTC&quantity=0&price=20.00", -1013, "Invalid quantity.")]
    [InlineData("side=SELL&type=LIMIT&timeInForce=GTC&quantity=1&price=0.00", -1013, "Invalid price.")]
    [InlineData("side=SELL&type=LIMIT&timeInForce=GTC&quantity=0.0015&price=20.00", -1013, "Filter failure: LOT_SIZE")]
    [InlineData("side=SELL&type=LIMIT&timeInForce=GTC&quantity=99999999999999999999&price=20.00", -1013, "Filter failure: LOT_SIZE")]
    [InlineData("side=SELL&type=LIMIT&timeInForce=GTC&quantity=1&price=20.005", -1013, "Filter failure: PRICE_FILTER")]
    [InlineData("side=SELL&type=LIMIT&timeInForce=GTC&quantity=1&price=99999999999999999999", -1013, "Filter failure: PRICE_FILTER")]
    [InlineData("side=SELL&type=LIMIT&timeInForce=GTC&quantity=0.001&price=20.00", -1013, "Filter failure: NOTIONAL")]
    [InlineData("side=SELL&type=LIMIT&timeInForce=GTC&quantity=9000&price=900000", -1013, "Filter failure: NOTIONAL")]
    [InlineData("side=SELL&type=LIMIT&timeInForce=GTC&quantity=&price=20.00", -1105, "Parameter 'quantity' was empty.")]
    [InlineData(
        "side=SELL&type=LIMIT&timeInForce=GTC&price=20.00",
        -1102,
        "Mandatory parameter 'quantity' was not sent, was empty/null, or malformed.")]
    [InlineData(
        "side=SELL&type=LIMIT&timeInForce=GTC&quantity=1",
        -1102,
        "Mandatory parameter 'price' was not sent, was empty/null, or malformed.")]
    [InlineData(
        "side=SELL&type=LIMIT&quantity=1&price=20.00",
        -1102,
        "Mandatory parameter 'timeInForce' was not sent, was empty/null, or malformed.")]
    [InlineData(
        "type=LIMIT&timeInForce=GTC&quantity=1&price=20.00",
        -1102,
        "Mandatory parameter 'side' was not sent, was empty/null, or malformed.")]
    [InlineData("side=HOLD&type=LIMIT&timeInForce=GTC&quantity=1&price=20.00", -1117, "Invalid side.")]
    [InlineData("side=SELL&type=PRAYER&timeInForce=GTC&quantity=1&price=20.00", -1116, "Invalid orderType.")]
    [InlineData("side=SELL&type=LIMIT&timeInForce=GTX&quantity=1&price=20.00", -1115, "Invalid timeInForce.")]
    [InlineData("side=SELL&type=MARKET&timeInForce=GTC&quantity=1", -1106, "Parameter 'timeInForce' sent when not required.")]
    [InlineData("side=SELL&type=MARKET&quantity=1&price=20.00", -1106, "Parameter 'price' sent when not required.")]
    [InlineData("side=SELL&type=MARKET&quantity=1&quoteOrderQty=20", -1128, "Combination of optional parameters invalid.")]
    [InlineData("side=SELL&type=MARKET", -1102, "Param 'quantity' or 'quoteOrderQty' must be sent, but both were empty/null!")]
    [InlineData("side=SELL&type=STOP_LOSS&quantity=1&stopPrice=19.00", -1013, "Stop loss orders are not supported for this symbol.")]
    [InlineData("side=SELL&type=TAKE_PROFIT_LIMIT&quantity=1", -1013, "Take profit limit orders are not supported for this symbol.")]
    [InlineData($"{Limit}&stopPrice=19.00", -1106, "Parameter 'stopPrice' sent when not required.")]
    [InlineData($"{Limit}&icebergQty=0.5", -1013, "Iceberg orders are not supported for this symbol.")]
    [InlineData($"{Limit}&trailingDelta=100", -1013, "Trailing stop orders are not supported for this symbol.")]
    [InlineData(
        $"{Limit}&newClientOrderId=a%20b",
        -1100,
        $"Illegal characters found in parameter 'newClientOrderId'; legal range is '{IdRange}'.")]
    [InlineData(
        $"{Limit}&newClientOrderId=abcdefghijklmnopqrstuvwxyz0123456789x",
        -1100,
        $"Illegal characters found in parameter 'newClientOrderId'; legal range is '{IdRange}'.")]
    [InlineData(
        $"{Limit}&selfTradePreventionMode=DECREMENT",
        -1013,
        "This symbol does not allow the specified self-trade prevention mode.")]
    [InlineData($"{Limit}&selfTradePreventionMode=X", -1130, "Data sent for parameter 'selfTradePreventionMode' is not valid.")]
    [InlineData($"{Limit}&newOrderRespType=ALL", -1130, "Data sent for parameter 'newOrderRespType' is not valid.")]
    [InlineData($"{Limit}&wish=more", -1104, "Not all sent parameters were read; read '8' parameter(s) but was sent '9'.")]
    [InlineData($"{Limit}&side=BUY", -1101, "Duplicate values for a parameter detected.")]
    [InlineData(
        "side=SELL&type=LIMIT&timeInForce=GTC&quantity=1001&price=20.00",
        -2010,
        "Account has insufficient balance for requested action.")]
    [InlineData("side=BUY&type=LIMIT_MAKER&quantity=1&price=50.00", -2010, "Order would immediately match and take.")]
    public async Task A_wrong_order_is_refused_and_changes_nothing(string parameters, int code, string message)
    {
        var (market, trader) = (standing.Market, standing.Trader);
        var before = await State(trader, market);

        var answer = await trader.Place($"symbol={market.Symbol}&{parameters}");

        answer.ShouldBeRefused(400, code, message);
        (await State(trader, market)).ShouldBe(before);
    }

    [Theory]
    [InlineData("GET", "/api/v3/depth", "symbol=NOSUCH", 400, -1121, "Invalid symbol.")]
    [InlineData(
        "GET", "/api/v3/depth", "symbol=btcusdt", 400,
        -1100,
        "Illegal characters found in parameter 'symbol'; legal range is '^[A-Z0-9-_.]{1,20}$'.")]
    [InlineData("GET", "/api/v3/depth", "", 400, -1102, "Mandatory parameter 'symbol' was not sent, was empty/null, or malformed.")]
    [InlineData("GET", "/api/v3/depth", "symbol=M00USDT&limit=0", 400, -1130, "Data sent for parameter 'limit' is not valid.")]
    [InlineData(
        "GET", "/api/v3/depth", "symbol=M00USDT&limit=x", 400,
        -1100,
        "Illegal characters found in parameter 'limit'; legal range is '^[0-9]{1,20}$'.")]
    [InlineData("GET", "/api/v3/depth", "symbol=M00USDT&limit=99999999999999999999", 400, -1108, "Parameter 'limit' overflowed.")]
    [InlineData("GET", "/api/v3/klines", "symbol=M00USDT&interval=2m", 400, -1120, "Invalid interval.")]
    [InlineData(
        "GET", "/api/v3/klines", "symbol=M00USDT", 400,
        -1102,
        "Mandatory parameter 'interval' was not sent, was empty/null, or malformed.")]
    [InlineData(
        "GET", "/api/v3/ticker/24hr", "symbols=[%22M00USDT%22,%22M00USDT%22]", 400,
        -1151,
        "Symbol is present multiple times in the list.")]
    [InlineData(
        "GET", "/api/v3/ticker/24hr", "symbol=M00USDT&symbols=[%22M01USDT%22]", 400,
        -1128,
        "Combination of optional parameters invalid.")]
    [InlineData("GET", "/api/v3/ticker/24hr", "symbol=M00USDT&type=TINY", 400, -1139, "Invalid ticker type.")]
    [InlineData("GET", "/api/v3/ping", "a=1", 400, -1104, "Not all sent parameters were read; read '0' parameter(s) but was sent '1'.")]
    [InlineData("GET", "/api/v3/ping", "a=%zz", 400, -1100, "Illegal characters found in a parameter.")]
    [InlineData("GET", "/api/v3/nothing", "", 404, -1020, "This operation is not supported.")]
    [InlineData("PATCH", "/api/v3/order", "", 404, -1020, "This operation is not supported.")]
    [InlineData("GET", "/sapi/v1/asset/transfer", "", 404, -1020, "This operation is not supported.")]
    [InlineData("GET", "/api/v3/account", "", 401, -2014, "API-key format invalid.")]
    public async Task A_wrong_public_request_is_refused(string method, string path, string query, int status, int code, string message)
    {
        // The address goes out letter by letter, broken escapes and all.
        var address = standing.Exchange.Product.Address.GetLeftPart(UriPartial.Authority) + path + "?" + query;
        var verbatim = new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true };
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(address, verbatim));

        (await ApiAnswer.Of(standing.Exchange.Http, request)).ShouldBeRefused(status, code, message);
    }

    [Theory]
    [InlineData("GET", "/api/v3/order", "orderId=1", -2013, "Order does not exist.")]
    [InlineData("GET", "/api/v3/order", "origClientOrderId=other", -2013, "Order does not exist.")]
    [InlineData("DELETE", "/api/v3/order", "orderId=1", -2011, "Unknown order sent.")]
    [InlineData("DELETE", "/api/v3/order", "origClientOrderId=other", -2011, "Unknown order sent.")]
    [InlineData("DELETE", "/api/v3/openOrders", "", -2011, "Unknown order sent.")]
    [InlineData("PUT", "/api/v3/order/amend/keepPriority", "orderId=1&newQty=0.5", -2038, "Unknown order sent.")]
    public async Task Somebody_elses_order_is_unknown_and_stays_as_it_is(
        string method, string path, string parameters, int code, string message)
    {
        var exchange = standing.Exchange;
        var market = exchange.TakeMarket();
        var (owner, outsider) = (await exchange.NewTrader(market, "1000"), await exchange.NewTrader(market, "1000"));
        await owner.Place($"symbol={market.Symbol}&{Limit}&newClientOrderId=other");
        var before = await State(owner, market);

        var answer = await outsider.Send(new HttpMethod(method), path, $"symbol={market.Symbol}&{parameters}");

        answer.ShouldBeRefused(400, code, message);
        (await State(owner, market)).ShouldBe(before);
    }

    [Theory]
    [InlineData("""{"asset":"USDT","amount":"-1","commandId":"a"}""", "invalid-amount")]
    [InlineData("""{"asset":"USDT","amount":0,"commandId":"a"}""", "invalid-amount")]
    [InlineData("""{"asset":"USDT","amount":1e3,"commandId":"a"}""", "invalid-amount")]
    [InlineData("""{"asset":"USDT","amount":"0.000000001","commandId":"a"}""", "invalid-amount")]
    [InlineData("""{"asset":"USDT","amount":"99999999999999999999","commandId":"a"}""", "invalid-amount")]
    [InlineData("""{"asset":"USDT","amount":true,"commandId":"a"}""", "invalid-amount")]
    [InlineData("""{"asset":"GOLD","amount":1,"commandId":"a"}""", "unknown-asset")]
    [InlineData("""{"asset":"USDT","amount":1,"commandId":""}""", "invalid-command-id")]
    [InlineData("""{"asset":"USDT","amount":1,"commandId":"a b"}""", "invalid-command-id")]
    [InlineData("""{"asset":"USDT","amount":1,"commandId":"\u00e9"}""", "invalid-command-id")]
    [InlineData("""{"asset":"USDT","amount":"\ud800","commandId":"a"}""", "invalid-amount")]
    [InlineData("""{"asset":"USDT","amount":1,"commandId":7}""", "malformed-request")]
    [InlineData("""{"asset":"USDT","amount":1""", "malformed-request")]
    [InlineData("[]", "malformed-request")]
    public async Task A_wrong_deposit_is_refused_and_credits_nothing(string body, string code)
    {
        var trader = await standing.Exchange.NewTrader();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/exchange/deposits")
        {
            Headers = { Authorization = new("Bearer", trader.Token) },
            Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json"),
        };

        var answer = await ApiAnswer.Of(standing.Exchange.Http, request);

        (answer.Status, answer.Body.GetProperty("code").GetString()).ShouldBe((400, code));
        (await trader.Balance("USDT")).ShouldBe(("0.00000000", "0.00000000"));
    }

    [Fact]
    public async Task Nobody_gets_test_money_or_a_ledger_without_signing_in()
    {
        foreach (var (method, path) in new[] { (HttpMethod.Post, "/api/exchange/deposits"), (HttpMethod.Get, "/api/exchange/ledger") })
        {
            using var request = new HttpRequestMessage(method, path);
            var answer = await ApiAnswer.Of(standing.Exchange.Http, request);
            (answer.Status, answer.Body.GetProperty("code").GetString()).ShouldBe((401, "not-signed-in"));
        }
    }

    [Fact]
    public async Task A_body_of_more_than_16_KiB_is_refused()
    {
        var (market, trader) = (standing.Market, standing.Trader);

        var answer = await trader.SendRaw(
            HttpMethod.Post, "/api/v3/order", trader.Sign($"symbol={market.Symbol}"), "a=" + new string('1', 17_000), trader.Key);

        answer.ShouldBeRefused(413, -1101, "Too many parameters sent for this endpoint.");
    }

    private static async Task<string> State(Trader trader, TestMarket market)
    {
        var account = (await trader.Send(HttpMethod.Get, "/api/v3/account")).ShouldBeDone();
        var orders = (await trader.Send(HttpMethod.Get, "/api/v3/allOrders", $"symbol={market.Symbol}")).ShouldBeDone();
        return account.GetProperty("balances").GetRawText() + orders.GetRawText();
    }
}
