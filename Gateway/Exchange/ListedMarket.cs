using System.Text;
using OrleansLld.Exchange.Wire;

namespace OrleansLld.Exchange;

/// <summary>A market with what this edge needs at hand for each request: its grains and its symbol as bytes.</summary>
internal sealed class ListedMarket(Market terms, IGrainFactory grains)
{
    public Market Terms { get; } = terms;

    public string Symbol => Terms.Symbol;

    public byte[] SymbolBytes { get; } = Encoding.ASCII.GetBytes(terms.Symbol);

    public IOrderBookGrain Book { get; } = grains.GetGrain<IOrderBookGrain>(terms.Symbol);

    public IMarketDataGrain Data { get; } = grains.GetGrain<IMarketDataGrain>(terms.Symbol);

    /// <summary>A price in units of the quote asset for one whole base asset.</summary>
    public Int128 PriceUnits(long ticks) => (Int128)ticks * Terms.TickUnits;

    /// <summary>A quantity in units of the base asset.</summary>
    public Int128 QuantityUnits(long lots) => (Int128)lots * Terms.LotUnits;

    /// <summary>What the lots cost at the price, in units of the quote asset.</summary>
    public Int128 QuoteUnits(long ticks, long lots) => (Int128)ticks * lots * Terms.QuotePerTickLot;

    public string PriceText(long ticks) => DecimalText.ToText(PriceUnits(ticks));

    public string QuantityText(long lots) => DecimalText.ToText(QuantityUnits(lots));

    /// <summary>The asset in which a fill of this side pays its fee: the one it receives.</summary>
    public string FeeAsset(OrderSide side) => side == OrderSide.Buy ? Terms.BaseAsset : Terms.QuoteAsset;
}
