namespace OrleansLld.Exchange;

/// <summary>Engine orders in the words of the contract.</summary>
internal static class OrderReports
{
    public static OrderReport Of(in BookOrder order) => Report(
        order,
        order.FilledLots == 0 ? OrderStatus.New : OrderStatus.PartiallyFilled,
        order.QuantityLots, order.FilledLots, order.FilledQuoteUnits, order.UpdatedUs);

    public static OrderReport Of(in ClosedOrder closed) => Report(
        closed.Order, StatusOf(closed.Reason), closed.Order.QuantityLots, closed.Order.FilledLots, closed.Order.FilledQuoteUnits,
        closed.TimeUs);

    /// <summary>The order as the reply to its placing showed it, whatever has become of it since.</summary>
    /// <param name="order">The order now, or as it was right before its end.</param>
    /// <param name="closed">Its end, if it has one.</param>
    public static OrderReport AsPlaced(in BookOrder order, ClosedOrder? closed)
    {
        var status = closed is { } end && !order.HasRested ? StatusOf(end.Reason)
            : order.TakenLots == 0 ? OrderStatus.New
            : OrderStatus.PartiallyFilled;
        return Report(order, status, order.PlacedLots, order.TakenLots, order.TakenQuoteUnits, order.CreatedUs);
    }

    public static NewOrder ToNewOrder(this PlaceOrder command, long orderId, long heldUnits) => new(
        orderId,
        command.Account.Value,
        command.CommandId,
        (Side)command.Side,
        (Pricing)command.Type,
        command.Type == OrderType.Market ? Lifetime.ImmediateOrCancel : (Lifetime)command.Lifetime,
        (SelfMatch)command.SelfTrade,
        command.PriceTicks,
        command.QuantityLots,
        command.QuoteUnits,
        heldUnits);

    /// <summary>Whether the command asks for exactly what the order was placed with.</summary>
    public static bool HasTermsOf(this PlaceOrder command, in BookOrder order)
    {
        var asked = command.ToNewOrder(order.OrderId, 0);
        return asked.Side == order.Side && asked.Pricing == order.Pricing && asked.Lifetime == order.Lifetime
            && asked.SelfMatch == order.SelfMatch && asked.PriceTicks == order.PriceTicks
            && asked.QuantityLots == order.PlacedLots && asked.QuoteUnits == order.QuoteUnits;
    }

    private static OrderReport Report(
        in BookOrder order, OrderStatus status, long quantityLots, long filledLots, long filledQuoteUnits, long updatedUs) => new(
        order.OrderId,
        order.ClientOrderId ?? "",
        (OrderSide)order.Side,
        (OrderType)order.Pricing,
        (OrderLifetime)order.Lifetime,
        (SelfTradePrevention)order.SelfMatch,
        status,
        order.PriceTicks,
        order.QuoteUnits == 0 ? quantityLots : filledLots,
        filledLots,
        filledQuoteUnits,
        order.QuoteUnits,
        order.CreatedUs,
        updatedUs);

    private static OrderStatus StatusOf(CloseReason reason) => reason switch
    {
        CloseReason.Filled => OrderStatus.Filled,
        CloseReason.Cancelled => OrderStatus.Canceled,
        CloseReason.Expired => OrderStatus.Expired,
        CloseReason.ExpiredInMatch => OrderStatus.ExpiredInMatch,
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "Not a reason to close."),
    };
}
