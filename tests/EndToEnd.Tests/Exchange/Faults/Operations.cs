namespace OrleansLld.Exchange.Faults;

/// <summary>One request of a client and the answer that it ended with, however often it had to be sent.</summary>
/// <param name="Trader">Which account.</param>
/// <param name="Request">What was asked.</param>
/// <param name="Answer">What was answered in the end.</param>
/// <param name="Invoked">The instant before it was sent first, on the history's clock.</param>
/// <param name="Answered">The instant after the answer came.</param>
/// <param name="Attempts">How often it was sent: more than once where an answer was lost or said "unknown".</param>
public sealed record Operation(int Trader, Request Request, Answer Answer, long Invoked, long Answered, int Attempts)
{
    public override string ToString() => $"trader {Trader} [{Invoked}..{Answered}, sent {Attempts}x] {Request} -> {Answer}";
}

/// <summary>What a client asks for. An order goes by the client order id that the client made.</summary>
public abstract record Request
{
    private Request()
    {
    }

    public sealed record Place(string Id, OrderTerms Terms) : Request;

    public sealed record Cancel(string Id) : Request;

    public sealed record Reduce(string Id, decimal Quantity) : Request;

    public sealed record Find(string Id) : Request;

    public sealed record Balances : Request;
}

public sealed record OrderTerms(string Symbol, string Side, string Lifetime, decimal Price, decimal Quantity);

/// <summary>What a client was answered. "Unknown" is no answer: the client asks again.</summary>
public abstract record Answer
{
    private Answer()
    {
    }

    /// <summary>The order as it was told.</summary>
    public sealed record Told(OrderState Order) : Answer;

    /// <summary>A refusal that stands: nothing was done.</summary>
    public sealed record Refused(int Code) : Answer;

    public sealed record Has(IReadOnlyDictionary<string, Funds> Funds) : Answer
    {
        public override string ToString() => string.Join(", ", Funds.Select(one => $"{one.Key} {one.Value.Free}+{one.Value.Locked}"));
    }
}

public readonly record struct Funds(decimal Free, decimal Locked);

/// <summary>An order as an answer or the store tells it.</summary>
public sealed record OrderState(
    string Symbol,
    long OrderId,
    string ClientOrderId,
    string Side,
    string Lifetime,
    decimal Price,
    decimal Quantity,
    decimal Executed,
    decimal ExecutedQuote,
    string Status)
{
    public bool IsOpen => Status is "NEW" or "PARTIALLY_FILLED";
}
