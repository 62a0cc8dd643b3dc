namespace OrleansLld.Exchange;

/// <summary>What can happen in a book. The numbers are stored.</summary>
public enum BookEventKind : byte
{
    /// <summary>An order was let in; it trades, rests or closes by the events that follow it.</summary>
    Admitted = 1,

    /// <summary>Two orders traded at the resting one's price.</summary>
    Traded = 2,

    /// <summary>What is left of the admitted order waits in the book, last at its price.</summary>
    Rested = 3,

    /// <summary>An order is at its end.</summary>
    Closed = 4,

    /// <summary>A resting order became smaller and kept its place.</summary>
    Reduced = 5,

    /// <summary>An order was not let in; what was held for it is free again.</summary>
    Refused = 6,
}

/// <summary>
/// One fact about a book. A tagged struct and not a closed union of records: millions a second pass through the engine, and none
/// may cost an allocation. Fields that a kind does not name are 0.
/// </summary>
public record struct BookEvent
{
    public BookEventKind Kind { get; set; }

    /// <summary>All kinds: of the order (Traded: of the taker).</summary>
    public Side Side { get; set; }

    /// <summary>Admitted.</summary>
    public Pricing Pricing { get; set; }

    /// <summary>Admitted.</summary>
    public Lifetime Lifetime { get; set; }

    /// <summary>Admitted.</summary>
    public SelfMatch SelfMatch { get; set; }

    /// <summary>Closed.</summary>
    public CloseReason Reason { get; set; }

    /// <summary>Refused.</summary>
    public Refusal Refusal { get; set; }

    /// <summary>All kinds: the order (Traded: the taker).</summary>
    public long OrderId { get; set; }

    /// <summary>All kinds: the order's owner.</summary>
    public long Account { get; set; }

    /// <summary>All kinds: microseconds since 1970-01-01 UTC.</summary>
    public long TimeUs { get; set; }

    /// <summary>All kinds: the order's limit; Traded: the price of the trade.</summary>
    public long PriceTicks { get; set; }

    /// <summary>
    /// Admitted: the quantity. Traded: the quantity traded. Rested: what rests. Closed: what left the book unfilled, 0 if it never
    /// rested. Reduced: by how much.
    /// </summary>
    public long Lots { get; set; }

    /// <summary>Admitted: the quote amount of a market order. Traded: price times quantity.</summary>
    public long QuoteUnits { get; set; }

    /// <summary>Traded, from 1.</summary>
    public long TradeId { get; set; }

    /// <summary>Traded.</summary>
    public long MakerOrderId { get; set; }

    /// <summary>Traded.</summary>
    public long MakerAccount { get; set; }

    /// <summary>Traded: of the asset that the taker received.</summary>
    public long TakerFeeUnits { get; set; }

    /// <summary>Traded: of the asset that the maker received.</summary>
    public long MakerFeeUnits { get; set; }

    /// <summary>Admitted: the client order id. Closed and Reduced by a command: that command's id.</summary>
    public string? CommandId { get; set; }
}
