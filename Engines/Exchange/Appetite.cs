namespace OrleansLld.Exchange;

/// <summary>
/// How much an arriving order may still trade, in lots and in quote units; whichever ends first ends the matching. A limit
/// order is bounded by its quantity; a market order also by the funds held for it, or by the quote amount it was placed with.
/// </summary>
/// <param name="LotsLeft">Lots it may still trade.</param>
/// <param name="LotsUnfunded">Lots it wants besides, but has no funds for.</param>
/// <param name="QuoteLeft">Quote units it may still spend or raise.</param>
/// <param name="EndsByQuote">Whether reaching the quote amount is its goal, and not its quantity.</param>
/// <param name="Traded">Whether it has traded at all.</param>
internal readonly record struct Appetite(long LotsLeft, long LotsUnfunded, long QuoteLeft, bool EndsByQuote, bool Traded)
{
    /// <summary>
    /// No order trades for more, so that its sums never overflow: a seller with a low limit may meet bids of far more than its own
    /// price times quantity. Half of the range, as what is left of it may then trade as a maker for its own notional.
    /// </summary>
    private const long QuoteUnitsMax = 1L << 62;

    public static Appetite Of(in NewOrder order, MarketTerms terms)
    {
        if (order.Pricing != Pricing.Market)
            return new Appetite(order.QuantityLots, 0, QuoteUnitsMax, false, false);
        if (order.Side == Side.Buy)
        {
            return order.QuoteUnits == 0
                ? new Appetite(order.QuantityLots, 0, order.HeldUnits, false, false)
                : new Appetite(long.MaxValue, 0, Math.Min(order.QuoteUnits, order.HeldUnits), true, false);
        }

        var funded = order.HeldUnits / terms.LotUnits;
        if (order.QuoteUnits != 0)
            return new Appetite(funded, 0, order.QuoteUnits, true, false);
        var lots = Math.Min(order.QuantityLots, funded);
        return new Appetite(lots, order.QuantityLots - lots, QuoteUnitsMax, false, false);
    }

    /// <summary>How many of the offered lots it takes at the price.</summary>
    public long Lots(long offered, long priceTicks, MarketTerms terms)
    {
        var lots = Math.Min(offered, LotsLeft);
        return terms.Quote(priceTicks, lots) <= QuoteLeft ? lots : QuoteLeft / terms.Quote(priceTicks, 1);
    }

    public Appetite After(long lots, long quote) => this with
    {
        LotsLeft = LotsLeft - lots,
        QuoteLeft = QuoteLeft - quote,
        Traded = Traded || lots > 0,
    };

    /// <summary>Whether it cannot take one lot more at this price, nor, as prices only get worse, at any later one.</summary>
    /// <remarks>A seller's later prices are lower: one that raises a quote amount may fit a lot in again, and is let off here.</remarks>
    public bool IsSated(long priceTicks, MarketTerms terms) =>
        LotsLeft == 0 || QuoteLeft < terms.Quote(priceTicks, 1);

    /// <summary>Whether one that is sated at this price had to stop before it reached its goal.</summary>
    public bool IsShort(long priceTicks, MarketTerms terms) =>
        EndsByQuote ? !Traded || QuoteLeft >= terms.Quote(priceTicks, 1) : LotsLeft + LotsUnfunded > 0;
}
