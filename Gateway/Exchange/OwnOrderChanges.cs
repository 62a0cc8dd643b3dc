namespace OrleansLld.Exchange;

/// <summary>Changes of orders in the hub's words.</summary>
internal static class OwnOrderChanges
{
    public static OwnOrderChange[] Of(ListedMarket market, IEnumerable<OwnedOrderChange> changes) =>
        [.. changes.Select(change => Of(market, change))];

    private static OwnOrderChange Of(ListedMarket market, in OwnedOrderChange change) => new(
        change.Sequence,
        change.OrderId,
        change.ClientOrderId,
        NameOf(change.Kind),
        change.Side == OrderSide.Buy ? "BUY" : "SELL",
        market.PriceText(change.PriceTicks),
        market.QuantityText(change.Lots),
        change.TradeId,
        change.IsMaker,
        Wire.DecimalText.ToText(change.FeeUnits),
        change.Kind == OrderChangeKind.Traded ? market.FeeAsset(change.Side) : null,
        change.TimeUs / 1000);

    private static string NameOf(OrderChangeKind kind) => kind switch
    {
        OrderChangeKind.Admitted => "NEW",
        OrderChangeKind.Traded => "TRADE",
        OrderChangeKind.Reduced => "REDUCED",
        OrderChangeKind.Filled => "FILLED",
        OrderChangeKind.Cancelled => "CANCELED",
        OrderChangeKind.Expired => "EXPIRED",
        OrderChangeKind.ExpiredInMatch => "EXPIRED_IN_MATCH",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a change of an order."),
    };
}
