namespace OrleansLld.Exchange;

/// <summary>
/// The state of one market: the open orders in price-time order, and nothing else that time or chance could change. Changes by
/// <see cref="Apply"/> only; <see cref="Matching"/> reads it and decides.
/// </summary>
/// <remarks>Orders of one price trade in the order in which they came to rest. Not thread-safe.</remarks>
public sealed class OrderBook
{
    private readonly OrderSlots _slots = new();
    private readonly BookSide _bids;
    private readonly BookSide _asks;
    private readonly OrderIndex _slotOfOrder = new();
    private readonly AccountOrders _accounts;
    private readonly ClientOrderIds _clientIds = new();

    public OrderBook()
    {
        _bids = new BookSide(Side.Buy, _slots);
        _asks = new BookSide(Side.Sell, _slots);
        _accounts = new AccountOrders(_slots);
    }

    /// <summary>The highest order id that the book has seen, admitted or refused; 0 at first.</summary>
    public long LastOrderId { get; internal set; }

    /// <summary>The last trade; 0 at first.</summary>
    public long LastTradeId { get; internal set; }

    public int OpenOrders => _slotOfOrder.Count;

    internal OrderSlots Slots => _slots;

    internal ClientOrderIds ClientIds => _clientIds;

    public int OpenOrdersOf(long account) => _accounts.Count(account);

    /// <summary>The account's open orders by id.</summary>
    public IEnumerable<BookOrder> OrdersOf(long account) =>
        _accounts.Slots(account).Select(slot => _slots[slot]).OrderBy(order => order.OrderId);

    /// <summary>What an account's client order id stands for, open or closed not long ago; 0 when nothing.</summary>
    public long FindOrderId(long account, string clientOrderId) => _clientIds.Find(account, clientOrderId);

    /// <summary>An open order; false when it is closed, or never was.</summary>
    public bool TryGet(long orderId, out BookOrder order)
    {
        var found = _slotOfOrder.TryGet(orderId, out var slot);
        order = found ? _slots[slot] : default;
        return found;
    }

    /// <summary>The price levels of a side, best first.</summary>
    public IEnumerable<(long PriceTicks, long Lots)> Levels(Side side)
    {
        var half = Half(side);
        for (var level = half.Best; level != BookSide.None; level = half.Worse(level))
            yield return (half[level].PriceTicks, half[level].Lots);
    }

    /// <summary>The resting orders of a side by price and time.</summary>
    public IEnumerable<BookOrder> RestingOrders(Side side)
    {
        var half = Half(side);
        for (var level = half.Best; level != BookSide.None; level = half.Worse(level))
        {
            for (var slot = half[level].First; slot != OrderSlots.None; slot = _slots[slot].Later)
                yield return _slots[slot];
        }
    }

    /// <summary>Makes an event part of the state. Events come in the order in which they were decided, none twice.</summary>
    public void Apply(in BookEvent fact)
    {
        switch (fact.Kind)
        {
            case BookEventKind.Admitted:
                Admit(fact);
                break;
            case BookEventKind.Traded:
                Trade(fact);
                break;
            case BookEventKind.Rested:
                Rest(fact);
                break;
            case BookEventKind.Closed:
                Close(fact);
                break;
            case BookEventKind.Reduced:
                Reduce(fact);
                break;
            case BookEventKind.Refused:
                LastOrderId = Math.Max(LastOrderId, fact.OrderId);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(fact), fact.Kind, "Not a kind of book event.");
        }
    }

    /// <summary>Throws if the parts of the book contradict each other; for tests.</summary>
    /// <exception cref="InvalidOperationException">What is wrong.</exception>
    public void Check()
    {
        _bids.Check();
        _asks.Check();
        _accounts.Check(OpenOrders);
        if (_bids.Best != BookSide.None && _asks.Best != BookSide.None && _asks.Crosses(_asks.Best, _bids[_bids.Best].PriceTicks))
            throw new InvalidOperationException("The book is crossed.");
        var resting = RestingOrders(Side.Buy).Concat(RestingOrders(Side.Sell)).ToList();
        if (resting.Count != OpenOrders || resting.Exists(order => !order.HasRested || !_slotOfOrder.TryGet(order.OrderId, out _)))
            throw new InvalidOperationException("The open orders are not those that rest.");
        if (resting.Exists(order => order.ClientOrderId is { } id && FindOrderId(order.Account, id) != order.OrderId))
            throw new InvalidOperationException("A client order id does not stand for its open order.");
    }

    /// <summary>Where an open order is, without a copy of it; false when it is closed, or never was.</summary>
    internal bool TryFind(long orderId, out int slot) => _slotOfOrder.TryGet(orderId, out slot);

    internal BookSide Half(Side side) => side == Side.Buy ? _bids : _asks;

    internal void Restore(in BookOrder saved)
    {
        var slot = Register(saved);
        Half(saved.Side).Append(slot, saved.RemainingLots);
    }

    private void Admit(in BookEvent fact)
    {
        LastOrderId = Math.Max(LastOrderId, fact.OrderId);
        Register(new BookOrder
        {
            OrderId = fact.OrderId,
            Account = fact.Account,
            ClientOrderId = fact.CommandId,
            Side = fact.Side,
            Pricing = fact.Pricing,
            Lifetime = fact.Lifetime,
            SelfMatch = fact.SelfMatch,
            PriceTicks = fact.PriceTicks,
            QuantityLots = fact.Lots,
            PlacedLots = fact.Lots,
            QuoteUnits = fact.QuoteUnits,
            CreatedUs = fact.TimeUs,
            UpdatedUs = fact.TimeUs,
        });
    }

    private int Register(in BookOrder order)
    {
        var slot = _slots.Take();
        _slots[slot] = order;
        _slots[slot].Level = BookSide.None;
        _slotOfOrder.Add(order.OrderId, slot);
        _accounts.Add(slot);
        _clientIds.Open(order.Account, order.ClientOrderId, order.OrderId);
        return slot;
    }

    private void Rest(in BookEvent fact)
    {
        var slot = _slotOfOrder[fact.OrderId];
        _slots[slot].HasRested = true;
        Half(fact.Side).Append(slot, fact.Lots);
    }

    private void Trade(in BookEvent fact)
    {
        LastTradeId = fact.TradeId;
        ref var taker = ref _slots[_slotOfOrder[fact.OrderId]];
        Fill(ref taker, fact);
        if (taker.TakenTrades++ == 0)
            taker.FirstTakenTradeId = fact.TradeId;
        taker.TakenLots += fact.Lots;
        taker.TakenQuoteUnits += fact.QuoteUnits;
        var makerSlot = _slotOfOrder[fact.MakerOrderId];
        ref var maker = ref _slots[makerSlot];
        Fill(ref maker, fact);
        Half(maker.Side).Reduce(makerSlot, fact.Lots);
    }

    private static void Fill(ref BookOrder order, in BookEvent trade)
    {
        order.FilledLots += trade.Lots;
        order.FilledQuoteUnits += trade.QuoteUnits;
        order.UpdatedUs = trade.TimeUs;
    }

    private void Close(in BookEvent fact)
    {
        var slot = _slotOfOrder.Remove(fact.OrderId);
        ref var order = ref _slots[slot];
        if (order.Rests)
            Half(order.Side).Remove(slot, fact.Lots);
        _accounts.Remove(slot);
        _clientIds.Close(order.Account, order.ClientOrderId, order.OrderId);
        _slots.Release(slot);
    }

    private void Reduce(in BookEvent fact)
    {
        var slot = _slotOfOrder[fact.OrderId];
        ref var order = ref _slots[slot];
        order.QuantityLots -= fact.Lots;
        order.UpdatedUs = fact.TimeUs;
        order.AmendmentId = fact.CommandId;
        Half(order.Side).Reduce(slot, fact.Lots);
    }
}
