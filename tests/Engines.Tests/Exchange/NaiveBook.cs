namespace OrleansLld.Exchange;

/// <summary>An order as the naive book keeps it; equal when every field is.</summary>
internal sealed record NaiveOrder
{
    public long OrderId { get; init; }

    public long Account { get; init; }

    public string? ClientOrderId { get; init; }

    public Side Side { get; init; }

    public Pricing Pricing { get; init; }

    public Lifetime Lifetime { get; init; }

    public SelfMatch SelfMatch { get; init; }

    public long PriceTicks { get; init; }

    public long PlacedLots { get; init; }

    public long QuantityLots { get; set; }

    public long QuoteUnits { get; init; }

    public long FilledLots { get; set; }

    public long FilledQuoteUnits { get; set; }

    public long TakenLots { get; set; }

    public long TakenQuoteUnits { get; set; }

    public long FirstTakenTradeId { get; set; }

    public int TakenTrades { get; set; }

    public string? AmendmentId { get; set; }

    public long CreatedUs { get; init; }

    public long UpdatedUs { get; set; }

    public long Remaining => QuantityLots - FilledLots;

    public static NaiveOrder Of(BookOrder order) => new()
    {
        OrderId = order.OrderId,
        Account = order.Account,
        ClientOrderId = order.ClientOrderId,
        Side = order.Side,
        Pricing = order.Pricing,
        Lifetime = order.Lifetime,
        SelfMatch = order.SelfMatch,
        PriceTicks = order.PriceTicks,
        PlacedLots = order.PlacedLots,
        QuantityLots = order.QuantityLots,
        QuoteUnits = order.QuoteUnits,
        FilledLots = order.FilledLots,
        FilledQuoteUnits = order.FilledQuoteUnits,
        TakenLots = order.TakenLots,
        TakenQuoteUnits = order.TakenQuoteUnits,
        FirstTakenTradeId = order.FirstTakenTradeId,
        TakenTrades = order.TakenTrades,
        AmendmentId = order.AmendmentId,
        CreatedUs = order.CreatedUs,
        UpdatedUs = order.UpdatedUs,
    };
}

/// <summary>
/// The rules of the book said again, so simply that they can be seen to be right: a list of waiting orders that is sorted for each
/// question, and one lot traded at a time. It tells the events that the real book should.
/// </summary>
internal sealed class NaiveBook(MarketTerms terms, int openOrdersMax, int bookOrdersMax)
{
    private readonly List<NaiveOrder> _waiting = [];
    private readonly List<(long Account, string? ClientOrderId, long OrderId)> _closed = [];
    private readonly List<BookEvent> _told = [];
    private long _lastTradeId;

    public IEnumerable<NaiveOrder> Waiting(Side side) => side == Side.Buy
        ? _waiting.Where(order => order.Side == side).OrderByDescending(order => order.PriceTicks)
        : _waiting.Where(order => order.Side == side).OrderBy(order => order.PriceTicks);

    public IEnumerable<NaiveOrder> OrdersOf(long account) => _waiting
        .Where(order => order.Account == account)
        .OrderBy(order => order.OrderId);

    public long FindOrderId(long account, string clientOrderId) => _waiting
        .Select(order => (order.Account, order.ClientOrderId, order.OrderId))
        .Concat(_closed)
        .FirstOrDefault(one => one.Account == account && one.ClientOrderId == clientOrderId)
        .OrderId;

    public List<BookEvent> Place(NewOrder wish, long nowUs)
    {
        _told.Clear();
        var refusal = Check(wish);
        if (refusal != Refusal.None)
            return Tell(Fact(BookEventKind.Refused, wish, nowUs) with { Refusal = refusal });

        Tell(Fact(BookEventKind.Admitted, wish, nowUs) with
        {
            Pricing = wish.Pricing,
            Lifetime = wish.Lifetime,
            SelfMatch = wish.SelfMatch,
            Lots = wish.QuantityLots,
            QuoteUnits = wish.QuoteUnits,
            CommandId = wish.ClientOrderId,
        });
        if (wish.Lifetime == Lifetime.FillOrKill && Rehearsal().Trade(wish, nowUs).End != CloseReason.Filled)
        {
            _closed.Add((wish.Account, wish.ClientOrderId, wish.OrderId));
            return Tell(Fact(BookEventKind.Closed, wish, nowUs) with { Reason = CloseReason.Expired });
        }

        var (order, end) = Trade(wish, nowUs);
        if (end is null && wish.Pricing != Pricing.Market && wish.Lifetime == Lifetime.GoodTillCancelled)
        {
            _waiting.Add(order);
            return Tell(Fact(BookEventKind.Rested, wish, nowUs) with { Lots = order.Remaining });
        }

        _closed.Add((wish.Account, wish.ClientOrderId, wish.OrderId));
        return Tell(Fact(BookEventKind.Closed, wish, nowUs) with { Reason = end ?? CloseReason.Expired });
    }

    public List<BookEvent> Cancel(long account, long orderId, string? commandId, long nowUs)
    {
        _told.Clear();
        if (_waiting.Find(order => order.OrderId == orderId && order.Account == account) is { } order)
            Close(order, CloseReason.Cancelled, commandId, nowUs);
        return _told;
    }

    public List<BookEvent> Reduce(long account, long orderId, long lots, string? commandId, long nowUs)
    {
        _told.Clear();
        var order = _waiting.Find(order => order.OrderId == orderId && order.Account == account);
        if (order is null || lots <= order.FilledLots || lots >= order.QuantityLots)
            return _told;
        Tell(Fact(BookEventKind.Reduced, order, nowUs) with { Lots = order.QuantityLots - lots, CommandId = commandId });
        order.QuantityLots = lots;
        order.AmendmentId = commandId;
        order.UpdatedUs = nowUs;
        return _told;
    }

    public long CostToBuy(long lots)
    {
        var cost = 0L;
        foreach (var priceTicks in LotByLot(Side.Sell).Take((int)lots))
        {
            cost += priceTicks * terms.QuotePerTickLot;
            if (cost > terms.NotionalUnitsMax)
                return terms.NotionalUnitsMax;
        }

        return cost;
    }

    public long LotsToRaise(long quoteUnits)
    {
        var lots = 0L;
        foreach (var priceTicks in LotByLot(Side.Buy))
        {
            quoteUnits -= priceTicks * terms.QuotePerTickLot;
            if (quoteUnits < 0 || lots == terms.QuantityLotsMax)
                break;
            lots++;
        }

        return lots;
    }

    private IEnumerable<long> LotByLot(Side side) =>
        Waiting(side).SelectMany(order => Enumerable.Repeat(order.PriceTicks, (int)order.Remaining));

    private Refusal Check(NewOrder wish)
    {
        var isMarket = wish.Pricing == Pricing.Market;
        var goesTogether = isMarket
            ? wish.PriceTicks == 0 && (wish.QuantityLots == 0 ^ wish.QuoteUnits == 0)
            : wish.QuoteUnits == 0 && (wish.Pricing != Pricing.PostOnly || wish.Lifetime == Lifetime.GoodTillCancelled);
        var notional = isMarket ? wish.QuoteUnits : (Int128)wish.PriceTicks * wish.QuantityLots * terms.QuotePerTickLot;
        if (!goesTogether)
            return Refusal.InvalidOrder;
        if (!isMarket && (wish.PriceTicks < 1 || wish.PriceTicks > terms.PriceTicksMax))
            return Refusal.PriceFilter;
        if (wish.QuoteUnits == 0 && (wish.QuantityLots < terms.QuantityLotsMin || wish.QuantityLots > terms.QuantityLotsMax))
            return Refusal.LotSize;
        if (!(isMarket && wish.QuoteUnits == 0) && (notional < terms.NotionalUnitsMin || notional > terms.NotionalUnitsMax))
            return Refusal.Notional;
        if (OrdersOf(wish.Account).Count() >= openOrdersMax)
            return Refusal.OpenOrdersMax;
        if (wish.ClientOrderId is not null && FindOrderId(wish.Account, wish.ClientOrderId) != 0)
            return Refusal.DuplicateClientOrderId;
        if (wish.Pricing == Pricing.PostOnly && Waiting(Other(wish.Side)).Any(maker => Reaches(wish, maker)))
            return Refusal.WouldTakeLiquidity;
        return _waiting.Count >= bookOrdersMax ? Refusal.BookFull : Refusal.None;
    }

    /// <returns>The order, and how it ended; null when there is nobody left to trade with.</returns>
    private (NaiveOrder Order, CloseReason? End) Trade(NewOrder wish, long nowUs)
    {
        var taker = Admit(wish, nowUs);
        while (Waiting(Other(wish.Side)).FirstOrDefault(maker => Reaches(wish, maker)) is { } maker)
        {
            if (maker.Account == wish.Account && wish.SelfMatch != SelfMatch.Trade)
            {
                if (wish.SelfMatch != SelfMatch.ExpireTaker)
                    Close(maker, CloseReason.ExpiredInMatch, null, nowUs);
                if (wish.SelfMatch != SelfMatch.ExpireMaker)
                    return (taker, CloseReason.ExpiredInMatch);
                continue;
            }

            var price = maker.PriceTicks * terms.QuotePerTickLot;
            var lots = 0L;
            while (lots < maker.Remaining && TakesAnother(wish, taker, lots, price))
                lots++;
            if (lots > 0)
                Trade(wish, taker, maker, lots, lots * price, nowUs);
            if (!TakesAnother(wish, taker, 0, price))
                return (taker, ReachedGoal(wish, taker, price) ? CloseReason.Filled : CloseReason.Expired);
        }

        return (taker, null);
    }

    private bool TakesAnother(NewOrder wish, NaiveOrder taker, long lots, long price)
    {
        var (given, quote) = (taker.FilledLots + lots + 1, taker.FilledQuoteUnits + (lots + 1) * price);
        var isWanted = wish.QuoteUnits == 0 ? given <= wish.QuantityLots : quote <= wish.QuoteUnits;
        var isFunded = wish.Pricing != Pricing.Market
            || (wish.Side == Side.Buy ? quote <= wish.HeldUnits : given * terms.LotUnits <= wish.HeldUnits);
        return isWanted && isFunded;
    }

    private static bool ReachedGoal(NewOrder wish, NaiveOrder taker, long price)
    {
        if (wish.QuoteUnits == 0)
            return taker.FilledLots == wish.QuantityLots;
        var goal = wish.Side == Side.Buy ? Math.Min(wish.QuoteUnits, wish.HeldUnits) : wish.QuoteUnits;
        return taker.FilledLots > 0 && taker.FilledQuoteUnits + price > goal;
    }

    private void Trade(NewOrder wish, NaiveOrder taker, NaiveOrder maker, long lots, long quote, long nowUs)
    {
        var (bought, sold) = (lots * terms.LotUnits, quote);
        Tell(Fact(BookEventKind.Traded, wish, nowUs) with
        {
            PriceTicks = maker.PriceTicks,
            Lots = lots,
            QuoteUnits = quote,
            TradeId = ++_lastTradeId,
            MakerOrderId = maker.OrderId,
            MakerAccount = maker.Account,
            TakerFeeUnits = Fee(wish.Side == Side.Buy ? bought : sold, terms.TakerFeePpm),
            MakerFeeUnits = Fee(wish.Side == Side.Buy ? sold : bought, terms.MakerFeePpm),
        });
        foreach (var order in (NaiveOrder[])[taker, maker])
        {
            order.FilledLots += lots;
            order.FilledQuoteUnits += quote;
            order.UpdatedUs = nowUs;
        }

        taker.FirstTakenTradeId = taker.TakenTrades++ == 0 ? _lastTradeId : taker.FirstTakenTradeId;
        (taker.TakenLots, taker.TakenQuoteUnits) = (taker.FilledLots, taker.FilledQuoteUnits);
        if (maker.Remaining == 0)
            Close(maker, CloseReason.Filled, null, nowUs);
    }

    private void Close(NaiveOrder order, CloseReason reason, string? commandId, long nowUs)
    {
        _waiting.Remove(order);
        _closed.Add((order.Account, order.ClientOrderId, order.OrderId));
        Tell(Fact(BookEventKind.Closed, order, nowUs) with { Lots = order.Remaining, Reason = reason, CommandId = commandId });
    }

    private NaiveBook Rehearsal()
    {
        var copy = new NaiveBook(terms, openOrdersMax, bookOrdersMax);
        copy._waiting.AddRange(_waiting.Select(order => order with { }));
        return copy;
    }

    private List<BookEvent> Tell(BookEvent fact)
    {
        _told.Add(fact);
        return _told;
    }

    private static NaiveOrder Admit(NewOrder wish, long nowUs) => new()
    {
        OrderId = wish.OrderId,
        Account = wish.Account,
        ClientOrderId = wish.ClientOrderId,
        Side = wish.Side,
        Pricing = wish.Pricing,
        Lifetime = wish.Lifetime,
        SelfMatch = wish.SelfMatch,
        PriceTicks = wish.PriceTicks,
        PlacedLots = wish.QuantityLots,
        QuantityLots = wish.QuantityLots,
        QuoteUnits = wish.QuoteUnits,
        CreatedUs = nowUs,
        UpdatedUs = nowUs,
    };

    private static long Fee(long received, int ppm) => (long)(((Int128)received * ppm + 999_999) / 1_000_000);

    private static bool Reaches(NewOrder wish, NaiveOrder maker) => wish.Pricing == Pricing.Market
        || (wish.Side == Side.Buy ? maker.PriceTicks <= wish.PriceTicks : maker.PriceTicks >= wish.PriceTicks);

    private static Side Other(Side side) => side == Side.Buy ? Side.Sell : Side.Buy;

    private static BookEvent Fact(BookEventKind kind, NewOrder wish, long nowUs) => new()
    {
        Kind = kind,
        Side = wish.Side,
        OrderId = wish.OrderId,
        Account = wish.Account,
        PriceTicks = wish.PriceTicks,
        TimeUs = nowUs,
    };

    private static BookEvent Fact(BookEventKind kind, NaiveOrder order, long nowUs) => new()
    {
        Kind = kind,
        Side = order.Side,
        OrderId = order.OrderId,
        Account = order.Account,
        PriceTicks = order.PriceTicks,
        TimeUs = nowUs,
    };
}
