namespace OrleansLld.Exchange;

/// <summary>A cancellation and a new order in one request.</summary>
internal sealed class OrderReplacement(RequestLimits limits)
{
    public const string Names =
        OrderParameters.Names + " cancelReplaceMode cancelOrderId? cancelOrigClientOrderId? cancelNewClientOrderId?";

    private static readonly ApiRefusal Partly = new(StatusCodes.Status409Conflict, -2021, "Order cancel-replace partially failed.");
    private static readonly ApiRefusal Failed = ApiRefusal.Bad(-2022, "Order cancel-replace failed.");

    public async Task Replace(ExchangeCall call)
    {
        var market = call.Market();
        var goesOn = ReadMode(call);
        var canceled = call.Order("cancelOrderId", "cancelOrigClientOrderId");
        var cancellationId = call.ClientOrderId("cancelNewClientOrderId") ?? Parameters.DrawClientOrderId();
        call.Forbid("cancelRestrictions", ApiRefusal.NotSupported);
        call.Forbid("orderRateLimitExceededMode", ApiRefusal.NotSupported);
        var order = OrderParameters.Read(call, market, out var response);
        if (!call.Accepted || !limits.ChargeOrder(call))
            return;

        var cancellation = await OrderEndpoints.Submit(market!, new CancelOrder(call.Account, cancellationId, canceled));
        var placement = cancellation.Refusal == OrderRefusal.None || goesOn ? await OrderEndpoints.Submit(market!, order) : null;
        WriteOutcome(call, cancellation, placement, () =>
        {
            WriteCancellation(call, market!, cancellation, cancellationId);
            WritePlacement(call, market!, placement, response);
        });
    }

    private static bool ReadMode(ExchangeCall call)
    {
        if (!call.Has("cancelReplaceMode", out var mode))
            call.Refuse(ApiRefusal.Missing("cancelReplaceMode"));
        else if (mode.SequenceEqual("ALLOW_FAILURE"u8))
            return true;
        else if (!mode.SequenceEqual("STOP_ON_FAILURE"u8))
            call.Refuse(ApiRefusal.Invalid("cancelReplaceMode"));

        return false;
    }

    private static void WriteOutcome(ExchangeCall call, OrderReply cancellation, OrderReply? placement, Action writeReplies)
    {
        var isCanceled = cancellation.Refusal == OrderRefusal.None;
        var isPlaced = placement is { Refusal: OrderRefusal.None };
        var refusal = isCanceled && isPlaced ? null : isCanceled || isPlaced ? Partly : Failed;
        var json = call.Json;
        json.WriteStartObject();
        if (refusal is not null)
        {
            call.Status = refusal.Status;
            json.WriteNumber("code"u8, refusal.Code);
            json.WriteString("msg"u8, refusal.Message);
            json.WriteStartObject("data"u8);
        }

        json.WriteString("cancelResult"u8, isCanceled ? "SUCCESS"u8 : "FAILURE"u8);
        json.WriteString("newOrderResult"u8, isPlaced ? "SUCCESS"u8 : placement is null ? "NOT_ATTEMPTED"u8 : "FAILURE"u8);
        writeReplies();
        json.WriteEndObject();
        if (refusal is not null)
            json.WriteEndObject();
    }

    private static void WriteCancellation(ExchangeCall call, ListedMarket market, OrderReply reply, string cancellationId)
    {
        call.Json.WritePropertyName("cancelResponse"u8);
        if (reply.Refusal == OrderRefusal.None)
            OrderJson.WriteCanceled(call, market, reply.Order!, cancellationId);
        else
            call.Json.WriteRefusal(reply.Refusal.ToApi(OrderAction.Cancel));
    }

    private static void WritePlacement(ExchangeCall call, ListedMarket market, OrderReply? reply, OrderResponse response)
    {
        call.Json.WritePropertyName("newOrderResponse"u8);
        if (reply is null)
            call.Json.WriteNullValue();
        else if (reply.Refusal == OrderRefusal.None)
            OrderJson.WritePlaced(call, market, reply, response);
        else
            call.Json.WriteRefusal(reply.Refusal.ToApi(OrderAction.Place));
    }
}
