namespace OrleansLld.Exchange;

/// <summary>An order that a book has admitted and that is not closed.</summary>
public struct BookOrder
{
    public long OrderId { get; internal set; }

    public long Account { get; internal set; }

    public string? ClientOrderId { get; internal set; }

    public Side Side { get; internal set; }

    public Pricing Pricing { get; internal set; }

    public Lifetime Lifetime { get; internal set; }

    public SelfMatch SelfMatch { get; internal set; }

    public long PriceTicks { get; internal set; }

    /// <summary>The whole quantity, filled part included; 0 for a market order by quote amount.</summary>
    public long QuantityLots { get; internal set; }

    public long QuoteUnits { get; internal set; }

    public long FilledLots { get; internal set; }

    public long FilledQuoteUnits { get; internal set; }

    /// <summary>How much of the fills came while the order was placed.</summary>
    public long TakenLots { get; internal set; }

    public long TakenQuoteUnits { get; internal set; }

    /// <summary>The first trade that it took, or 0.</summary>
    public long FirstTakenTradeId { get; internal set; }

    public int TakenTrades { get; internal set; }

    /// <summary>The quantity that it was placed with; <see cref="QuantityLots"/> may be less after amendments.</summary>
    public long PlacedLots { get; internal set; }

    /// <summary>The id of the last amendment, or null.</summary>
    public string? AmendmentId { get; internal set; }

    public long CreatedUs { get; internal set; }

    public long UpdatedUs { get; internal set; }

    /// <summary>Whether it came to rest; an order that did not was closed while it was placed.</summary>
    public bool HasRested { get; internal set; }

    /// <summary>Whether it waits in the book; otherwise it is being placed.</summary>
    internal readonly bool Rests => Level != PriceIndex.None;

    public readonly long RemainingLots => QuantityLots - FilledLots;

    internal int Level { get; set; }

    internal int Earlier { get; set; }

    internal int Later { get; set; }

    internal int EarlierOfAccount { get; set; }

    internal int LaterOfAccount { get; set; }
}
