namespace OrleansLld.Exchange;

/// <summary>
/// What one market allows and charges. Prices are ticks, quantities lots, amounts units of 10^-8 of an asset.
/// </summary>
/// <param name="LotUnits">Base units in a lot.</param>
/// <param name="QuotePerTickLot">Quote units that one lot costs for each tick of price, at least 1.</param>
/// <param name="PriceTicksMax">The highest price, below 2^36; the lowest is 1.</param>
/// <param name="QuantityLotsMin">The least quantity, at least 1.</param>
/// <param name="QuantityLotsMax">The greatest quantity; times <paramref name="LotUnits"/> below 2^62.</param>
/// <param name="NotionalUnitsMin">The least price times quantity.</param>
/// <param name="NotionalUnitsMax">The greatest price times quantity, below 2^62.</param>
/// <param name="MakerFeePpm">Millionths of what the maker receives, 0 to 100,000.</param>
/// <param name="TakerFeePpm">Millionths of what the taker receives, 0 to 100,000.</param>
public sealed record MarketTerms(
    long LotUnits,
    long QuotePerTickLot,
    long PriceTicksMax,
    long QuantityLotsMin,
    long QuantityLotsMax,
    long NotionalUnitsMin,
    long NotionalUnitsMax,
    int MakerFeePpm,
    int TakerFeePpm)
{
    private const long Million = 1_000_000;

    /// <summary>What the lots cost at the price, in quote units.</summary>
    public long Quote(long priceTicks, long lots) => priceTicks * lots * QuotePerTickLot;

    /// <summary>
    /// The fee on an amount received, rounded up to a whole unit: cutting an order into crumbs never makes it cheaper, and a
    /// fee is never more than what it is taken from.
    /// </summary>
    public static long Fee(long receivedUnits, int ppm)
    {
        var (whole, rest) = Math.DivRem(receivedUnits, Million);
        return whole * ppm + (rest * ppm + Million - 1) / Million;
    }

    /// <summary>Price, quantity and their product against the filters, in this order.</summary>
    public Refusal CheckLimit(long priceTicks, long lots)
    {
        if (priceTicks < 1 || priceTicks > PriceTicksMax)
            return Refusal.PriceFilter;
        if (lots < QuantityLotsMin || lots > QuantityLotsMax)
            return Refusal.LotSize;
        var notional = (Int128)priceTicks * lots * QuotePerTickLot;
        return notional < NotionalUnitsMin || notional > NotionalUnitsMax ? Refusal.Notional : Refusal.None;
    }

    /// <summary>A market order has a quantity or a quote amount, not both.</summary>
    public Refusal CheckMarket(long lots, long quoteUnits)
    {
        if ((lots == 0) == (quoteUnits == 0))
            return Refusal.InvalidOrder;
        if (quoteUnits != 0)
            return quoteUnits < NotionalUnitsMin || quoteUnits > NotionalUnitsMax ? Refusal.Notional : Refusal.None;
        return lots < QuantityLotsMin || lots > QuantityLotsMax ? Refusal.LotSize : Refusal.None;
    }
}
