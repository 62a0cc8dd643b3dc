namespace OrleansLld.Exchange;

/// <summary>
/// The peer: a book as most people would write it in C#, with a sorted dictionary of price levels, a linked list of orders
/// in each, and a dictionary to find them by id. Same rules, no events, nothing checked.
/// </summary>
internal sealed class NaiveBook
{
    private readonly SortedDictionary<long, LinkedList<Order>> _bids = new(Comparer<long>.Create((a, b) => b.CompareTo(a)));
    private readonly SortedDictionary<long, LinkedList<Order>> _asks = [];
    private readonly Dictionary<long, LinkedListNode<Order>> _orders = [];

    public long Trades { get; private set; }

    public void Execute(in EngineCommand command)
    {
        if (command.Kind == EngineCommandKind.Cancel)
            Cancel(command.OrderId);
        if (command.Kind == EngineCommandKind.Replace)
            Cancel(command.CancelId);
        if (command.Kind != EngineCommandKind.Cancel)
            Place(command);
    }

    private void Place(in EngineCommand command)
    {
        var lots = Match(command);
        if (lots == 0 || command.Kind == EngineCommandKind.Ioc)
            return;
        var side = command.Side == Side.Buy ? _bids : _asks;
        if (!side.TryGetValue(command.PriceTicks, out var level))
            side[command.PriceTicks] = level = [];
        _orders[command.OrderId] = level.AddLast(new Order(command.OrderId, command.Side, command.PriceTicks, lots));
    }

    private long Match(in EngineCommand command)
    {
        var others = command.Side == Side.Buy ? _asks : _bids;
        var lots = command.Lots;
        while (lots > 0 && others.Count > 0)
        {
            var (price, level) = others.First();
            if (command.Side == Side.Buy ? price > command.PriceTicks : price < command.PriceTicks)
                break;
            while (lots > 0 && level.First is { } maker)
            {
                var traded = Math.Min(lots, maker.Value.Lots);
                lots -= traded;
                maker.Value.Lots -= traded;
                Trades++;
                if (maker.Value.Lots == 0)
                {
                    level.RemoveFirst();
                    _orders.Remove(maker.Value.Id);
                }
            }

            if (level.Count == 0)
                others.Remove(price);
        }

        return lots;
    }

    private void Cancel(long id)
    {
        if (!_orders.Remove(id, out var node))
            return;
        var side = node.Value.Side == Side.Buy ? _bids : _asks;
        var level = side[node.Value.Price];
        level.Remove(node);
        if (level.Count == 0)
            side.Remove(node.Value.Price);
    }

    private sealed class Order(long id, Side side, long price, long lots)
    {
        public long Id => id;

        public Side Side => side;

        public long Price => price;

        public long Lots { get; set; } = lots;
    }
}
