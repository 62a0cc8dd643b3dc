using System.Collections.Immutable;
using OrleansLld.Accounts;

namespace OrleansLld.Exchange;

// Prices are whole ticks and quantities whole lots of the market; amounts of an asset are whole units of 10^-8.
// Times are microseconds since 1970-01-01 UTC.

/// <summary>Which way an order trades the base asset.</summary>
[GenerateSerializer, Alias("exchange.order-side")]
public enum OrderSide : byte
{
    /// <summary>Takes the base asset, gives the quote asset.</summary>
    Buy = 0,

    /// <summary>Gives the base asset, takes the quote asset.</summary>
    Sell = 1,
}

/// <summary>How an order's price works.</summary>
[GenerateSerializer, Alias("exchange.order-type")]
public enum OrderType : byte
{
    /// <summary>At its price or better.</summary>
    Limit = 0,

    /// <summary>At whatever the book offers, never rests.</summary>
    Market = 1,

    /// <summary>A limit order that is refused if it would trade at once (post-only).</summary>
    LimitMaker = 2,
}

/// <summary>How long an order waits.</summary>
[GenerateSerializer, Alias("exchange.time-in-force")]
public enum OrderLifetime : byte
{
    /// <summary>Good till cancelled: the rest waits in the book.</summary>
    Gtc = 0,

    /// <summary>Immediate or cancel: the rest expires.</summary>
    Ioc = 1,

    /// <summary>Fill or kill: all at once, or nothing.</summary>
    Fok = 2,
}

/// <summary>What happens when an order meets an order of the same account.</summary>
[GenerateSerializer, Alias("exchange.self-trade-prevention")]
public enum SelfTradePrevention : byte
{
    /// <summary>They trade.</summary>
    None = 0,

    /// <summary>The arriving order expires.</summary>
    ExpireTaker = 1,

    /// <summary>The resting order expires and the arriving one goes on.</summary>
    ExpireMaker = 2,

    /// <summary>Both expire.</summary>
    ExpireBoth = 3,
}

/// <summary>Where an order stands.</summary>
[GenerateSerializer, Alias("exchange.order-status")]
public enum OrderStatus : byte
{
    /// <summary>In the book, nothing filled.</summary>
    New = 0,

    /// <summary>In the book, partly filled.</summary>
    PartiallyFilled = 1,

    /// <summary>All filled.</summary>
    Filled = 2,

    /// <summary>Cancelled by its owner; what was filled stays filled.</summary>
    Canceled = 3,

    /// <summary>Ended by its lifetime or for want of the other side.</summary>
    Expired = 4,

    /// <summary>Ended by self-trade prevention.</summary>
    ExpiredInMatch = 5,
}

/// <summary>A command to a book. One of <see cref="PlaceOrder"/>, <see cref="CancelOrder"/>, <see cref="ReduceOrder"/>.</summary>
/// <param name="Account">Who commands; an order of anybody else is answered as unknown.</param>
/// <param name="CommandId">Made by the client, 1 to 36 of <c>.A-Z:/a-z0-9_-</c>; a retry sends the same and gets the first reply.</param>
[GenerateSerializer, Immutable, Alias("exchange.order-command")]
public abstract record OrderCommand([property: Id(0)] AccountId Account, [property: Id(1)] string CommandId);

/// <summary>Places an order. The command's id is the order's client order id.</summary>
/// <param name="Account">Whose order.</param>
/// <param name="CommandId">The client order id; unique among the account's open and 10,000 last closed orders of the book.</param>
/// <param name="Side">Buy or sell.</param>
/// <param name="Type">How the price works.</param>
/// <param name="Lifetime">How long it waits; a market order never rests whatever is said here.</param>
/// <param name="SelfTrade">What happens on meeting an own order.</param>
/// <param name="PriceTicks">The limit; 0 with a market order.</param>
/// <param name="QuantityLots">How much; 0 with a market order by quote amount.</param>
/// <param name="QuoteUnits">How much of the quote asset a market order spends (buy) or raises (sell); 0 otherwise.</param>
[GenerateSerializer, Immutable, Alias("exchange.place-order")]
public sealed record PlaceOrder(
    AccountId Account,
    string CommandId,
    [property: Id(0)] OrderSide Side,
    [property: Id(1)] OrderType Type,
    [property: Id(2)] OrderLifetime Lifetime,
    [property: Id(3)] SelfTradePrevention SelfTrade,
    [property: Id(4)] long PriceTicks,
    [property: Id(5)] long QuantityLots,
    [property: Id(6)] long QuoteUnits) : OrderCommand(Account, CommandId);

/// <summary>Cancels an open order.</summary>
/// <param name="Account">Whose order.</param>
/// <param name="CommandId">The id of this cancellation.</param>
/// <param name="Order">Which.</param>
[GenerateSerializer, Immutable, Alias("exchange.cancel-order")]
public sealed record CancelOrder(AccountId Account, string CommandId, [property: Id(0)] OrderRef Order) : OrderCommand(Account, CommandId);

/// <summary>Makes an open order smaller; it keeps its place in the queue.</summary>
/// <param name="Account">Whose order.</param>
/// <param name="CommandId">The id of this amendment.</param>
/// <param name="Order">Which.</param>
/// <param name="QuantityLots">The new whole quantity: below the present one and above what is filled.</param>
[GenerateSerializer, Immutable, Alias("exchange.reduce-order")]
public sealed record ReduceOrder(AccountId Account, string CommandId, [property: Id(0)] OrderRef Order, [property: Id(1)] long QuantityLots)
    : OrderCommand(Account, CommandId);

/// <summary>Names an order by the book's id, by its client order id, or by both: then it is the order that has both.</summary>
/// <param name="OrderId">From 1; 0 when not given.</param>
/// <param name="ClientOrderId">Null when not given.</param>
[GenerateSerializer, Immutable, Alias("exchange.order-ref")]
public readonly record struct OrderRef([property: Id(0)] long OrderId, [property: Id(1)] string? ClientOrderId)
{
    /// <summary>Whether the order, which has the book's id, is the one that is meant.</summary>
    public bool Means(OrderReport order) => ClientOrderId is null || ClientOrderId == order.ClientOrderId;
}

/// <summary>An order as it stands.</summary>
/// <param name="OrderId">From 1, given on arrival; orders whose funds were held sooner may be admitted before a lower one.</param>
/// <param name="ClientOrderId">What its owner called it.</param>
/// <param name="Side">Buy or sell.</param>
/// <param name="Type">How the price works.</param>
/// <param name="Lifetime">How long it waits.</param>
/// <param name="SelfTrade">What happens on meeting an own order.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="PriceTicks">The limit; 0 for a market order.</param>
/// <param name="QuantityLots">The whole quantity; of a market order by quote amount, what was filled.</param>
/// <param name="FilledLots">How much of it is filled.</param>
/// <param name="FilledQuoteUnits">What the fills came to in the quote asset, fees apart.</param>
/// <param name="QuoteUnits">The quote amount it was placed with, or 0.</param>
/// <param name="CreatedUs">When the book admitted it.</param>
/// <param name="UpdatedUs">When it last changed.</param>
[GenerateSerializer, Immutable, Alias("exchange.order-report")]
public sealed record OrderReport(
    [property: Id(0)] long OrderId,
    [property: Id(1)] string ClientOrderId,
    [property: Id(2)] OrderSide Side,
    [property: Id(3)] OrderType Type,
    [property: Id(4)] OrderLifetime Lifetime,
    [property: Id(5)] SelfTradePrevention SelfTrade,
    [property: Id(6)] OrderStatus Status,
    [property: Id(7)] long PriceTicks,
    [property: Id(8)] long QuantityLots,
    [property: Id(9)] long FilledLots,
    [property: Id(10)] long FilledQuoteUnits,
    [property: Id(11)] long QuoteUnits,
    [property: Id(12)] long CreatedUs,
    [property: Id(13)] long UpdatedUs);

/// <summary>One account's side of a trade.</summary>
/// <param name="TradeId">From 1, in the order of trading.</param>
/// <param name="OrderId">The account's order.</param>
/// <param name="Side">Which side the account was on.</param>
/// <param name="IsMaker">Whether its order was resting.</param>
/// <param name="PriceTicks">The resting order's price.</param>
/// <param name="Lots">How much.</param>
/// <param name="QuoteUnits">Price times quantity.</param>
/// <param name="FeeUnits">Of the asset that the account received, rounded up to a whole unit.</param>
/// <param name="TimeUs">When.</param>
/// <param name="CounterOrderId">The other side's order id; names no account.</param>
[GenerateSerializer, Immutable, Alias("exchange.fill")]
public readonly record struct Fill(
    [property: Id(0)] long TradeId,
    [property: Id(1)] long OrderId,
    [property: Id(2)] OrderSide Side,
    [property: Id(3)] bool IsMaker,
    [property: Id(4)] long PriceTicks,
    [property: Id(5)] long Lots,
    [property: Id(6)] long QuoteUnits,
    [property: Id(7)] long FeeUnits,
    [property: Id(8)] long TimeUs,
    [property: Id(9)] long CounterOrderId);

/// <summary>The answer to an <see cref="OrderCommand"/>.</summary>
/// <param name="Refusal"><see cref="OrderRefusal.None"/> when it was done.</param>
/// <param name="Order">The order right after the command; null when refused.</param>
/// <param name="Fills">What the order traded while it was placed, oldest first; empty for other commands.</param>
[GenerateSerializer, Immutable, Alias("exchange.order-reply")]
public sealed record OrderReply(
    [property: Id(0)] OrderRefusal Refusal,
    [property: Id(1)] OrderReport? Order,
    [property: Id(2)] ImmutableArray<Fill> Fills);

/// <summary>Why a command was refused; checked in this order. Nothing changed.</summary>
[GenerateSerializer, Alias("exchange.order-refusal")]
public enum OrderRefusal : byte
{
    /// <summary>Not refused.</summary>
    None = 0,

    /// <summary>The command id is missing, too long or has other characters. A retry cannot help.</summary>
    InvalidCommandId = 1,

    /// <summary>Price, quantity, quote amount, type or lifetime do not go together. A retry cannot help.</summary>
    InvalidOrder = 2,

    /// <summary>The price is not from the market's least to its greatest.</summary>
    PriceFilter = 3,

    /// <summary>The quantity is not from the market's least to its greatest.</summary>
    LotSize = 4,

    /// <summary>Price times quantity is not from the market's least to its greatest.</summary>
    Notional = 5,

    /// <summary>The account has as many open orders in this book as it may.</summary>
    OpenOrdersMax = 6,

    /// <summary>The client order id stands for another order, placed with other terms.</summary>
    DuplicateClientOrderId = 7,

    /// <summary>The account has not enough free of what the order would give.</summary>
    InsufficientBalance = 8,

    /// <summary>A post-only order that would have traded at once.</summary>
    WouldTakeLiquidity = 9,

    /// <summary>No such open order of this account.</summary>
    UnknownOrder = 10,

    /// <summary>The new quantity is not below the present one and above what is filled.</summary>
    InvalidReduction = 11,

    /// <summary>The book holds as many orders as it may. A retry can help.</summary>
    BookFull = 12,
}
