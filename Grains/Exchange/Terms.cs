namespace OrleansLld.Exchange;

internal static class Terms
{
    /// <summary>A listed market in the engine's words.</summary>
    public static MarketTerms Of(Market market) => new(
        market.LotUnits,
        market.QuotePerTickLot,
        market.PriceTicksMax,
        market.QuantityLotsMin,
        market.QuantityLotsMax,
        market.NotionalUnitsMin,
        market.NotionalUnitsMax,
        market.MakerFeePpm,
        market.TakerFeePpm);
}
