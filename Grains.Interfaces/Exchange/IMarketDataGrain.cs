using System.Collections.Immutable;
using Orleans.Concurrency;
using OrleansLld.Accounts;

namespace OrleansLld.Exchange;

/// <summary>What everybody may see of one market, keyed by its symbol. Keeps nothing durable of its own: it follows the book.</summary>
[Alias("exchange.market-data")]
public interface IMarketDataGrain : IGrainWithStringKey
{
    /// <summary>The best levels of both sides.</summary>
    /// <param name="limit">Levels a side, 1 to 5,000.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    [Alias("depth")]
    Task<BookSnapshot> Depth(int limit, CancellationToken cancellationToken);

    /// <summary>A page of public trades by trade id, ascending.</summary>
    [Alias("trades")]
    Task<ImmutableArray<PublicTrade>> Trades(HistoryPage page, CancellationToken cancellationToken);

    /// <summary>Candles by opening time, ascending; periods without a trade have none.</summary>
    [Alias("candles")]
    Task<ImmutableArray<Candle>> Candles(CandleQuery query, CancellationToken cancellationToken);

    /// <summary>The last 24 hours and the best prices now.</summary>
    [Alias("ticker")]
    Task<Ticker> Ticker(CancellationToken cancellationToken);

    /// <summary>What happened to the account's orders after one event of the book and up to another, in order, from its journal.</summary>
    /// <param name="account">Whose orders.</param>
    /// <param name="afterSequence">The last event that is known.</param>
    /// <param name="lastSequence">The last event wanted; one that was told of.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>Null when the journal does not reach back so far or 20,000 events do not: ask for the orders as they stand.</returns>
    [Alias("changes")]
    Task<ImmutableArray<OwnedOrderChange>?> Changes(
        AccountId account, long afterSequence, long lastSequence, CancellationToken cancellationToken);

    /// <summary>Begins or renews a subscription of a gateway; the lease is 30 s.</summary>
    /// <returns>The sequence number of the last update sent before.</returns>
    [Alias("subscribe")]
    Task<long> Subscribe(IMarketObserver observer, CancellationToken cancellationToken);
}

/// <summary>A gateway that shows a market live.</summary>
[Alias("exchange.market-observer")]
public interface IMarketObserver : IGrainObserver
{
    /// <summary>What changed, at most every 20 ms, in order.</summary>
    [Alias("updated"), OneWay]
    Task Updated(MarketUpdate update);
}

/// <summary>The changes of a market since the update before. Private parts are for their owners only: the gateway sees to it.</summary>
/// <param name="Symbol">The market.</param>
/// <param name="FirstSequence">The first event covered: one above the last of the update before, or the receiver missed something.</param>
/// <param name="LastSequence">The last event covered.</param>
/// <param name="Bids">Changed levels with their new quantity, 0 when gone.</param>
/// <param name="Asks">Changed levels with their new quantity, 0 when gone.</param>
/// <param name="Trades">The trades, oldest first.</param>
/// <param name="Orders">What happened to orders, with their owners; in order.</param>
[GenerateSerializer, Immutable, Alias("exchange.market-update")]
public sealed record MarketUpdate(
    [property: Id(0)] string Symbol,
    [property: Id(1)] long FirstSequence,
    [property: Id(2)] long LastSequence,
    [property: Id(3)] ImmutableArray<DepthLevel> Bids,
    [property: Id(4)] ImmutableArray<DepthLevel> Asks,
    [property: Id(5)] ImmutableArray<PublicTrade> Trades,
    [property: Id(6)] ImmutableArray<OwnedOrderChange> Orders);

/// <summary>What happened to an account's order.</summary>
/// <param name="Account">The owner.</param>
/// <param name="OrderId">The order.</param>
/// <param name="Sequence">The event of the book. Two changes have the same when an account trades with itself.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Side">The order's.</param>
/// <param name="PriceTicks">The order's limit, 0 for a market order; of a trade its price.</param>
/// <param name="Lots">Admitted: the quantity. Traded: how much. Reduced: by how much. Else: what was left unfilled.</param>
/// <param name="TradeId">Traded: the trade; else 0.</param>
/// <param name="IsMaker">Traded: whether the order waited in the book.</param>
/// <param name="FeeUnits">Traded: the fee, of the asset received.</param>
/// <param name="TimeUs">When.</param>
/// <param name="ClientOrderId">Admitted: the client's own id; else null.</param>
[GenerateSerializer, Immutable, Alias("exchange.owned-order-change")]
public readonly record struct OwnedOrderChange(
    [property: Id(0)] AccountId Account,
    [property: Id(1)] long OrderId,
    [property: Id(2)] long Sequence,
    [property: Id(3)] OrderChangeKind Kind,
    [property: Id(4)] OrderSide Side,
    [property: Id(5)] long PriceTicks,
    [property: Id(6)] long Lots,
    [property: Id(7)] long TradeId,
    [property: Id(8)] bool IsMaker,
    [property: Id(9)] long FeeUnits,
    [property: Id(10)] long TimeUs,
    [property: Id(11)] string? ClientOrderId);

/// <summary>What can happen to an order.</summary>
[GenerateSerializer, Alias("exchange.order-change-kind")]
public enum OrderChangeKind : byte
{
    /// <summary>It was let in.</summary>
    Admitted = 1,

    /// <summary>Some or all of it was filled.</summary>
    Traded = 2,

    /// <summary>Made smaller by its owner.</summary>
    Reduced = 3,

    /// <summary>At its end: nothing is left to fill.</summary>
    Filled = 4,

    /// <summary>At its end: by its owner.</summary>
    Cancelled = 5,

    /// <summary>At its end: what was not filled at once was not to wait.</summary>
    Expired = 6,

    /// <summary>At its end: it met an order of its owner.</summary>
    ExpiredInMatch = 7,
}

/// <summary>A trade as everybody sees it.</summary>
/// <param name="TradeId">From 1.</param>
/// <param name="AggregateId">The same for neighbouring trades of one taker order at one price.</param>
/// <param name="PriceTicks">The resting order's price.</param>
/// <param name="Lots">How much.</param>
/// <param name="TimeUs">When.</param>
/// <param name="BuyerIsMaker">Whether the seller was the taker.</param>
[GenerateSerializer, Immutable, Alias("exchange.public-trade")]
public readonly record struct PublicTrade(
    [property: Id(0)] long TradeId,
    [property: Id(1)] long AggregateId,
    [property: Id(2)] long PriceTicks,
    [property: Id(3)] long Lots,
    [property: Id(4)] long TimeUs,
    [property: Id(5)] bool BuyerIsMaker);

/// <summary>Which candles.</summary>
/// <param name="Interval">How long one lasts.</param>
/// <param name="FromUs">Candles that open at or after this time; 0 for the newest.</param>
/// <param name="ToUs">Candles that open at or before this time; 0 for no bound.</param>
/// <param name="Limit">1 to 1,000.</param>
[GenerateSerializer, Immutable, Alias("exchange.candle-query")]
public readonly record struct CandleQuery(
    [property: Id(0)] CandleInterval Interval,
    [property: Id(1)] long FromUs,
    [property: Id(2)] long ToUs,
    [property: Id(3)] int Limit);

/// <summary>The lengths of Binance's candles. Weeks begin on Monday, days at 00:00 UTC.</summary>
[GenerateSerializer, Alias("exchange.candle-interval")]
public enum CandleInterval : byte
{
#pragma warning disable CS1591 // The names say it all.
    OneSecond = 0,
    OneMinute = 1,
    ThreeMinutes = 2,
    FiveMinutes = 3,
    FifteenMinutes = 4,
    ThirtyMinutes = 5,
    OneHour = 6,
    TwoHours = 7,
    FourHours = 8,
    SixHours = 9,
    EightHours = 10,
    TwelveHours = 11,
    OneDay = 12,
    ThreeDays = 13,
    OneWeek = 14,
    OneMonth = 15,
#pragma warning restore CS1591
}

/// <summary>A period's trading.</summary>
/// <param name="OpenUs">When the period begins.</param>
/// <param name="CloseUs">Its last microsecond.</param>
/// <param name="OpenTicks">First price.</param>
/// <param name="HighTicks">Highest price.</param>
/// <param name="LowTicks">Lowest price.</param>
/// <param name="CloseTicks">Last price.</param>
/// <param name="Lots">Base quantity.</param>
/// <param name="QuoteUnits">Quote amount.</param>
/// <param name="Trades">How many trades.</param>
/// <param name="TakerBuyLots">The part in which the taker bought.</param>
/// <param name="TakerBuyQuoteUnits">Its quote amount.</param>
/// <param name="FirstTradeId">The first trade; 0 when there was none.</param>
[GenerateSerializer, Immutable, Alias("exchange.candle")]
public readonly record struct Candle(
    [property: Id(0)] long OpenUs,
    [property: Id(1)] long CloseUs,
    [property: Id(2)] long OpenTicks,
    [property: Id(3)] long HighTicks,
    [property: Id(4)] long LowTicks,
    [property: Id(5)] long CloseTicks,
    [property: Id(6)] long Lots,
    [property: Id(7)] Int128 QuoteUnits,
    [property: Id(8)] long Trades,
    [property: Id(9)] long TakerBuyLots,
    [property: Id(10)] Int128 TakerBuyQuoteUnits,
    [property: Id(11)] long FirstTradeId);

/// <summary>A market at a glance.</summary>
/// <param name="Day">The last 24 hours as one candle; all zero when nothing was traded.</param>
/// <param name="PreviousCloseTicks">The last price before them; 0 when there was none.</param>
/// <param name="LastTicks">The last price ever; 0 when there was none.</param>
/// <param name="LastLots">The last trade's quantity.</param>
/// <param name="LastTradeId">The last trade; 0 when there was none.</param>
/// <param name="Bid">The best bid; all zero when there is none.</param>
/// <param name="Ask">The best ask; all zero when there is none.</param>
[GenerateSerializer, Immutable, Alias("exchange.ticker")]
public sealed record Ticker(
    [property: Id(0)] Candle Day,
    [property: Id(1)] long PreviousCloseTicks,
    [property: Id(2)] long LastTicks,
    [property: Id(3)] long LastLots,
    [property: Id(4)] long LastTradeId,
    [property: Id(5)] DepthLevel Bid,
    [property: Id(6)] DepthLevel Ask);
