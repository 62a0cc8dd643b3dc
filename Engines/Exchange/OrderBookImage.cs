using System.Buffers;

namespace OrleansLld.Exchange;

/// <summary>
/// A whole book as bytes in one canonical form: counters, resting orders by side, price and time, remembered client order ids. Two books
/// in the same state give the same bytes, so their SHA-256 tells whether a replay ended where the original did.
/// </summary>
public static class OrderBookImage
{
    private const int OrderBytesMax = 320;
    private const int OrderBytesMin = 14 * sizeof(long) + 2;
    private const int ClosedBytesMin = 2 * sizeof(long) + 1;
    private const byte Version = 1;

    public static void Write(OrderBook book, IBufferWriter<byte> output)
    {
        var at = new FieldWriter(output.GetSpan(64));
        at.Byte(Version);
        at.Long(book.LastOrderId);
        at.Long(book.LastTradeId);
        at.Int(book.OpenOrders);
        at.Int(book.ClientIds.Closed.Count);
        output.Advance(at.Count);
        foreach (var order in book.RestingOrders(Side.Buy).Concat(book.RestingOrders(Side.Sell)))
            output.Advance(WriteOrder(order, output.GetSpan(OrderBytesMax)));
        foreach (var (account, clientOrderId, orderId) in book.ClientIds.Closed)
        {
            at = new FieldWriter(output.GetSpan(96));
            at.Long(account);
            at.Text(clientOrderId);
            at.Long(orderId);
            output.Advance(at.Count);
        }
    }

    /// <summary>Fills an empty book.</summary>
    /// <returns>The number of bytes read.</returns>
    /// <exception cref="FormatException">The input does not begin with a whole book; throw away what was filled.</exception>
    public static int Read(ReadOnlySpan<byte> input, OrderBook book)
    {
        try
        {
            return ReadTrusted(input, book);
        }
        catch (Exception fault) when (fault is ArgumentException or OverflowException)
        {
            throw new FormatException("A book image is cut short or malformed.", fault);
        }
    }

    private static int ReadTrusted(ReadOnlySpan<byte> input, OrderBook book)
    {
        var at = new FieldReader(input);
        if (at.Byte() is var version && version != Version)
            throw new FormatException($"A book image of version {version} is not known.");
        book.LastOrderId = at.Long();
        book.LastTradeId = at.Long();
        var (orders, closed) = (at.RecordCount(OrderBytesMin), at.RecordCount(ClosedBytesMin));
        for (var i = 0; i < orders; i++)
            book.Restore(ReadOrder(ref at));
        for (var i = 0; i < closed; i++)
        {
            var (account, clientOrderId, orderId) = (at.Long(), at.RequiredText(), at.Long());
            book.ClientIds.Restore(account, clientOrderId, orderId);
        }

        return at.Count;
    }

    /// <returns>The number of bytes written, at most 320.</returns>
    public static int WriteOrder(in BookOrder order, Span<byte> output)
    {
        var at = new FieldWriter(output);
        at.Long(order.OrderId);
        at.Long(order.Account);
        at.Text(order.ClientOrderId);
        at.Byte((byte)order.Side);
        at.Byte((byte)order.Pricing);
        at.Byte((byte)order.Lifetime);
        at.Byte((byte)order.SelfMatch);
        at.Byte(order.HasRested ? (byte)1 : (byte)0);
        at.Long(order.PriceTicks);
        at.Long(order.QuantityLots);
        at.Long(order.PlacedLots);
        at.Long(order.QuoteUnits);
        at.Long(order.FilledLots);
        at.Long(order.FilledQuoteUnits);
        at.Long(order.TakenLots);
        at.Long(order.TakenQuoteUnits);
        at.Long(order.FirstTakenTradeId);
        at.Int(order.TakenTrades);
        at.Text(order.AmendmentId);
        at.Long(order.CreatedUs);
        at.Long(order.UpdatedUs);
        return at.Count;
    }

    public static BookOrder ReadOrder(ref FieldReader at) => new()
    {
        OrderId = at.Long(),
        Account = at.Long(),
        ClientOrderId = at.Text(),
        Side = (Side)at.ByteUpTo((byte)Side.Sell),
        Pricing = (Pricing)at.ByteUpTo((byte)Pricing.PostOnly),
        Lifetime = (Lifetime)at.ByteUpTo((byte)Lifetime.FillOrKill),
        SelfMatch = (SelfMatch)at.ByteUpTo((byte)SelfMatch.ExpireBoth),
        HasRested = at.ByteUpTo(1) == 1,
        PriceTicks = at.Long(),
        QuantityLots = at.Long(),
        PlacedLots = at.Long(),
        QuoteUnits = at.Long(),
        FilledLots = at.Long(),
        FilledQuoteUnits = at.Long(),
        TakenLots = at.Long(),
        TakenQuoteUnits = at.Long(),
        FirstTakenTradeId = at.Long(),
        TakenTrades = at.Int(),
        AmendmentId = at.Text(),
        CreatedUs = at.Long(),
        UpdatedUs = at.Long(),
    };
}
