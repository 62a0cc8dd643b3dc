namespace OrleansLld.Exchange;

/// <summary>What a benchmark asks of a book.</summary>
internal enum EngineCommandKind : byte
{
    Gtc,
    Ioc,
    Cancel,

    /// <summary>Cancels an order and places another at another price: two steps of the engine, one command of the trader.</summary>
    Replace,
}

/// <summary>A command drawn before the clock starts.</summary>
/// <param name="Kind">What.</param>
/// <param name="Side">Of the order placed.</param>
/// <param name="OrderId">Of the order placed, or cancelled.</param>
/// <param name="CancelId">The order that a replacement ends.</param>
/// <param name="PriceTicks">Of the order placed.</param>
/// <param name="Lots">Of the order placed.</param>
internal readonly record struct EngineCommand(EngineCommandKind Kind, Side Side, long OrderId, long CancelId, long PriceTicks, long Lots);

/// <summary>The exchange's usual day: 9 % GTC, 3 % IOC, 6 % cancel, 82 % replace, about a thousand orders resting.</summary>
internal static class EngineMix
{
    public const int RestingOrders = 1_000;

    private const long MidTicks = 6_000_000;
    private const int SpreadTicks = 500;

    /// <summary>Draws the commands by running a book of ours, so that each cancels an order that is there.</summary>
    /// <returns>First those that fill the book, then the mix.</returns>
    public static (EngineCommand[] Fill, EngineCommand[] Mix) Draw(int count, int seed)
    {
        var random = new Random(seed);
        var (book, open) = (new EngineRun(withClientIds: false), new OpenOrders());
        var nextId = 1L;
        var fill = new EngineCommand[RestingOrders];
        for (var i = 0; i < fill.Length; i++)
            fill[i] = Drawn(Place(random, EngineCommandKind.Gtc, nextId++), book, open);
        var mix = new EngineCommand[count];
        for (var i = 0; i < mix.Length; i++)
        {
            var dice = random.Next(100);
            mix[i] = Drawn(
                dice switch
                {
                    < 9 => Place(random, EngineCommandKind.Gtc, nextId++),
                    < 12 => Take(random, nextId++, book.Book.OpenOrders),
                    < 18 => new EngineCommand(EngineCommandKind.Cancel, Side.Buy, open.Take(random, book), 0, 0, 0),
                    _ => Place(random, EngineCommandKind.Replace, nextId++) with { CancelId = open.Take(random, book) },
                },
                book,
                open);
        }

        return (fill, mix);
    }

    private static EngineCommand Place(Random random, EngineCommandKind kind, long id)
    {
        var side = random.Next(2) == 0 ? Side.Buy : Side.Sell;
        var away = 1 + random.Next(SpreadTicks);
        return new EngineCommand(kind, side, id, 0, side == Side.Buy ? MidTicks - away : MidTicks + away, random.Next(1, 200));
    }

    /// <summary>Takes none, one or a few of the best orders, so that about as many rest as should.</summary>
    private static EngineCommand Take(Random random, long id, int resting)
    {
        var side = random.Next(2) == 0 ? Side.Buy : Side.Sell;
        var price = side == Side.Buy ? MidTicks + SpreadTicks : MidTicks - SpreadTicks;
        var lots = resting > RestingOrders ? random.Next(200, 400) : random.Next(1, 50);
        return new EngineCommand(EngineCommandKind.Ioc, side, id, 0, price, lots);
    }

    private static EngineCommand Drawn(in EngineCommand command, EngineRun book, OpenOrders open)
    {
        book.Execute(command);
        if (command.Kind is EngineCommandKind.Gtc or EngineCommandKind.Replace)
            open.Add(command.OrderId);
        return command;
    }

    /// <summary>The orders placed, those already filled among them until they are drawn.</summary>
    private sealed class OpenOrders
    {
        private readonly List<long> _ids = [];

        public void Add(long id) => _ids.Add(id);

        public long Take(Random random, EngineRun book)
        {
            while (true)
            {
                var at = random.Next(_ids.Count);
                var id = _ids[at];
                _ids[at] = _ids[^1];
                _ids.RemoveAt(_ids.Count - 1);
                if (book.IsOpen(id))
                    return id;
            }
        }
    }
}
