namespace OrleansLld.Exchange;

/// <summary>A gateway whose silo is gone says that the outcome is unknown, and what is sent again is carried out once.</summary>
public sealed class OutageTests
{
    private const string Unknown =
        "Timeout waiting for response from backend server. Send status unknown; execution status unknown. "
        + "Send the request again with the same newClientOrderId: it is carried out once.";

    private const string Order = "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.01&price=20000.00&newClientOrderId=";

    [Fact]
    public async Task An_order_of_unknown_outcome_is_sent_again_and_stands_once()
    {
        await using var silo = await RunningProduct.StartAsync("--Demo", "--Gateway:Enabled=false");
        await using var gateway = await RunningProduct.StartGatewayAsync(silo);
        var trader = await ExchangeProduct.NewTrader(gateway.Http);
        await trader.Deposit("USDT", "1000");
        var placed = (await trader.Place(Order + "before")).ShouldBeDone();

        await silo.KillAsync();
        var repeated = await trader.Place(Order + "before");
        var lost = await trader.Place(Order + "meanwhile");
        var cancellation = await trader.Send(HttpMethod.Delete, "/api/v3/order", "symbol=BTCUSDT&origClientOrderId=before");
        var question = await trader.Send(HttpMethod.Get, "/api/v3/openOrders", "symbol=BTCUSDT");
        await silo.StartAgainAsync();
        await gateway.UntilReadyAsync();

        foreach (var command in new[] { repeated, lost, cancellation })
            command.ShouldBeRefused(503, -1007, Unknown);
        question.ShouldBeRefused(503, -1001, "Internal error; unable to process your request. Please try again.");
        var before = (await trader.Place(Order + "before")).ShouldBeDone();
        before.GetProperty("orderId").GetInt64().ShouldBe(placed.GetProperty("orderId").GetInt64());
        var first = (await trader.Place(Order + "meanwhile")).ShouldBeDone();
        var again = (await trader.Place(Order + "meanwhile")).ShouldBeDone();
        again.GetProperty("orderId").GetInt64().ShouldBe(first.GetProperty("orderId").GetInt64());
        var open = (await trader.Send(HttpMethod.Get, "/api/v3/openOrders", "symbol=BTCUSDT")).ShouldBeDone();
        open.EnumerateArray().Select(order => order.GetProperty("clientOrderId").GetString()).ShouldBe(["before", "meanwhile"]);
        (await trader.Balance("USDT")).ShouldBe(("600.00000000", "400.00000000"));
    }
}
