namespace OrleansLld.Exchange;

/// <summary>One order: placed, tried, asked for, cancelled, made smaller, replaced.</summary>
internal sealed class OrderEndpoints(RequestLimits limits)
{
    public IEnumerable<ApiRoute> Routes =>
    [
        new(HttpMethods.Post, "/api/v3/order", RouteAccess.Trade, 1, "Places an order", OrderParameters.Names, Place),
        new(
            HttpMethods.Post, "/api/v3/order/test", RouteAccess.Trade, 1,
            "Checks an order and does not place it", OrderParameters.Names + " computeCommissionRates?", Try),
        new(HttpMethods.Get, "/api/v3/order", RouteAccess.UserData, 4, "An order", "symbol orderId? origClientOrderId?", Find),
        new(
            HttpMethods.Delete, "/api/v3/order", RouteAccess.Trade, 1,
            "Cancels an order", "symbol orderId? origClientOrderId? newClientOrderId?", Cancel),
        new(
            HttpMethods.Put, "/api/v3/order/amend/keepPriority", RouteAccess.Trade, 4,
            "Makes an order smaller in its place", "symbol orderId? origClientOrderId? newQty newClientOrderId?", Amend),
        new(
            HttpMethods.Post, "/api/v3/order/cancelReplace", RouteAccess.Trade, 1,
            "Cancels an order and places another", OrderReplacement.Names, new OrderReplacement(limits).Replace),
    ];

    private async Task Place(ExchangeCall call)
    {
        var market = call.Market();
        var order = OrderParameters.Read(call, market, out var response);
        if (!call.Accepted || !limits.ChargeOrder(call))
            return;

        var reply = await Submit(market!, order);
        if (reply.Refusal == OrderRefusal.None)
            OrderJson.WritePlaced(call, market!, reply, response);
        else
            call.Refuse(reply.Refusal.ToApi(OrderAction.Place));
    }

    private static Task Try(ExchangeCall call)
    {
        var market = call.Market();
        _ = OrderParameters.Read(call, market, out _);
        var withRates = call.Has("computeCommissionRates", out var text) && text.SequenceEqual("true"u8);
        if (!withRates)
            return EmptyAnswers.Object(call);

        call.ExtraWeight = 19;
        if (call.Accepted)
            CommissionJson.WriteTried(call.Json, market!.Terms);

        return Task.CompletedTask;
    }

    private static async Task Find(ExchangeCall call)
    {
        var market = call.Market();
        var order = call.Order("orderId", "origClientOrderId");
        if (!call.Accepted)
            return;

        if (await market!.Book.Order(call.Account, order, call.Aborted) is { } report)
            OrderJson.WriteOrder(call, market, report);
        else
            call.Refuse(ApiRefusal.NoSuchOrder);
    }

    private static async Task Cancel(ExchangeCall call)
    {
        var market = call.Market();
        var order = call.Order("orderId", "origClientOrderId");
        var id = call.ClientOrderId("newClientOrderId") ?? Parameters.DrawClientOrderId();
        call.Forbid("cancelRestrictions", ApiRefusal.NotSupported);
        if (!call.Accepted)
            return;

        var reply = await Submit(market!, new CancelOrder(call.Account, id, order));
        if (reply.Refusal == OrderRefusal.None)
            OrderJson.WriteCanceled(call, market!, reply.Order!, id);
        else
            call.Refuse(reply.Refusal.ToApi(OrderAction.Cancel));
    }

    private static async Task Amend(ExchangeCall call)
    {
        var market = call.Market();
        var order = call.Order("orderId", "origClientOrderId");
        var lots = OrderParameters.ReadQuantity(call, market, "newQty");
        if (lots is null)
            call.Refuse(ApiRefusal.Missing("newQty"));

        var id = call.ClientOrderId("newClientOrderId") ?? Parameters.DrawClientOrderId();
        if (!call.Accepted)
            return;

        var reply = await Submit(market!, new ReduceOrder(call.Account, id, order, lots!.Value));
        if (reply.Refusal == OrderRefusal.None)
            OrderJson.WriteAmended(call, market!, reply.Order!);
        else
            call.Refuse(await ExplainAmendment(call, market!, order, lots.Value, reply.Refusal));
    }

    // The book says only that the quantity will not do; the order says which way.
    private static async ValueTask<ApiRefusal> ExplainAmendment(
        ExchangeCall call, ListedMarket market, OrderRef order, long lots, OrderRefusal refusal)
    {
        var isSame = refusal == OrderRefusal.InvalidReduction
            && await market.Book.Order(call.Account, order, call.Aborted) is { } report
            && lots <= report.QuantityLots;
        return isSame
            ? ApiRefusal.Bad(-2038, "The requested action would change no state; rejecting.")
            : refusal.ToApi(OrderAction.Amend);
    }

    /// <summary>Gives the book one command.</summary>
    public static async Task<OrderReply> Submit(ListedMarket market, OrderCommand command) =>
        (await market.Book.Submit([command], CancellationToken.None))[0];
}
