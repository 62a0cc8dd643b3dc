using OrleansLld.Exchange.Wire;

namespace OrleansLld.Exchange;

/// <summary>What the caller wanted of the book; the same refusal has another code for each.</summary>
internal enum OrderAction
{
    Place,
    Cancel,
    Amend,
}

/// <summary>The one table from the book's refusals to the API's.</summary>
internal static class OrderRefusals
{
    public static ApiRefusal ToApi(this OrderRefusal refusal, OrderAction action) => refusal switch
    {
        OrderRefusal.InvalidCommandId => ApiRefusal.Illegal("newClientOrderId", ApiNames.ClientOrderIdRange),
        OrderRefusal.InvalidOrder => ApiRefusal.Combination,
        OrderRefusal.PriceFilter => ApiRefusal.Filter("PRICE_FILTER"),
        OrderRefusal.LotSize => ApiRefusal.Filter("LOT_SIZE"),
        OrderRefusal.Notional => ApiRefusal.Filter("NOTIONAL"),
        OrderRefusal.OpenOrdersMax => ApiRefusal.Filter("MAX_NUM_ORDERS"),
        OrderRefusal.DuplicateClientOrderId => ApiRefusal.Bad(CodeOf(action), "Duplicate order sent."),
        OrderRefusal.InsufficientBalance => ApiRefusal.Bad(-2010, "Account has insufficient balance for requested action."),
        OrderRefusal.WouldTakeLiquidity => ApiRefusal.Bad(-2010, "Order would immediately match and take."),
        OrderRefusal.UnknownOrder => ApiRefusal.Bad(CodeOf(action), "Unknown order sent."),
        OrderRefusal.InvalidReduction => ApiRefusal.Bad(-2038, "Order amend (quantity increase) is not supported."),
        OrderRefusal.BookFull => ApiRefusal.Overloaded,
        OrderRefusal.None => throw new ArgumentOutOfRangeException(nameof(refusal), "The command was not refused."),
        _ => throw new ArgumentOutOfRangeException(nameof(refusal), refusal, "A refusal that this edge does not know."),
    };

    private static int CodeOf(OrderAction action) => action switch
    {
        OrderAction.Place => -2010,
        OrderAction.Cancel => -2011,
        OrderAction.Amend => -2038,
        _ => throw new ArgumentOutOfRangeException(nameof(action)),
    };
}
