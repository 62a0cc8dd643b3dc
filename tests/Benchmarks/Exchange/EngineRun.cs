namespace OrleansLld.Exchange;

/// <summary>The engine as the order book grain uses it: decide, then apply each event.</summary>
internal sealed class EngineRun
{
    private const long Account = 1;
    private const int ClientIdsCount = 1 << 16;

    private static readonly MarketTerms Terms = new(
        LotUnits: 1_000, QuotePerTickLot: 10, PriceTicksMax: 1L << 34, QuantityLotsMin: 1, QuantityLotsMax: 1L << 40,
        NotionalUnitsMin: 1, NotionalUnitsMax: 1L << 60, MakerFeePpm: 1_000, TakerFeePpm: 1_000);

    private readonly OrderBook _book = new();
    private readonly Matching _matching;
    private readonly List<BookEvent> _events = new(1_024);
    private readonly string[]? _clientIds;
    private readonly List<BookEvent>? _kept;

    /// <param name="withClientIds">Whether orders can be found by a client order id, as all orders from outside can.</param>
    /// <param name="kept">Where the events are kept, if at all.</param>
    public EngineRun(bool withClientIds, List<BookEvent>? kept = null)
    {
        _matching = new Matching(_book, Terms, openOrdersMax: 1 << 24, bookOrdersMax: 1 << 24);
        _kept = kept;
        if (withClientIds)
            _clientIds = [.. Enumerable.Range(0, ClientIdsCount).Select(number => $"client-order-{number:x8}")];
    }

    public OrderBook Book => _book;

    public long Trades => _book.LastTradeId;

    public bool IsOpen(long orderId) => _book.TryGet(orderId, out _);

    public void Execute(in EngineCommand command)
    {
        switch (command.Kind)
        {
            case EngineCommandKind.Gtc:
                Place(command, Lifetime.GoodTillCancelled);
                break;
            case EngineCommandKind.Ioc:
                Place(command, Lifetime.ImmediateOrCancel);
                break;
            case EngineCommandKind.Cancel:
                Cancel(command.OrderId, command.OrderId);
                break;
            case EngineCommandKind.Replace:
                Cancel(command.CancelId, command.OrderId);
                Place(command, Lifetime.GoodTillCancelled);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(command), command.Kind, "Not a command.");
        }
    }

    private void Place(in EngineCommand command, Lifetime lifetime)
    {
        var order = new NewOrder(
            command.OrderId, Account, _clientIds?[command.OrderId % ClientIdsCount], command.Side, Pricing.Limit, lifetime, SelfMatch.Trade,
            command.PriceTicks, command.Lots, QuoteUnits: 0, HeldUnits: 0);
        _matching.Place(order, nowUs: command.OrderId, _events);
        Apply();
    }

    private void Cancel(long orderId, long nowUs)
    {
        _matching.Cancel(Account, orderId, commandId: null, nowUs, _events);
        Apply();
    }

    private void Apply()
    {
        foreach (ref readonly var fact in System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_events))
            _book.Apply(fact);
        _kept?.AddRange(_events);
        _events.Clear();
    }
}
