using OrleansLld.Storage;

namespace OrleansLld.Exchange;

/// <summary>
/// The rows that a book keeps beside its journal, written in the same commit as the events they follow from:
/// <list type="table">
/// <item><term><c>o:account:order</c></term><description>a closed order as it ended</description></item>
/// <item><term><c>m:account:trade:side</c></term><description>an account's side of a trade</description></item>
/// <item><term><c>t:trade</c></term><description>a trade as everybody sees it</description></item>
/// <item><term><c>k:length:opening</c></term><description>a bar of a stored length</description></item>
/// </list>
/// </summary>
internal static class BookRows
{
    public const string TradePrefix = "t:";

    private const int RowBytesMax = 512;
    private const char Taker = 'T';
    private const char Maker = 'M';

    /// <summary>Where the book of a market keeps them, and its journal.</summary>
    public static PartitionId PartitionOf(string symbol) => new("exchange.order-book", symbol);

    public static string OrderPrefix(long account) => $"o:{RowKey.Number(account)}:";

    public static string FillPrefix(long account) => $"m:{RowKey.Number(account)}:";

    public static string BarPrefix(BarLength length) => $"k:{(byte)length:X2}:";

    public static RowKey OrderKey(long account, long orderId) => new(OrderPrefix(account) + RowKey.Number(orderId));

    public static RowKey TakerFillKey(long account, long tradeId) => FillKey(account, tradeId, Taker);

    public static RowKey TradeKey(long tradeId) => new(TradePrefix + RowKey.Number(tradeId));

    public static RowKey BarKey(BarLength length, long openUs) => new(BarPrefix(length) + RowKey.Number(openUs));

    /// <summary>The order as it is before the event that closes it, and that event.</summary>
    public static ReadOnlyMemory<byte> ClosedOrder(in BookOrder order, in BookEvent closing)
    {
        var row = new byte[RowBytesMax];
        var length = OrderBookImage.WriteOrder(order, row);
        var at = new FieldWriter(row.AsSpan(length));
        at.Byte((byte)closing.Reason);
        at.Long(closing.TimeUs);
        at.Text(closing.CommandId);
        return row.AsMemory(0, length + at.Count);
    }

    public static ClosedOrder ReadClosedOrder(Row row)
    {
        var at = new FieldReader(row.Value.Span);
        var order = OrderBookImage.ReadOrder(ref at);
        return new ClosedOrder(order, (CloseReason)at.Byte(), at.Long(), at.Text());
    }

    public static (RowKey Key, ReadOnlyMemory<byte> Value) TakerFill(in BookEvent trade) =>
        Fill(trade, trade.Account, trade.OrderId, trade.Side, Taker, trade.TakerFeeUnits, trade.MakerOrderId);

    public static (RowKey Key, ReadOnlyMemory<byte> Value) MakerFill(in BookEvent trade) => Fill(
        trade, trade.MakerAccount, trade.MakerOrderId, trade.Side == Side.Buy ? Side.Sell : Side.Buy, Maker,
        trade.MakerFeeUnits, trade.OrderId);

    public static Fill ReadFill(Row row)
    {
        var at = new FieldReader(row.Value.Span);
        return new Fill(
            at.Long(), at.Long(), (OrderSide)at.Byte(), at.Byte() == (byte)Maker,
            at.Long(), at.Long(), at.Long(), at.Long(), at.Long(), at.Long());
    }

    public static ReadOnlyMemory<byte> Trade(in BookEvent trade, long aggregateId)
    {
        var row = new byte[64];
        var at = new FieldWriter(row);
        at.Long(trade.TradeId);
        at.Long(aggregateId);
        at.Long(trade.PriceTicks);
        at.Long(trade.Lots);
        at.Long(trade.TimeUs);
        at.Byte((byte)trade.Side);
        return row.AsMemory(0, at.Count);
    }

    public static PublicTrade ReadTrade(Row row)
    {
        var at = new FieldReader(row.Value.Span);
        return new PublicTrade(at.Long(), at.Long(), at.Long(), at.Long(), at.Long(), (Side)at.Byte() == Side.Sell);
    }

    public static ReadOnlyMemory<byte> BarRow(in Bar bar)
    {
        var row = new byte[128];
        var at = new FieldWriter(row);
        Tape.WriteBar(bar, ref at);
        return row.AsMemory(0, at.Count);
    }

    public static Bar ReadBar(Row row)
    {
        var at = new FieldReader(row.Value.Span);
        return Tape.ReadBar(ref at);
    }

    private static RowKey FillKey(long account, long tradeId, char role) =>
        new($"{FillPrefix(account)}{RowKey.Number(tradeId)}:{role}");

    // A trade with oneself has two sides under one account, hence the role in the key.
    private static (RowKey Key, ReadOnlyMemory<byte> Value) Fill(
        in BookEvent trade, long account, long orderId, Side side, char role, long feeUnits, long counterOrderId)
    {
        var row = new byte[96];
        var at = new FieldWriter(row);
        at.Long(trade.TradeId);
        at.Long(orderId);
        at.Byte((byte)side);
        at.Byte((byte)role);
        at.Long(trade.PriceTicks);
        at.Long(trade.Lots);
        at.Long(trade.QuoteUnits);
        at.Long(feeUnits);
        at.Long(trade.TimeUs);
        at.Long(counterOrderId);
        return (FillKey(account, trade.TradeId, role), row.AsMemory(0, at.Count));
    }
}

/// <summary>An order that is at its end.</summary>
/// <param name="Order">As it was right before.</param>
/// <param name="Reason">What ended it.</param>
/// <param name="TimeUs">When.</param>
/// <param name="CommandId">The command that ended it, or null.</param>
internal readonly record struct ClosedOrder(BookOrder Order, CloseReason Reason, long TimeUs, string? CommandId);
