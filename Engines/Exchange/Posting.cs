namespace OrleansLld.Exchange;

/// <summary>Where a unit of an asset can be. The numbers are stored.</summary>
public enum Pocket : byte
{
    /// <summary>An account's, to be spent at will.</summary>
    Free = 0,

    /// <summary>An account's, set aside for an order.</summary>
    Held = 1,

    /// <summary>The exchange's own.</summary>
    Fees = 2,

    /// <summary>On its way between the two sides of a trade, which may live in two shards.</summary>
    Clearing = 3,

    /// <summary>The world outside: minus what came in.</summary>
    External = 4,
}

/// <summary>Why a balance changed. The numbers are stored.</summary>
public enum PostingReason : byte
{
    Deposit = 0,
    Hold = 1,
    Release = 2,
    Paid = 3,
    Received = 4,
    Fee = 5,
}

/// <summary>What caused postings.</summary>
/// <param name="Symbol">The market; empty for a deposit.</param>
/// <param name="OrderId">The order, or 0.</param>
/// <param name="TradeId">The trade, or 0.</param>
/// <param name="TimeUs">When.</param>
public readonly record struct Cause(string Symbol, long OrderId, long TradeId, long TimeUs);

/// <summary>One transfer of double-entry bookkeeping: what leaves one pocket arrives in the other.</summary>
public readonly record struct Posting(
    Cause Cause,
    PostingReason Reason,
    string Asset,
    long Account,
    Pocket From,
    Pocket To,
    Int128 Units);
