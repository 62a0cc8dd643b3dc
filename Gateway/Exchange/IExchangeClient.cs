using MessagePack;

namespace OrleansLld.Exchange;

/// <summary>
/// What the hub tells a client. All prices and quantities are decimal strings. A client that watches a market keeps what comes before the
/// answer to <c>Watch</c> and drops of it what is not above the answer's sequence; from then on each <see cref="Depth"/> begins one
/// above the end of the one before, or at least not further: if it does, something was missed. Of one update <see cref="Trades"/> come
/// first, then <see cref="Orders"/>, then <see cref="Depth"/>. Who missed something, or comes from another gateway, calls <c>Resume</c>
/// with the last sequence that it has seen.
/// </summary>
public interface IExchangeClient
{
    /// <summary>Price levels changed.</summary>
    Task Depth(DepthChange change);

    /// <summary>Trades were made.</summary>
    Task Trades(TradesMade trades);

    /// <summary>What happened to own orders.</summary>
    Task Orders(OwnOrdersChanged orders);

    /// <summary>Something was missed for sure: resume, or watch the market again.</summary>
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

/// <summary>What happened to own orders.</summary>
/// <param name="Symbol">The market.</param>
/// <param name="First">The first event covered: if it is further than one above the end of the last <c>Depth</c>, some were missed.</param>
/// <param name="Last">The last event covered.</param>
/// <param name="OrderIds">Each once, oldest change first.</param>
/// <param name="Changes">In order; a client drops those whose sequence is not above the last it has.</param>
[MessagePackObject]
public sealed record OwnOrdersChanged(
    [property: Key("symbol")] string Symbol,
    [property: Key("first")] long First,
    [property: Key("last")] long Last,
    [property: Key("orderIds")] long[] OrderIds,
    [property: Key("changes")] OwnOrderChange[] Changes);

/// <summary>What happened to an own order; the names are the REST interface's.</summary>
/// <param name="Sequence">The book's event. Two changes have the same when an account trades with itself: they come together.</param>
/// <param name="OrderId">The order.</param>
/// <param name="ClientOrderId">With <c>NEW</c> the client's own id; else null.</param>
/// <param name="Change"><c>NEW</c>, <c>TRADE</c>, <c>REDUCED</c>, or the end: <c>FILLED</c>, <c>CANCELED</c>, <c>EXPIRED</c>,
/// <c>EXPIRED_IN_MATCH</c>.</param>
/// <param name="Side"><c>BUY</c> or <c>SELL</c>.</param>
/// <param name="Price">The order's limit, "0.00000000" for a market order; of a trade its price.</param>
/// <param name="Qty">Of the order, of the trade, by how much it was reduced, or what was left at the end.</param>
/// <param name="TradeId">Of a trade; else 0.</param>
/// <param name="IsMaker">Of a trade: whether the order waited in the book.</param>
/// <param name="Commission">Of a trade.</param>
/// <param name="CommissionAsset">Of a trade; else null.</param>
/// <param name="Time">When, in milliseconds.</param>
[MessagePackObject]
public sealed record OwnOrderChange(
    [property: Key("sequence")] long Sequence,
    [property: Key("orderId")] long OrderId,
    [property: Key("clientOrderId")] string? ClientOrderId,
    [property: Key("change")] string Change,
    [property: Key("side")] string Side,
    [property: Key("price")] string Price,
    [property: Key("qty")] string Qty,
    [property: Key("tradeId")] long TradeId,
    [property: Key("isMaker")] bool IsMaker,
    [property: Key("commission")] string Commission,
    [property: Key("commissionAsset")] string? CommissionAsset,
    [property: Key("time")] long Time);

/// <summary>A market as it stands, and what a client missed of it.</summary>
/// <param name="Symbol">The market.</param>
/// <param name="Sequence">The last event that is in it.</param>
/// <param name="Bids">Best first, each price and quantity; at most 5,000.</param>
/// <param name="Asks">Best first, each price and quantity; at most 5,000.</param>
/// <param name="Trades">Those after the last known, oldest first; of many the last 500, so a gap in the ids is to be had by REST.</param>
/// <param name="Changes">What happened to own orders after the last known event and up to <paramref name="Sequence"/>, in order.</param>
/// <param name="IsComplete">False when too much was missed, or too long ago: ask for the orders and fills by REST.</param>
[MessagePackObject]
public sealed record ResumedMarket(
    [property: Key("symbol")] string Symbol,
    [property: Key("sequence")] long Sequence,
    [property: Key("bids")] string[][] Bids,
    [property: Key("asks")] string[][] Asks,
    [property: Key("trades")] TapeTrade[] Trades,
    [property: Key("changes")] OwnOrderChange[] Changes,
    [property: Key("isComplete")] bool IsComplete);
