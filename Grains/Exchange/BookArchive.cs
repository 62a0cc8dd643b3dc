using OrleansLld.Storage;

namespace OrleansLld.Exchange;

/// <summary>Puts the rows that follow from a book's events into the commit that carries the events.</summary>
internal sealed class BookArchive(Journal<BookEvent> journal, OrderBook book, Tape tape)
{
    /// <summary>The order at its end; called before the event takes it out of the book.</summary>
    public ClosedOrder PutClosing(in BookEvent closing)
    {
        if (!book.TryGet(closing.OrderId, out var order))
            throw new InvalidOperationException($"Order {closing.OrderId} closes and is not open.");
        journal.Put(BookRows.OrderKey(order.Account, order.OrderId), BookRows.ClosedOrder(order, closing));
        return new ClosedOrder(order, closing.Reason, closing.TimeUs, closing.CommandId);
    }

    /// <summary>The trade and both its sides; called after the tape has it.</summary>
    public void PutTrade(in BookEvent trade)
    {
        journal.Put(BookRows.TradeKey(trade.TradeId), BookRows.Trade(trade, tape.AggregateId));
        var (takerKey, taker) = BookRows.TakerFill(trade);
        var (makerKey, maker) = BookRows.MakerFill(trade);
        journal.Put(takerKey, taker);
        journal.Put(makerKey, maker);
    }

    /// <summary>The bars that the turn's trades touched.</summary>
    public void PutBars()
    {
        foreach (var (length, bar) in tape.TakeTouched())
            journal.Put(BookRows.BarKey(length, bar.OpenUs), BookRows.BarRow(bar));
    }
}
