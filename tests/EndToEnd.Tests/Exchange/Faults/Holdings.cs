namespace OrleansLld.Exchange.Faults;

/// <summary>What the store holds of some accounts and markets, read through the API when nobody trades any more.</summary>
/// <param name="Accounts">By trader.</param>
/// <param name="Trades">The public trades of each market, by symbol.</param>
public sealed record Holdings(IReadOnlyList<AccountHoldings> Accounts, IReadOnlyDictionary<string, IReadOnlyList<PublicTrade>> Trades);

/// <summary>What the store holds of one account.</summary>
/// <param name="Deposits">What was paid in, by asset; known from the deposits' answers.</param>
/// <param name="Balances">By asset.</param>
/// <param name="Orders">All orders, open and closed.</param>
/// <param name="Fills">Both of the account's sides where it traded with itself.</param>
/// <param name="Ledger">Every posting, oldest first.</param>
public sealed record AccountHoldings(
    IReadOnlyDictionary<string, decimal> Deposits,
    IReadOnlyDictionary<string, Funds> Balances,
    IReadOnlyList<OrderState> Orders,
    IReadOnlyList<Fill> Fills,
    IReadOnlyList<Posting> Ledger);

/// <summary>An account's side of a trade.</summary>
public sealed record Fill(
    string Symbol,
    long TradeId,
    long OrderId,
    bool IsBuyer,
    bool IsMaker,
    decimal Price,
    decimal Quantity,
    decimal Quote,
    decimal Fee,
    string FeeAsset);

public sealed record PublicTrade(long TradeId, decimal Price, decimal Quantity);

/// <summary>A line of an account's ledger.</summary>
public sealed record Posting(
    long Id, string Asset, string Reason, string Symbol, long OrderId, long TradeId, decimal FreeDelta, decimal HeldDelta);
