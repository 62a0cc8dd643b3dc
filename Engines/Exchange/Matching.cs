namespace OrleansLld.Exchange;

/// <summary>
/// Decides what a command does to a book: reads the book, changes nothing, and adds the events to a list that the caller applies
/// before the next decision.
/// </summary>
/// <remarks>
/// A crossing order trades at the resting order's price, best price first and earliest first within it, until it is filled, its
/// limit is passed or its funds are spent. Synchronous and deterministic: the time is an argument.
/// </remarks>
public sealed class Matching(OrderBook book, MarketTerms terms, int openOrdersMax, int bookOrdersMax)
{
    /// <summary>What can be known of an order before its funds are held, checked in the order of <see cref="Refusal"/>.</summary>
    public Refusal Check(in NewOrder order)
    {
        var refusal = CheckTerms(order);
        if (refusal != Refusal.None)
            return refusal;
        if (book.OpenOrdersOf(order.Account) >= openOrdersMax)
            return Refusal.OpenOrdersMax;
        if (order.ClientOrderId is not null && book.FindOrderId(order.Account, order.ClientOrderId) != 0)
            return Refusal.DuplicateClientOrderId;
        if (order.Pricing == Pricing.PostOnly && WouldTrade(order))
            return Refusal.WouldTakeLiquidity;
        // A side's quantities are summed in 64 bits.
        var isFull = book.OpenOrders >= bookOrdersMax || order.QuantityLots > long.MaxValue - book.Half(order.Side).Lots;
        return isFull ? Refusal.BookFull : Refusal.None;
    }

    /// <summary>
    /// Places an order whose funds are held. It is admitted or refused, and either way the events say what becomes of the funds.
    /// </summary>
    public Refusal Place(in NewOrder order, long nowUs, List<BookEvent> events)
    {
        var refusal = Check(order);
        if (refusal != Refusal.None)
        {
            events.Add(Fact(BookEventKind.Refused, order, nowUs) with { Refusal = refusal });
            return refusal;
        }

        events.Add(Fact(BookEventKind.Admitted, order, nowUs) with
        {
            Pricing = order.Pricing,
            Lifetime = order.Lifetime,
            SelfMatch = order.SelfMatch,
            Lots = order.QuantityLots,
            QuoteUnits = order.QuoteUnits,
            CommandId = order.ClientOrderId,
        });
        var appetite = Appetite.Of(order, terms);
        if (order.Lifetime == Lifetime.FillOrKill && !CanFill(order, appetite))
            Expire(order, CloseReason.Expired, nowUs, events);
        else
            Match(order, appetite, nowUs, events);
        return Refusal.None;
    }

    /// <summary>Cancels an open order of the account.</summary>
    public Refusal Cancel(long account, long orderId, string? commandId, long nowUs, List<BookEvent> events)
    {
        if (!book.TryFind(orderId, out var slot) || book.Slots[slot].Account != account)
            return Refusal.UnknownOrder;
        ref readonly var order = ref book.Slots[slot];
        events.Add(Close(order, order.RemainingLots, CloseReason.Cancelled, nowUs) with { CommandId = commandId });
        return Refusal.None;
    }

    /// <summary>Makes an open order of the account smaller; it keeps its place in the queue.</summary>
    /// <param name="account">Who asks.</param>
    /// <param name="orderId">Which order.</param>
    /// <param name="quantityLots">The new whole quantity, filled part included.</param>
    /// <param name="commandId">The id of this amendment.</param>
    /// <param name="nowUs">Now.</param>
    /// <param name="events">Where the events go.</param>
    public Refusal Reduce(long account, long orderId, long quantityLots, string? commandId, long nowUs, List<BookEvent> events)
    {
        if (!book.TryGet(orderId, out var order) || order.Account != account)
            return Refusal.UnknownOrder;
        if (quantityLots <= order.FilledLots || quantityLots >= order.QuantityLots)
            return Refusal.InvalidReduction;
        events.Add(new BookEvent
        {
            Kind = BookEventKind.Reduced,
            Side = order.Side,
            OrderId = orderId,
            Account = account,
            PriceTicks = order.PriceTicks,
            Lots = order.QuantityLots - quantityLots,
            TimeUs = nowUs,
            CommandId = commandId,
        });
        return Refusal.None;
    }

    /// <summary>
    /// What buying so many lots at the market would cost now, as far as there are sellers; at most the market's greatest notional.
    /// </summary>
    public long CostToBuy(long lots)
    {
        var left = terms.NotionalUnitsMax;
        foreach (var (priceTicks, offered) in book.Levels(Side.Sell))
        {
            var taken = Math.Min(lots, offered);
            if (taken > left / terms.Quote(priceTicks, 1))
                return terms.NotionalUnitsMax;
            left -= terms.Quote(priceTicks, taken);
            lots -= taken;
            if (lots == 0)
                break;
        }

        return terms.NotionalUnitsMax - left;
    }

    /// <summary>
    /// How many lots must be sold at the market now to raise the quote amount, as far as there are buyers; at most the market's greatest
    /// quantity.
    /// </summary>
    public long LotsToRaise(long quoteUnits)
    {
        var lots = 0L;
        foreach (var (priceTicks, wanted) in book.Levels(Side.Buy))
        {
            var taken = Math.Min(wanted, quoteUnits / terms.Quote(priceTicks, 1));
            lots += taken;
            quoteUnits -= terms.Quote(priceTicks, taken);
            if (taken < wanted || lots >= terms.QuantityLotsMax)
                break;
        }

        return Math.Min(lots, terms.QuantityLotsMax);
    }

    private Refusal CheckTerms(in NewOrder order)
    {
        if (order.Pricing == Pricing.Market)
            return order.PriceTicks != 0 ? Refusal.InvalidOrder : terms.CheckMarket(order.QuantityLots, order.QuoteUnits);
        if (order.QuoteUnits != 0 || (order.Pricing == Pricing.PostOnly && order.Lifetime != Lifetime.GoodTillCancelled))
            return Refusal.InvalidOrder;
        return terms.CheckLimit(order.PriceTicks, order.QuantityLots);
    }

    private bool WouldTrade(in NewOrder order)
    {
        var others = book.Half(Opposite(order.Side));
        return others.Best != BookSide.None && others.Crosses(others.Best, order.PriceTicks);
    }

    // Walks the same way as Match, own orders that would be expired left out of the count.
    private bool CanFill(in NewOrder order, Appetite appetite)
    {
        var others = book.Half(Opposite(order.Side));
        for (var level = others.Best; level != BookSide.None && Reaches(others, level, order); level = others.Worse(level))
        {
            for (var slot = others[level].First; slot != OrderSlots.None; slot = book.Slots[slot].Later)
            {
                ref var maker = ref book.Slots[slot];
                if (order.SelfMatch != SelfMatch.Trade && maker.Account == order.Account)
                {
                    if (order.SelfMatch == SelfMatch.ExpireMaker)
                        continue;
                    return false;
                }

                var lots = appetite.Lots(maker.RemainingLots, maker.PriceTicks, terms);
                appetite = appetite.After(lots, terms.Quote(maker.PriceTicks, lots));
                if (appetite.IsSated(maker.PriceTicks, terms))
                    return !appetite.IsShort(maker.PriceTicks, terms);
            }
        }

        return false;
    }

    private void Match(in NewOrder order, Appetite appetite, long nowUs, List<BookEvent> events)
    {
        var others = book.Half(Opposite(order.Side));
        var tradeId = book.LastTradeId;
        for (var level = others.Best; level != BookSide.None && Reaches(others, level, order); level = others.Worse(level))
        {
            for (var slot = others[level].First; slot != OrderSlots.None; slot = book.Slots[slot].Later)
            {
                ref var maker = ref book.Slots[slot];
                if (order.SelfMatch != SelfMatch.Trade && maker.Account == order.Account)
                {
                    if (order.SelfMatch != SelfMatch.ExpireTaker)
                        events.Add(Close(maker, maker.RemainingLots, CloseReason.ExpiredInMatch, nowUs));
                    if (order.SelfMatch == SelfMatch.ExpireMaker)
                        continue;
                    Expire(order, CloseReason.ExpiredInMatch, nowUs, events);
                    return;
                }

                var lots = appetite.Lots(maker.RemainingLots, maker.PriceTicks, terms);
                if (lots > 0)
                {
                    var quote = terms.Quote(maker.PriceTicks, lots);
                    events.Add(Trade(order, maker, ++tradeId, lots, quote, nowUs));
                    if (lots == maker.RemainingLots)
                        events.Add(Close(maker, 0, CloseReason.Filled, nowUs));
                    appetite = appetite.After(lots, quote);
                }

                if (appetite.IsSated(maker.PriceTicks, terms))
                {
                    Expire(order, appetite.IsShort(maker.PriceTicks, terms) ? CloseReason.Expired : CloseReason.Filled, nowUs, events);
                    return;
                }
            }
        }

        if (order.Pricing != Pricing.Market && order.Lifetime == Lifetime.GoodTillCancelled)
            events.Add(Fact(BookEventKind.Rested, order, nowUs) with { Lots = appetite.LotsLeft });
        else
            Expire(order, CloseReason.Expired, nowUs, events);
    }

    private BookEvent Trade(in NewOrder taker, in BookOrder maker, long tradeId, long lots, long quote, long nowUs)
    {
        var baseUnits = lots * terms.LotUnits;
        var takerBuys = taker.Side == Side.Buy;
        return Fact(BookEventKind.Traded, taker, nowUs) with
        {
            PriceTicks = maker.PriceTicks,
            Lots = lots,
            QuoteUnits = quote,
            TradeId = tradeId,
            MakerOrderId = maker.OrderId,
            MakerAccount = maker.Account,
            TakerFeeUnits = MarketTerms.Fee(takerBuys ? baseUnits : quote, terms.TakerFeePpm),
            MakerFeeUnits = MarketTerms.Fee(takerBuys ? quote : baseUnits, terms.MakerFeePpm),
        };
    }

    private static bool Reaches(BookSide others, int level, in NewOrder order) =>
        order.Pricing == Pricing.Market || others.Crosses(level, order.PriceTicks);

    private static Side Opposite(Side side) => side == Side.Buy ? Side.Sell : Side.Buy;

    private static void Expire(in NewOrder order, CloseReason reason, long nowUs, List<BookEvent> events) =>
        events.Add(Fact(BookEventKind.Closed, order, nowUs) with { Reason = reason });

    private static BookEvent Close(in BookOrder order, long lots, CloseReason reason, long nowUs) => new()
    {
        Kind = BookEventKind.Closed,
        Side = order.Side,
        OrderId = order.OrderId,
        Account = order.Account,
        PriceTicks = order.PriceTicks,
        Lots = lots,
        Reason = reason,
        TimeUs = nowUs,
    };

    private static BookEvent Fact(BookEventKind kind, in NewOrder order, long nowUs) => new()
    {
        Kind = kind,
        Side = order.Side,
        OrderId = order.OrderId,
        Account = order.Account,
        PriceTicks = order.PriceTicks,
        TimeUs = nowUs,
    };
}
