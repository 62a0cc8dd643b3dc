using System.Globalization;

namespace OrleansLld.Exchange.Replay;

/// <summary>One line of a LOBSTER message file.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="OrderId">The market's order number.</param>
/// <param name="Size">Shares.</param>
/// <param name="Price">In 1/10,000 of the currency.</param>
/// <param name="Direction">Of the resting order.</param>
internal readonly record struct LobsterEvent(LobsterKind Kind, long OrderId, long Size, long Price, LobsterDirection Direction)
{
    /// <summary>The line <c>time,type,order id,size,price,direction</c>; false when it is something else.</summary>
    public static bool TryParse(ReadOnlySpan<char> line, out LobsterEvent parsed)
    {
        parsed = default;
        Span<Range> fields = stackalloc Range[7];
        if (line.Split(fields, ',') != 6)
            return false;
        if (!IsNumber(line[fields[1]], out var kind) || !IsNumber(line[fields[2]], out var orderId)
            || !IsNumber(line[fields[3]], out var size) || !IsNumber(line[fields[4]], out var price)
            || !IsNumber(line[fields[5]], out var direction) || direction is not (1 or -1))
        {
            return false;
        }

        parsed = new LobsterEvent((LobsterKind)Math.Clamp(kind, 0, byte.MaxValue), orderId, size, price, (LobsterDirection)direction);
        return true;
    }

    private static bool IsNumber(ReadOnlySpan<char> text, out long number) =>
        long.TryParse(text.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
}

/// <summary>LOBSTER's event types; there are others (auctions, halts), which are skipped.</summary>
internal enum LobsterKind : byte
{
    New = 1,
    Reduced = 2,
    Deleted = 3,
    Executed = 4,
    ExecutedHidden = 5,
}

internal enum LobsterDirection : sbyte
{
    Buy = 1,
    Sell = -1,
}
