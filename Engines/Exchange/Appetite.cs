namespace OrleansLld.Exchange;

/// <summary>
/// How much an arriving order may still trade, in lots and in quote units; whichever ends first ends the matching. A limit
/// order is bounded by its quantity; a market order also by the funds held for it, or by the quote amount it was placed with.
/// </summary>
/// <param name="LotsLeft">Lots it may still trade.</param>
/// <param name="QuoteLeft">Quote units it may still spend or raise.</param>
/// <param name="EndsByQuote">Whether reaching the quote amount is its goal, and not its quantity.</param>
/// <param name="Traded">Whether it has traded at all.</param>
internal readonly record struct Appetite(long LotsLeft, long QuoteLeft, bool EndsByQuote, bool Traded)
{
    /// <summary>Whether it had to stop before it reached its goal.</summary>
    public bool IsShort => EndsByQuote ? !Traded || LotsLeft == 0 : LotsLeft > 0;

    public static Appetite Of(in NewOrder order, MarketTerms terms)
    {
        if (order.Pricing != Pricing.Market)
            return new Appetite(order.QuantityLots, long.MaxValue, false, false);
        if (order.QuoteUnits == 0)
            return new Appetite(order.QuantityLots, order.Side == Side.Buy ? order.HeldUnits : long.MaxValue, false, false);
        return order.Side == Side.Buy
            ? new Appetite(long.MaxValue, Math.Min(order.QuoteUnits, order.HeldUnits), true, false)
            : new Appetite(order.HeldUnits / terms.LotUnits, order.QuoteUnits, true, false);
    }

    /// <summary>How many of the offered lots it takes at the price.</summary>
    public long Lots(long offered, long priceTicks, MarketTerms terms)
    {
        var lots = Math.Min(offered, LotsLeft);
        return QuoteLeft == long.MaxValue ? lots : Math.Min(lots, QuoteLeft / terms.Quote(priceTicks, 1));
    }

    public Appetite After(long lots, long quote) => this with
    {
        LotsLeft = LotsLeft == long.MaxValue ? LotsLeft : LotsLeft - lots,
        QuoteLeft = QuoteLeft == long.MaxValue ? QuoteLeft : QuoteLeft - quote,
        Traded = Traded || lots > 0,
    };

    /// <summary>Whether it cannot take one lot more at this price, nor, as prices only get worse, at any later one.</summary>
    /// <remarks>A seller's later prices are lower: one that raises a quote amount may fit a lot in again, and is let off here.</remarks>
    public bool IsSated(long priceTicks, MarketTerms terms) =>
        LotsLeft == 0 || (QuoteLeft != long.MaxValue && QuoteLeft < terms.Quote(priceTicks, 1));
}
