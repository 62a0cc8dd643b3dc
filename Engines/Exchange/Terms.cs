namespace OrleansLld.Exchange;

/// <summary>Which way an order trades the base asset.</summary>
public enum Side : byte
{
    Buy = 0,
    Sell = 1,
}

/// <summary>How an order's price works.</summary>
public enum Pricing : byte
{
    Limit = 0,
    Market = 1,
    PostOnly = 2,
}

/// <summary>How long an order waits.</summary>
public enum Lifetime : byte
{
    GoodTillCancelled = 0,
    ImmediateOrCancel = 1,
    FillOrKill = 2,
}

/// <summary>What happens when an order meets an order of the same account.</summary>
public enum SelfMatch : byte
{
    Trade = 0,
    ExpireTaker = 1,
    ExpireMaker = 2,
    ExpireBoth = 3,
}

/// <summary>Why an order left the book.</summary>
public enum CloseReason : byte
{
    Filled = 0,
    Cancelled = 1,
    Expired = 2,
    ExpiredInMatch = 3,
}

/// <summary>Why a command was refused; the numbers are those of the contract's <c>OrderRefusal</c>.</summary>
public enum Refusal : byte
{
    None = 0,
    InvalidOrder = 2,
    PriceFilter = 3,
    LotSize = 4,
    Notional = 5,
    OpenOrdersMax = 6,
    DuplicateClientOrderId = 7,
    InsufficientBalance = 8,
    WouldTakeLiquidity = 9,
    UnknownOrder = 10,
    InvalidReduction = 11,
    BookFull = 12,
}
