using System.Collections.Immutable;

namespace OrleansLld.Exchange;

/// <summary>
/// Takes commands apart for the engine and puts its decisions into replies. It changes nothing itself: the grain raises the events of a
/// decision before it asks for the conclusion.
/// </summary>
internal sealed class OrderDesk(OrderBook book, Matching matching, Market market, long lastOrderId)
{
    // A market order's cost is known only when it trades. It may move by this much until its funds are held.
    private const int MarketSlackPercent = 10;

    private long _lastOrderId = lastOrderId;
    private long _nowUs;

    /// <summary>The events of the last decision.</summary>
    public List<BookEvent> Events { get; } = [];

    /// <summary>The order that was closed last; the grain says so, as it records its end.</summary>
    public ClosedOrder LastClosed { get; set; }

    /// <summary>Refuses what can be refused at once, and says what must be held for the rest.</summary>
    public Submission Prepare(ImmutableArray<OrderCommand> commands)
    {
        var submission = new Submission(commands);
        List<HoldRequest>? requests = null;
        for (var i = 0; i < commands.Length; i++)
        {
            ref var outcome = ref submission.Outcomes[i];
            outcome = new Outcome { Request = -1, Fills = [] };
            if (!CommandIds.IsOrderCommandId(commands[i].CommandId))
                outcome.Refusal = OrderRefusal.InvalidCommandId;
            else if (commands[i] is PlaceOrder place)
                Prepare(place, ref outcome, requests ??= new List<HoldRequest>(commands.Length));
        }

        submission.Requests = requests?.ToArray() ?? [];
        return submission;
    }

    /// <summary>Decides one command; its events are in <see cref="Events"/>.</summary>
    public void Decide(Submission submission, int index, long nowUs)
    {
        Events.Clear();
        _nowUs = nowUs;
        ref var outcome = ref submission.Outcomes[index];
        if (outcome.Refusal != OrderRefusal.None || outcome.RepeatOf != 0)
            return;
        var command = submission.Commands[index];
        outcome.Refusal = command switch
        {
            PlaceOrder place => DecidePlace(submission, place, ref outcome),
            CancelOrder cancel => (OrderRefusal)matching.Cancel(
                cancel.Account.Value, Resolve(command, cancel.Order), cancel.CommandId, nowUs, Events),
            ReduceOrder reduce => (OrderRefusal)matching.Reduce(
                reduce.Account.Value, Resolve(command, reduce.Order), reduce.QuantityLots, reduce.CommandId, nowUs, Events),
            _ => throw new ArgumentException("Not an order command.", nameof(submission)),
        };
        if (outcome.Refusal is OrderRefusal.UnknownOrder or OrderRefusal.InvalidReduction)
            outcome.RepeatOf = Resolve(command, command is CancelOrder unknown ? unknown.Order : ((ReduceOrder)command).Order);
    }

    /// <summary>Describes the order after the events of the last decision were raised.</summary>
    public void Conclude(Submission submission, int index)
    {
        ref var outcome = ref submission.Outcomes[index];
        if (Events.Count == 0 || outcome.Refusal != OrderRefusal.None)
            return;
        outcome.Order = book.TryGet(Events[0].OrderId, out var open) ? OrderReports.Of(open) : OrderReports.Of(LastClosed);
        outcome.Fills = Taken();
    }

    /// <summary>The events that cancel an open order.</summary>
    public List<BookEvent> Cancel(in BookOrder order, string commandId, long nowUs)
    {
        Events.Clear();
        matching.Cancel(order.Account, order.OrderId, commandId, nowUs, Events);
        return Events;
    }

    private void Prepare(PlaceOrder place, ref Outcome outcome, List<HoldRequest> requests)
    {
        outcome.RepeatOf = book.FindOrderId(place.Account.Value, place.CommandId);
        if (outcome.RepeatOf != 0)
            return;
        var order = place.ToNewOrder(_lastOrderId + 1, 0);
        outcome.Refusal = (OrderRefusal)matching.Check(order);
        if (outcome.Refusal != OrderRefusal.None)
            return;
        _lastOrderId++;
        outcome.Request = requests.Count;
        requests.Add(Funds(place, order.OrderId));
    }

    private OrderRefusal DecidePlace(Submission submission, PlaceOrder place, ref Outcome outcome)
    {
        // The first sending may have been decided while this one waited for its funds; a repeat is never refused for what that one took.
        outcome.RepeatOf = book.FindOrderId(place.Account.Value, place.CommandId);
        var heldUnits = submission.Granted[outcome.Request];
        var refusal = heldUnits < 0
            ? OrderRefusal.InsufficientBalance
            : (OrderRefusal)matching.Place(place.ToNewOrder(submission.Requests[outcome.Request].OrderId, heldUnits), _nowUs, Events);
        return outcome.RepeatOf == 0 ? refusal : OrderRefusal.None;
    }

    private HoldRequest Funds(PlaceOrder place, long orderId)
    {
        var (least, most, perLot) = (place.Side, place.Type) switch
        {
            (OrderSide.Buy, not OrderType.Market) => Exactly(
                place.PriceTicks * market.QuotePerTickLot * place.QuantityLots, place.PriceTicks * market.QuotePerTickLot),
            (OrderSide.Sell, not OrderType.Market) => Exactly(place.QuantityLots * market.LotUnits, market.LotUnits),
            (OrderSide.Buy, _) when place.QuoteUnits != 0 => Exactly(place.QuoteUnits, 0),
            (OrderSide.Buy, _) => WithSlack(matching.CostToBuy(place.QuantityLots), 1, 0),
            (_, _) when place.QuoteUnits != 0 => WithSlack(matching.LotsToRaise(place.QuoteUnits), market.LotUnits, market.LotUnits),
            _ => Exactly(place.QuantityLots * market.LotUnits, market.LotUnits),
        };
        return new HoldRequest(orderId, place.Account, place.Side, most, least, perLot);
    }

    private static (long Least, long Most, long PerLot) Exactly(long units, long perLot) => (units, units, perLot);

    private static (long Least, long Most, long PerLot) WithSlack(long amount, long unitsEach, long perLot) =>
        checked((amount * unitsEach, (amount + amount / (100 / MarketSlackPercent)) * unitsEach, perLot));

    private long Resolve(OrderCommand command, OrderRef order)
    {
        if (order.ClientOrderId is null)
            return order.OrderId;
        var named = book.FindOrderId(command.Account.Value, order.ClientOrderId);
        return order.OrderId == 0 || order.OrderId == named ? named : 0;
    }

    private ImmutableArray<Fill> Taken()
    {
        var fills = ImmutableArray.CreateBuilder<Fill>();
        foreach (var fact in Events)
        {
            if (fact.Kind == BookEventKind.Traded)
            {
                fills.Add(new Fill(
                    fact.TradeId, fact.OrderId, (OrderSide)fact.Side, false, fact.PriceTicks, fact.Lots, fact.QuoteUnits,
                    fact.TakerFeeUnits, fact.TimeUs, fact.MakerOrderId));
            }
        }

        return fills.DrainToImmutable();
    }
}
