using System.Buffers;
using System.Security.Cryptography;
using CsCheck;

namespace OrleansLld.Exchange;

/// <summary>
/// Random runs against the naive book. A failure prints the shortest run found and its seed, which the environment variable CsCheck_Seed
/// takes.
/// </summary>
public sealed class MatchingOracleTests
{
    private const int OpenOrdersMax = 12;
    private const int BookOrdersMax = 25;

    private static readonly MarketTerms PlainTerms = new(1, 1, (1L << 36) - 1, 1, 1_000, 0, 1L << 50, 0, 0);
    private static readonly MarketTerms FeeTerms = new(1_000, 7, (1L << 36) - 1, 2, 28, 1_200, 15_000, 1_000, 2_500);

    [Fact]
    public void One_account_trades_with_itself_as_in_the_naive_book() =>
        BookCommands.OneAccount.Sample(run => Check(PlainTerms, run));

    [Fact]
    public void One_price_trades_as_in_the_naive_book() =>
        BookCommands.OnePrice.Sample(run => Check(PlainTerms, run), iter: 500);

    [Fact]
    public void Tiny_quantities_trade_as_in_the_naive_book() =>
        BookCommands.TinyQuantities.Sample(run => Check(PlainTerms, run), iter: 500);

    [Fact]
    public void Fees_and_filters_are_as_in_the_naive_book() =>
        BookCommands.NarrowPrices.Sample(run => Check(FeeTerms, run), iter: 1_000);

    [Fact]
    public void Prices_from_the_lowest_to_the_highest_trade_as_in_the_naive_book() =>
        BookCommands.WidePrices.Sample(run => Check(PlainTerms, run), iter: 500);

    [Fact]
    public void Numbers_that_no_market_allows_are_refused_as_in_the_naive_book() =>
        BookCommands.Nonsense.Sample(run => Check(FeeTerms, run));

    private static void Check(MarketTerms terms, BookCommand[] run)
    {
        var live = new Trader(terms, new OrderBook());
        var naive = new NaiveBook(terms, OpenOrdersMax, BookOrdersMax);
        var journal = new ArrayBufferWriter<byte>();
        Trader? restored = null;
        for (var step = 0; step < run.Length; step++)
        {
            if (step == run.Length / 2)
                restored = new Trader(terms, Restore(Image(live.Book)));
            var events = live.Do(run[step], step);
            Same(events, naive, terms, live, run[step], step);
            foreach (var fact in events)
                journal.Advance(BookEventCodec.Write(fact, journal.GetSpan(BookEventCodec.BytesMax)));
            live.Book.Check();
            CheckOrders(live.Book, naive);
            if (restored is null)
                continue;
            if (!restored.Do(run[step], step).SequenceEqual(events))
                throw new InvalidOperationException($"Step {step} differs after a restart from the image.");
            restored.Book.Check();
            CheckOrders(restored.Book, naive);
        }

        var hash = SHA256.HashData(Image(live.Book));
        SHA256.HashData(Image(Replay(journal.WrittenSpan))).ShouldBe(hash);
        SHA256.HashData(Image(restored!.Book)).ShouldBe(hash);
    }

    private static void Same(List<BookEvent> events, NaiveBook naive, MarketTerms terms, Trader live, BookCommand command, int step)
    {
        var expected = command.Kind switch
        {
            CommandKind.Place => naive.Place(live.LastPlaced, step),
            CommandKind.Cancel => naive.Cancel(command.Order.Account, live.TargetOf(command), "c", step),
            _ => naive.Reduce(command.Order.Account, live.TargetOf(command), command.Order.QuantityLots, "r", step),
        };
        if (!events.SequenceEqual(expected))
            string.Join('\n', events).ShouldBe(string.Join('\n', expected), $"Step {step}");
        var matching = live.Matching;
        matching.CostToBuy(Math.Abs(command.Order.QuantityLots) + 1).ShouldBe(naive.CostToBuy(Math.Abs(command.Order.QuantityLots) + 1));
        matching.LotsToRaise(5 * terms.QuotePerTickLot * 100).ShouldBe(naive.LotsToRaise(5 * terms.QuotePerTickLot * 100));
    }

    private static void CheckOrders(OrderBook book, NaiveBook naive)
    {
        foreach (var side in Enum.GetValues<Side>())
        {
            if (!book.RestingOrders(side).Select(NaiveOrder.Of).SequenceEqual(naive.Waiting(side)))
                book.RestingOrders(side).Select(NaiveOrder.Of).ToList().ShouldBe(naive.Waiting(side).ToList());
        }

        for (var account = 1; account <= 4; account++)
        {
            book.OrdersOf(account).Select(order => order.OrderId).SequenceEqual(naive.OrdersOf(account).Select(order => order.OrderId))
                .ShouldBeTrue();
            book.OpenOrdersOf(account).ShouldBe(naive.OrdersOf(account).Count());
            book.FindOrderId(account, "b").ShouldBe(naive.FindOrderId(account, "b"));
        }
    }

    private static byte[] Image(OrderBook book)
    {
        var output = new ArrayBufferWriter<byte>();
        OrderBookImage.Write(book, output);
        return output.WrittenSpan.ToArray();
    }

    private static OrderBook Restore(byte[] image)
    {
        var book = new OrderBook();
        OrderBookImage.Read(image, book).ShouldBe(image.Length);
        book.Check();
        return book;
    }

    private static OrderBook Replay(ReadOnlySpan<byte> journal)
    {
        var book = new OrderBook();
        while (!journal.IsEmpty)
        {
            journal = journal[BookEventCodec.Read(journal, out var fact)..];
            book.Apply(fact);
        }

        book.Check();
        return book;
    }

    /// <summary>Carries out commands on a real book.</summary>
    private sealed class Trader(MarketTerms terms, OrderBook book)
    {
        private readonly List<BookEvent> _events = [];
        private long _nextOrderId = book.LastOrderId + 1;

        public OrderBook Book => book;

        public Matching Matching { get; } = new(book, terms, OpenOrdersMax, BookOrdersMax);

        public NewOrder LastPlaced { get; private set; }

        public long TargetOf(BookCommand command) => _nextOrderId - 1 - command.Target;

        public List<BookEvent> Do(BookCommand command, long nowUs)
        {
            _events.Clear();
            var (account, lots) = (command.Order.Account, command.Order.QuantityLots);
            switch (command.Kind)
            {
                case CommandKind.Place:
                    var order = command.Order with { OrderId = _nextOrderId++ };
                    var held = Matching.HoldFor(order, terms);
                    LastPlaced = order with { HeldUnits = order.Pricing == Pricing.Market ? held / 100 * command.HeldPercent : held };
                    Matching.Place(LastPlaced, nowUs, _events);
                    break;
                case CommandKind.Cancel:
                    Matching.Cancel(account, TargetOf(command), "c", nowUs, _events);
                    break;
                case CommandKind.Reduce:
                    Matching.Reduce(account, TargetOf(command), lots, "r", nowUs, _events);
                    break;
            }

            _events.ForEach(fact => book.Apply(fact));
            return _events;
        }
    }
}
