namespace OrleansLld.Exchange;

/// <summary>All orders at one price, a chain of slots from the earliest to the latest.</summary>
internal struct PriceLevel
{
    public long PriceTicks { get; set; }

    /// <summary>What remains of all its orders.</summary>
    public long Lots { get; set; }

    public int First { get; set; }

    public int Last { get; set; }
}

/// <summary>One side of a book: its price levels, best first, and in each the orders by time.</summary>
internal sealed class BookSide(Side side, OrderSlots orders)
{
    public const int None = PriceIndex.None;

    private readonly PriceIndex _prices = new();
    private PriceLevel[] _levels = new PriceLevel[256];
    private int _used;
    private int _free = None;

    /// <summary>The level with the best price, or <see cref="None"/>.</summary>
    public int Best { get; private set; } = None;

    /// <summary>What remains of all its orders.</summary>
    public long Lots { get; private set; }

    public ref readonly PriceLevel this[int level] => ref _levels[level];

    /// <summary>The next worse level, or <see cref="None"/>.</summary>
    public int Worse(int level) =>
        side == Side.Buy ? _prices.Below(_levels[level].PriceTicks) : _prices.Above(_levels[level].PriceTicks);

    /// <summary>Whether an order of the other side with this limit would trade with the level.</summary>
    public bool Crosses(int level, long limitTicks) =>
        side == Side.Buy ? _levels[level].PriceTicks >= limitTicks : _levels[level].PriceTicks <= limitTicks;

    public void Append(int slot, long lots)
    {
        ref var order = ref orders[slot];
        var number = _prices.Find(order.PriceTicks);
        if (number == None)
            number = Open(order.PriceTicks);
        ref var level = ref _levels[number];
        order.Level = number;
        order.Earlier = level.Last;
        order.Later = OrderSlots.None;
        if (level.Last == OrderSlots.None)
            level.First = slot;
        else
            orders[level.Last].Later = slot;
        level.Last = slot;
        level.Lots += lots;
        Lots += lots;
    }

    /// <summary>Takes lots off a resting order that stays where it is.</summary>
    public void Reduce(int slot, long lots)
    {
        _levels[orders[slot].Level].Lots -= lots;
        Lots -= lots;
    }

    public void Remove(int slot, long remainingLots)
    {
        ref var order = ref orders[slot];
        ref var level = ref _levels[order.Level];
        level.Lots -= remainingLots;
        Lots -= remainingLots;
        if (order.Earlier == OrderSlots.None)
            level.First = order.Later;
        else
            orders[order.Earlier].Later = order.Later;
        if (order.Later == OrderSlots.None)
            level.Last = order.Earlier;
        else
            orders[order.Later].Earlier = order.Earlier;
        if (level.First == OrderSlots.None)
            Close(order.Level);
        order.Level = None;
    }

    /// <summary>Throws unless the levels get worse, and each is the sum of its chain of orders.</summary>
    public void Check()
    {
        var (sum, previous) = (0L, None);
        for (var number = Best; number != None; number = Worse(number))
        {
            ref var level = ref _levels[number];
            if (previous != None && level.PriceTicks < _levels[previous].PriceTicks != (side == Side.Buy))
                throw new InvalidOperationException($"The {side} level at {level.PriceTicks} is not worse than the one before.");
            if (_prices.Find(level.PriceTicks) != number || SumOfChain(number) != level.Lots)
                throw new InvalidOperationException($"The {side} level at {level.PriceTicks} is not the sum of its orders.");
            sum += level.Lots;
            previous = number;
        }

        var worst = side == Side.Buy ? _prices.Lowest() : _prices.Highest();
        if (sum != Lots || previous != worst)
            throw new InvalidOperationException($"The {side} levels are not the whole side.");
    }

    private long SumOfChain(int number)
    {
        var (sum, earlier) = (0L, OrderSlots.None);
        for (var slot = _levels[number].First; slot != OrderSlots.None; slot = orders[slot].Later)
        {
            ref var order = ref orders[slot];
            var belongs = order.Level == number && order.Side == side && order.PriceTicks == _levels[number].PriceTicks;
            if (!belongs || order.Earlier != earlier || order.RemainingLots <= 0)
                throw new InvalidOperationException($"Order {order.OrderId} is not in its place.");
            sum += order.RemainingLots;
            earlier = slot;
        }

        return earlier == _levels[number].Last && earlier != OrderSlots.None ? sum : -1;
    }

    private int Open(long priceTicks)
    {
        var number = _free;
        if (number != None)
        {
            _free = _levels[number].First;
        }
        else
        {
            if (_used == _levels.Length)
                Array.Resize(ref _levels, 2 * _used);
            number = _used++;
        }

        _levels[number] = new PriceLevel { PriceTicks = priceTicks, First = OrderSlots.None, Last = OrderSlots.None };
        _prices.Add(priceTicks, number);
        if (Best == None || (side == Side.Buy ? priceTicks > _levels[Best].PriceTicks : priceTicks < _levels[Best].PriceTicks))
            Best = number;
        return number;
    }

    private void Close(int number)
    {
        _prices.Remove(_levels[number].PriceTicks);
        if (number == Best)
            Best = side == Side.Buy ? _prices.Highest() : _prices.Lowest();
        _levels[number].First = _free;
        _free = number;
    }
}
