using MessagePack;

namespace OrleansLld.Exchange;

/// <summary>
/// What the hub tells a page. All prices and quantities are decimal strings. A page that watches a market keeps what comes before the
/// answer to <c>Watch</c> and drops of it what is not above the answer's sequence; from then on each <see cref="Depth"/> begins one
/// above the end of the one before, or at least not further: if it does, something was missed and the page watches again.
/// </summary>
public interface IExchangeClient
{
    /// <summary>Price levels changed.</summary>
    Task Depth(DepthChange change);

    /// <summary>Trades were made.</summary>
    Task Trades(TradesMade trades);

    /// <summary>Own orders changed; ask for them.</summary>
    Task Orders(OwnOrdersChanged orders);

    /// <summary>Something was missed for sure: watch the market again.</summary>
    Task Resync(string symbol);
}

/// <summary>A market as it stands.</summary>
/// <param name="Symbol">The market.</param>
/// <param name="Sequence">The last event that is in it.</param>
/// <param name="Bids">Best first, each price and quantity; at most 5,000.</param>
/// <param name="Asks">Best first, each price and quantity; at most 5,000.</param>
/// <param name="Trades">The last 50, oldest first.</param>
[MessagePackObject]
public sealed record WatchedMarket(
    [property: Key("symbol")] string Symbol,
    [property: Key("sequence")] long Sequence,
    [property: Key("bids")] string[][] Bids,
    [property: Key("asks")] string[][] Asks,
    [property: Key("trades")] TapeTrade[] Trades);

/// <summary>The price levels that changed.</summary>
/// <param name="Symbol">The market.</param>
/// <param name="First">The first event covered.</param>
/// <param name="Last">The last event covered.</param>
/// <param name="Bids">Price and new quantity of each level, "0" when it is gone.</param>
/// <param name="Asks">Price and new quantity of each level, "0" when it is gone.</param>
[MessagePackObject]
public sealed record DepthChange(
    [property: Key("symbol")] string Symbol,
    [property: Key("first")] long First,
    [property: Key("last")] long Last,
    [property: Key("bids")] string[][] Bids,
    [property: Key("asks")] string[][] Asks);

/// <summary>New trades.</summary>
/// <param name="Symbol">The market.</param>
/// <param name="Trades">Oldest first.</param>
[MessagePackObject]
public sealed record TradesMade([property: Key("symbol")] string Symbol, [property: Key("trades")] TapeTrade[] Trades);

/// <summary>A trade, with the names that the REST interface uses.</summary>
/// <param name="Id">From 1.</param>
/// <param name="Price">The resting order's price.</param>
/// <param name="Qty">How much.</param>
/// <param name="QuoteQty">Price times quantity.</param>
/// <param name="Time">When, in milliseconds.</param>
/// <param name="IsBuyerMaker">Whether the seller was the taker.</param>
[MessagePackObject]
public sealed record TapeTrade(
    [property: Key("id")] long Id,
    [property: Key("price")] string Price,
    [property: Key("qty")] string Qty,
    [property: Key("quoteQty")] string QuoteQty,
    [property: Key("time")] long Time,
    [property: Key("isBuyerMaker")] bool IsBuyerMaker);

/// <summary>Own orders that changed.</summary>
/// <param name="Symbol">The market.</param>
/// <param name="OrderIds">Each once, oldest change first.</param>
[MessagePackObject]
public sealed record OwnOrdersChanged([property: Key("symbol")] string Symbol, [property: Key("orderIds")] long[] OrderIds);
