using System.Collections.Immutable;
using Orleans.Concurrency;
using OrleansLld.Accounts;

namespace OrleansLld.Exchange;

/// <summary>One market's book, keyed by its symbol: matches, journals, and remembers every order and fill.</summary>
[Alias("exchange.order-book")]
public interface IOrderBookGrain : IGrainWithStringKey
{
    /// <summary>
    /// Carries out the commands in their order, as far as their holds allow: those of one call keep their order among
    /// themselves per account. Completes when every outcome is durable and the accounts' balances show it.
    /// </summary>
    /// <param name="commands">1 to 1,000.</param>
    /// <param name="cancellationToken">Stops the waiting, not the commands.</param>
    /// <returns>One reply a command, in the same order.</returns>
    /// <exception cref="Storage.StorageUnavailableException">Unknown outcome: send the same commands again.</exception>
    [Alias("submit")]
    Task<ImmutableArray<OrderReply>> Submit(ImmutableArray<OrderCommand> commands, CancellationToken cancellationToken);

    /// <summary>Cancels every open order of the account.</summary>
    /// <returns>The orders as they ended, oldest first; empty when there were none.</returns>
    [Alias("cancel-all")]
    Task<ImmutableArray<OrderReport>> CancelAll(AccountId account, string commandId, CancellationToken cancellationToken);

    /// <summary>One order of the account, open or closed, or null.</summary>
    [Alias("order")]
    Task<OrderReport?> Order(AccountId account, OrderRef order, CancellationToken cancellationToken);

    /// <summary>The account's open orders, oldest first; at most as many as it may have open.</summary>
    [Alias("open-orders")]
    Task<ImmutableArray<OrderReport>> OpenOrders(AccountId account, CancellationToken cancellationToken);

    /// <summary>A page of the account's orders, open and closed, by order id.</summary>
    [Alias("orders")]
    Task<ImmutableArray<OrderReport>> Orders(AccountId account, HistoryPage page, CancellationToken cancellationToken);

    /// <summary>A page of the account's fills by trade id.</summary>
    [Alias("fills")]
    Task<ImmutableArray<Fill>> Fills(AccountId account, HistoryPage page, CancellationToken cancellationToken);

    /// <summary>Begins or renews a watch: from now on each commit's events go to the watcher, until the lease of 30 s ends.</summary>
    /// <returns>The book as it stands, for the watcher to build on.</returns>
    [Alias("watch")]
    Task<BookSnapshot> Watch(IBookWatcher watcher, CancellationToken cancellationToken);
}

/// <summary>Part of a history.</summary>
/// <param name="FromId">Begin at this id, ascending; 0 means the newest <paramref name="Limit"/>, still in ascending order.</param>
/// <param name="FromUs">Only what happened at or after this time; 0 for no bound.</param>
/// <param name="ToUs">Only what happened at or before this time; 0 for no bound.</param>
/// <param name="Limit">1 to 1,000.</param>
[GenerateSerializer, Immutable, Alias("exchange.history-page")]
public readonly record struct HistoryPage(
    [property: Id(0)] long FromId,
    [property: Id(1)] long FromUs,
    [property: Id(2)] long ToUs,
    [property: Id(3)] int Limit);

/// <summary>Receives a book's events after they are durable, in order; a gap in the sequence means: watch again.</summary>
[Alias("exchange.book-watcher")]
public interface IBookWatcher : IGrainObserver
{
    /// <summary>The events of one or more commits.</summary>
    [Alias("events"), OneWay]
    Task Events(BookEvents events);
}

/// <summary>A run of a book's events, coded as in the journal (the engine's <c>BookEventCodec</c>).</summary>
/// <param name="Symbol">The book.</param>
/// <param name="AfterSequence">The number of the event before the first.</param>
/// <param name="LastSequence">The number of the last event.</param>
/// <param name="Bytes">The events; at most 64 KiB where shards settle them.</param>
[GenerateSerializer, Immutable, Alias("exchange.book-events")]
public sealed record BookEvents(
    [property: Id(0)] string Symbol,
    [property: Id(1)] long AfterSequence,
    [property: Id(2)] long LastSequence,
    [property: Id(3)] ReadOnlyMemory<byte> Bytes);

/// <summary>All price levels of a book after an event.</summary>
/// <param name="Sequence">The number of that event.</param>
/// <param name="Bids">Best first.</param>
/// <param name="Asks">Best first.</param>
[GenerateSerializer, Immutable, Alias("exchange.book-snapshot")]
public sealed record BookSnapshot(
    [property: Id(0)] long Sequence,
    [property: Id(1)] ImmutableArray<DepthLevel> Bids,
    [property: Id(2)] ImmutableArray<DepthLevel> Asks);

/// <summary>What waits at one price.</summary>
/// <param name="PriceTicks">The price.</param>
/// <param name="Lots">The sum of the orders' remaining quantities; 0 in a difference means the level is gone.</param>
[GenerateSerializer, Immutable, Alias("exchange.depth-level")]
public readonly record struct DepthLevel([property: Id(0)] long PriceTicks, [property: Id(1)] long Lots);
