using System.Collections.Immutable;
using OrleansLld.Accounts;

namespace OrleansLld.Exchange;

/// <summary>
/// Owns the balances of the accounts that hash to it (<see cref="IMarketsGrain.ShardOf"/>), keyed by the shard's number. A unit is always
/// in exactly one place: free, held for an order, or given away.
/// </summary>
[Alias("exchange.risk-shard")]
public interface IRiskShardGrain : IGrainWithIntegerKey
{
    /// <summary>Credits test money. A repeat of the same command id answers as the first did.</summary>
    [Alias("deposit")]
    Task<DepositReply> Deposit(Deposit command, CancellationToken cancellationToken);

    /// <summary>The account's balances by asset code; assets it never had are absent.</summary>
    [Alias("balances")]
    Task<ImmutableArray<Balance>> Balances(AccountId account, CancellationToken cancellationToken);

    /// <summary>A page of the account's ledger, newest first: the postings that explain its balances.</summary>
    /// <param name="account">The account.</param>
    /// <param name="beforeId">Only entries older than this one; 0 for the newest.</param>
    /// <param name="limit">1 to 500.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    [Alias("ledger")]
    Task<ImmutableArray<LedgerEntry>> Ledger(AccountId account, long beforeId, int limit, CancellationToken cancellationToken);

    /// <summary>The whole shard's books by asset, for audits: they sum to zero.</summary>
    [Alias("totals")]
    Task<ImmutableArray<ShardTotal>> Totals(CancellationToken cancellationToken);

    /// <summary>
    /// Called by a book as it starts: from now on only this epoch of it is listened to.
    /// </summary>
    /// <returns>The number of the last event of this book that is applied here, 0 at first.</returns>
    [Alias("attach")]
    Task<long> Attach(string symbol, long epoch, CancellationToken cancellationToken);

    /// <summary>Called by a book that has delivered all its events: releases the holds of earlier epochs that no event confirmed.</summary>
    [Alias("reclaim")]
    Task Reclaim(string symbol, long epoch, CancellationToken cancellationToken);

    /// <summary>Called by a book before it sees the orders: sets their funds aside.</summary>
    /// <param name="symbol">The book.</param>
    /// <param name="epoch">The book's epoch; an older one is refused.</param>
    /// <param name="holds">1 to 1,000.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>What was held for each, in order; −1 where the account has not enough.</returns>
    /// <exception cref="StaleEpochException">The book was taken over.</exception>
    [Alias("hold")]
    Task<ImmutableArray<long>> Hold(string symbol, long epoch, ImmutableArray<HoldRequest> holds, CancellationToken cancellationToken);

    /// <summary>Called by a book: applies its events to the balances, each exactly once.</summary>
    /// <returns>The number of the last event applied; below <see cref="BookEvents.AfterSequence"/> when some are missing.</returns>
    /// <exception cref="StaleEpochException">The book was taken over.</exception>
    [Alias("settle")]
    Task<long> Settle(BookEvents events, long epoch, CancellationToken cancellationToken);
}

/// <summary>The book that called was taken over by a newer activation of it.</summary>
/// <param name="message">Which book and epoch.</param>
[GenerateSerializer, Alias("exchange.stale-epoch")]
public sealed class StaleEpochException(string message) : Exception(message);

/// <summary>Funds to set aside for an order that the book has not seen yet.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="Account">Its owner.</param>
/// <param name="Side">Buy holds the quote asset, sell the base asset.</param>
/// <param name="Units">The most the order can give.</param>
/// <param name="LeastUnits">Hold what is free, down to this; equal to <paramref name="Units"/> but for market orders.</param>
/// <param name="UnitsPerLot">What each lot releases or uses up; 0 for a market order that buys.</param>
[GenerateSerializer, Immutable, Alias("exchange.hold-request")]
public readonly record struct HoldRequest(
    [property: Id(0)] long OrderId,
    [property: Id(1)] AccountId Account,
    [property: Id(2)] OrderSide Side,
    [property: Id(3)] long Units,
    [property: Id(4)] long LeastUnits,
    [property: Id(5)] long UnitsPerLot);

/// <summary>A credit of test money; demonstration mode only.</summary>
/// <param name="CommandId">Made by the client, 1 to 64 characters.</param>
/// <param name="Account">Who gets it.</param>
/// <param name="Asset">An asset of one of the markets.</param>
/// <param name="Units">1 to 9×10^18 units of 10^-8.</param>
[GenerateSerializer, Immutable, Alias("exchange.deposit")]
public sealed record Deposit(
    [property: Id(0)] string CommandId,
    [property: Id(1)] AccountId Account,
    [property: Id(2)] string Asset,
    [property: Id(3)] long Units);

/// <summary>The answer to a <see cref="Deposit"/>.</summary>
/// <param name="Refusal"><see cref="DepositRefusal.None"/> when it was credited.</param>
/// <param name="Balance">The balance right after; null when refused.</param>
[GenerateSerializer, Immutable, Alias("exchange.deposit-reply")]
public sealed record DepositReply([property: Id(0)] DepositRefusal Refusal, [property: Id(1)] Balance? Balance);

/// <summary>Why a deposit was refused; a retry cannot help.</summary>
[GenerateSerializer, Alias("exchange.deposit-refusal")]
public enum DepositRefusal : byte
{
    /// <summary>Not refused.</summary>
    None = 0,

    /// <summary>The exchange does not give test money.</summary>
    NotADemonstration = 1,

    /// <summary>No market trades this asset.</summary>
    UnknownAsset = 2,

    /// <summary>The amount is not in its range.</summary>
    InvalidAmount = 3,
}

/// <summary>What an account has of an asset, in units of 10^-8.</summary>
/// <param name="Asset">The asset's code.</param>
/// <param name="FreeUnits">To be spent at will.</param>
/// <param name="HeldUnits">Set aside for open orders.</param>
[GenerateSerializer, Immutable, Alias("exchange.balance")]
public sealed record Balance([property: Id(0)] string Asset, [property: Id(1)] Int128 FreeUnits, [property: Id(2)] Int128 HeldUnits);

/// <summary>One change of an account's balance of an asset.</summary>
/// <param name="Id">Grows with time within the account's shard.</param>
/// <param name="Asset">The asset's code.</param>
/// <param name="Reason">What changed it.</param>
/// <param name="Symbol">The market; empty for a deposit.</param>
/// <param name="OrderId">The order; 0 for a deposit.</param>
/// <param name="TradeId">The trade; 0 when there was none.</param>
/// <param name="FreeDelta">What the free balance gained or lost.</param>
/// <param name="HeldDelta">What the held balance gained or lost.</param>
/// <param name="TimeUs">When.</param>
[GenerateSerializer, Immutable, Alias("exchange.ledger-entry")]
public sealed record LedgerEntry(
    [property: Id(0)] long Id,
    [property: Id(1)] string Asset,
    [property: Id(2)] LedgerReason Reason,
    [property: Id(3)] string Symbol,
    [property: Id(4)] long OrderId,
    [property: Id(5)] long TradeId,
    [property: Id(6)] Int128 FreeDelta,
    [property: Id(7)] Int128 HeldDelta,
    [property: Id(8)] long TimeUs);

/// <summary>Why a balance changed.</summary>
[GenerateSerializer, Alias("exchange.ledger-reason")]
public enum LedgerReason : byte
{
    /// <summary>Test money came in.</summary>
    Deposit = 0,

    /// <summary>Set aside for an order.</summary>
    Hold = 1,

    /// <summary>No longer needed for an order.</summary>
    Release = 2,

    /// <summary>Given in a trade.</summary>
    Paid = 3,

    /// <summary>Received in a trade, before the fee.</summary>
    Received = 4,

    /// <summary>The fee of a trade.</summary>
    Fee = 5,
}

/// <summary>A shard's books of one asset. <c>Free + Held + Fees + Clearing + External = 0</c>, always.</summary>
/// <param name="Asset">The asset's code.</param>
/// <param name="Free">Of all accounts.</param>
/// <param name="Held">Of all accounts.</param>
/// <param name="Fees">Collected.</param>
/// <param name="Clearing">In passage between shards; over all shards it sums to zero once every event is settled.</param>
/// <param name="External">Minus what came in.</param>
[GenerateSerializer, Immutable, Alias("exchange.shard-total")]
public sealed record ShardTotal(
    [property: Id(0)] string Asset,
    [property: Id(1)] Int128 Free,
    [property: Id(2)] Int128 Held,
    [property: Id(3)] Int128 Fees,
    [property: Id(4)] Int128 Clearing,
    [property: Id(5)] Int128 External);
