namespace OrleansLld.Exchange;

/// <summary>The refusals of orders and deposits in words.</summary>
internal static class OrderWords
{
    public static string Of(OrderRefusal refusal, MarketScale terms)
    {
        var market = terms.Market;
        return refusal switch
        {
            OrderRefusal.InvalidCommandId => "A client id has 1 to 36 letters, digits and . : / _ -",
            OrderRefusal.InvalidOrder => "Price, quantity, type and lifetime do not go together.",
            OrderRefusal.PriceFilter => $"A price here is from {terms.Price(1)} to {terms.Price(market.PriceTicksMax)}.",
            OrderRefusal.LotSize =>
                $"A quantity here is from {terms.Quantity(market.QuantityLotsMin)} to {terms.Quantity(market.QuantityLotsMax)}.",
            OrderRefusal.Notional => $"Price times quantity is from {Amount.Text(market.NotionalUnitsMin)} to "
                + $"{Amount.Text(market.NotionalUnitsMax)} {market.QuoteAsset}.",
            OrderRefusal.OpenOrdersMax => "You have as many open orders in this market as you may. Cancel one first.",
            OrderRefusal.DuplicateClientOrderId => "You gave this client id to another order. Choose another.",
            OrderRefusal.InsufficientBalance => "Your free balance is less than this order needs. See `Client exchange balances`.",
            OrderRefusal.WouldTakeLiquidity => "A post-only order must not trade at once, and this one would have.",
            OrderRefusal.UnknownOrder => "You have no such open order in this market.",
            OrderRefusal.InvalidReduction => "The new quantity must be below the present one and above what is filled.",
            OrderRefusal.BookFull => "The book holds as many orders as it may. Try again later.",
            OrderRefusal.None => "Done.",
            _ => throw new ArgumentOutOfRangeException(nameof(refusal), refusal, "Not a refusal of orders."),
        };
    }

    public static string Of(DepositRefusal refusal, string asset) => refusal switch
    {
        DepositRefusal.NotADemonstration => "This exchange gives no test money. Start the silo with --Demo.",
        DepositRefusal.UnknownAsset => $"No market trades {asset}.",
        DepositRefusal.InvalidAmount => "The amount is not in its range.",
        DepositRefusal.None => "Done.",
        _ => throw new ArgumentOutOfRangeException(nameof(refusal), refusal, "Not a refusal of deposits."),
    };
}
