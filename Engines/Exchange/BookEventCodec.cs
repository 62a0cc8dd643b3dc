namespace OrleansLld.Exchange;

/// <summary>
/// Book events as bytes: the kind, then the fields that this kind has, little endian. The layout of a kind never changes; a
/// new field needs a new kind.
/// </summary>
public static class BookEventCodec
{
    /// <summary>No event takes more.</summary>
    public const int BytesMax = 256;

    /// <returns>The number of bytes written.</returns>
    public static int Write(in BookEvent value, Span<byte> output)
    {
        var at = new FieldWriter(output);
        at.Byte((byte)value.Kind);
        at.Byte((byte)value.Side);
        at.Long(value.OrderId);
        at.Long(value.Account);
        at.Long(value.TimeUs);
        at.Long(value.PriceTicks);
        switch (value.Kind)
        {
            case BookEventKind.Admitted:
                at.Byte((byte)value.Pricing);
                at.Byte((byte)value.Lifetime);
                at.Byte((byte)value.SelfMatch);
                at.Long(value.Lots);
                at.Long(value.QuoteUnits);
                at.Text(value.CommandId);
                break;
            case BookEventKind.Traded:
                at.Long(value.Lots);
                at.Long(value.QuoteUnits);
                at.Long(value.TradeId);
                at.Long(value.MakerOrderId);
                at.Long(value.MakerAccount);
                at.Long(value.TakerFeeUnits);
                at.Long(value.MakerFeeUnits);
                break;
            case BookEventKind.Rested:
                at.Long(value.Lots);
                break;
            case BookEventKind.Closed:
                at.Byte((byte)value.Reason);
                at.Long(value.Lots);
                at.Text(value.CommandId);
                break;
            case BookEventKind.Reduced:
                at.Long(value.Lots);
                at.Text(value.CommandId);
                break;
            case BookEventKind.Refused:
                at.Byte((byte)value.Refusal);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(value), value.Kind, "Not a kind of book event.");
        }

        return at.Count;
    }

    /// <returns>The number of bytes read.</returns>
    /// <exception cref="FormatException">The input does not begin with a whole event.</exception>
    public static int Read(ReadOnlySpan<byte> input, out BookEvent value)
    {
        try
        {
            return ReadTrusted(input, out value);
        }
        catch (ArgumentOutOfRangeException)
        {
            throw new FormatException("A book event is cut short or malformed.");
        }
    }

    private static int ReadTrusted(ReadOnlySpan<byte> input, out BookEvent value)
    {
        var at = new FieldReader(input);
        value = new BookEvent
        {
            Kind = (BookEventKind)at.Byte(),
            Side = (Side)at.ByteUpTo((byte)Side.Sell),
            OrderId = at.Long(),
            Account = at.Long(),
            TimeUs = at.Long(),
            PriceTicks = at.Long(),
        };
        switch (value.Kind)
        {
            case BookEventKind.Admitted:
                value.Pricing = (Pricing)at.ByteUpTo((byte)Pricing.PostOnly);
                value.Lifetime = (Lifetime)at.ByteUpTo((byte)Lifetime.FillOrKill);
                value.SelfMatch = (SelfMatch)at.ByteUpTo((byte)SelfMatch.ExpireBoth);
                value.Lots = at.Long();
                value.QuoteUnits = at.Long();
                value.CommandId = at.Text();
                break;
            case BookEventKind.Traded:
                value.Lots = at.Long();
                value.QuoteUnits = at.Long();
                value.TradeId = at.Long();
                value.MakerOrderId = at.Long();
                value.MakerAccount = at.Long();
                value.TakerFeeUnits = at.Long();
                value.MakerFeeUnits = at.Long();
                break;
            case BookEventKind.Rested:
                value.Lots = at.Long();
                break;
            case BookEventKind.Closed:
                value.Reason = (CloseReason)at.ByteUpTo((byte)CloseReason.ExpiredInMatch);
                value.Lots = at.Long();
                value.CommandId = at.Text();
                break;
            case BookEventKind.Reduced:
                value.Lots = at.Long();
                value.CommandId = at.Text();
                break;
            case BookEventKind.Refused:
                value.Refusal = (Refusal)at.ByteUpTo((byte)Refusal.BookFull);
                break;
            default:
                throw new FormatException($"{value.Kind} is not a kind of book event.");
        }

        return at.Count;
    }
}
