namespace OrleansLld.Exchange.Faults;

/// <summary>
/// A good history and its holdings, small enough to be read: trader 0 sells 1.0 at 50, trader 1 takes 0.4 of it, trader 0 asks, and
/// cancels the rest. Tests spoil one thing each.
/// </summary>
public sealed class SmallStory
{
    public const string Symbol = "M00USDT";

    public static readonly OrderState Resting = new(Symbol, 1, "sell", "SELL", "GTC", 50m, 1m, 0m, 0m, "NEW");
    public static readonly OrderState PartlyFilled = Resting with { Executed = 0.4m, ExecutedQuote = 20m, Status = "PARTIALLY_FILLED" };
    public static readonly OrderState Cancelled = PartlyFilled with { Status = "CANCELED" };
    public static readonly OrderState Taker = new(Symbol, 2, "buy", "BUY", "IOC", 51m, 0.4m, 0.4m, 20m, "FILLED");

    public List<Operation> History { get; } =
    [
        new(0, new Request.Place("sell", new OrderTerms(Symbol, "SELL", "GTC", 50m, 1m)), new Answer.Told(Resting), 1, 2, 1),
        new(0, new Request.Balances(), Has(99m, 1m, 100m), 3, 4, 1),
        new(1, new Request.Place("buy", new OrderTerms(Symbol, "BUY", "IOC", 51m, 0.4m)), new Answer.Told(Taker), 5, 8, 2),
        new(0, new Request.Find("sell"), new Answer.Told(PartlyFilled), 9, 10, 1),
        new(0, new Request.Cancel("sell"), new Answer.Told(Cancelled), 11, 12, 1),
        new(0, new Request.Cancel("sell"), new Answer.Refused(-2011), 13, 14, 1),
        new(0, new Request.Find("sell"), new Answer.Told(Cancelled), 15, 16, 1),
        new(0, new Request.Balances(), Has(99.6m, 0m, 119.98m), 17, 18, 1),
        new(1, new Request.Place("poor", new OrderTerms(Symbol, "BUY", "GTC", 50m, 9m)), new Answer.Refused(-2010), 19, 20, 1),
    ];

    public List<AccountHoldings> Accounts { get; } =
    [
        new(
            Deposits(),
            new Dictionary<string, Funds> { ["M00"] = new(99.6m, 0m), ["USDT"] = new(119.98m, 0m) },
            [Cancelled],
            [new Fill(Symbol, 1, 1, IsBuyer: false, IsMaker: true, 50m, 0.4m, 20m, 0.02m, "USDT")],
            [
                new Posting(1, "M00", "deposit", "", 0, 0, 100m, 0m),
                new Posting(2, "USDT", "deposit", "", 0, 0, 100m, 0m),
                new Posting(3, "M00", "hold", Symbol, 1, 0, -1m, 1m),
                new Posting(4, "M00", "paid", Symbol, 1, 1, 0m, -0.4m),
                new Posting(5, "USDT", "received", Symbol, 1, 1, 20m, 0m),
                new Posting(6, "USDT", "fee", Symbol, 1, 1, -0.02m, 0m),
                new Posting(7, "M00", "release", Symbol, 1, 0, 0.6m, -0.6m),
            ]),
        new(
            Deposits(),
            new Dictionary<string, Funds> { ["M00"] = new(100.3996m, 0m), ["USDT"] = new(80m, 0m) },
            [Taker],
            [new Fill(Symbol, 1, 2, IsBuyer: true, IsMaker: false, 50m, 0.4m, 20m, 0.0004m, "M00")],
            [
                new Posting(1, "M00", "deposit", "", 0, 0, 100m, 0m),
                new Posting(2, "USDT", "deposit", "", 0, 0, 100m, 0m),
                new Posting(3, "USDT", "hold", Symbol, 2, 0, -20.4m, 20.4m),
                new Posting(4, "USDT", "paid", Symbol, 2, 1, 0m, -20m),
                new Posting(5, "USDT", "release", Symbol, 2, 1, 0.4m, -0.4m),
                new Posting(6, "M00", "received", Symbol, 2, 1, 0.4m, 0m),
                new Posting(7, "M00", "fee", Symbol, 2, 1, -0.0004m, 0m),
            ]),
    ];

    public List<PublicTrade> Trades { get; } = [new(1, 50m, 0.4m)];

    public IReadOnlyList<string> Offences =>
        HistoryChecker.Offences(
            History, new Holdings(Accounts, new Dictionary<string, IReadOnlyList<PublicTrade>> { [Symbol] = Trades }));

    private static Answer.Has Has(decimal freeBase, decimal lockedBase, decimal freeQuote) =>
        new(new Dictionary<string, Funds> { ["M00"] = new(freeBase, lockedBase), ["USDT"] = new(freeQuote, 0m) });

    private static Dictionary<string, decimal> Deposits() => new() { ["M00"] = 100m, ["USDT"] = 100m };
}
