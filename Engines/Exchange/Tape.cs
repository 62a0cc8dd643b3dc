using System.Buffers;

namespace OrleansLld.Exchange;

/// <summary>
/// What the public record of a market needs to know while it is written: which aggregate the last trade belonged to, and the bars of the
/// stored lengths that are still growing.
/// </summary>
public sealed class Tape
{
    private const int ImageBytesMax = 1024;

    private readonly Bar?[] _bars = new Bar?[BarCalendar.Stored.Length];
    private readonly bool[] _touched = new bool[BarCalendar.Stored.Length];
    private long _lastTakerOrderId;
    private long _lastPriceTicks;

    /// <summary>The number of the last aggregate: neighbouring trades of one taker order at one price.</summary>
    public long AggregateId { get; private set; }

    /// <summary>Records a trade.</summary>
    public void Apply(in BookEvent trade)
    {
        if (trade.OrderId != _lastTakerOrderId || trade.PriceTicks != _lastPriceTicks)
            AggregateId++;
        (_lastTakerOrderId, _lastPriceTicks) = (trade.OrderId, trade.PriceTicks);
        for (var i = 0; i < _bars.Length; i++)
        {
            var openUs = BarCalendar.OpenOf(BarCalendar.Stored[i], trade.TimeUs);
            var bar = Bar.Of(openUs, trade);
            // A clock that was set back continues the bar that is open.
            _bars[i] = _bars[i] is { } open && open.OpenUs >= openUs ? open.Then(bar) : bar;
            _touched[i] = true;
        }
    }

    /// <summary>
    /// The bars that changed since the last call. Only the latest bar of each length is kept, so it is called before trades of a later time
    /// are recorded.
    /// </summary>
    public IEnumerable<(BarLength Length, Bar Bar)> TakeTouched()
    {
        for (var i = 0; i < _bars.Length; i++)
        {
            if (_touched[i])
                yield return (BarCalendar.Stored[i], _bars[i]!.Value);
            _touched[i] = false;
        }
    }

    public void Write(IBufferWriter<byte> output)
    {
        var at = new FieldWriter(output.GetSpan(ImageBytesMax));
        at.Long(AggregateId);
        at.Long(_lastTakerOrderId);
        at.Long(_lastPriceTicks);
        foreach (var bar in _bars)
        {
            at.Byte(bar is null ? (byte)0 : (byte)1);
            if (bar is { } one)
                WriteBar(one, ref at);
        }

        output.Advance(at.Count);
    }

    /// <exception cref="FormatException">The input does not begin with a whole tape.</exception>
    public void Read(ReadOnlySpan<byte> input)
    {
        try
        {
            var at = new FieldReader(input);
            (AggregateId, _lastTakerOrderId, _lastPriceTicks) = (at.Long(), at.Long(), at.Long());
            for (var i = 0; i < _bars.Length; i++)
                _bars[i] = at.ByteUpTo(1) == 0 ? null : ReadBar(ref at);
        }
        catch (ArgumentOutOfRangeException)
        {
            throw new FormatException("A tape image is cut short or malformed.");
        }
    }

    public static void WriteBar(in Bar bar, ref FieldWriter at)
    {
        at.Long(bar.OpenUs);
        at.Long(bar.OpenTicks);
        at.Long(bar.HighTicks);
        at.Long(bar.LowTicks);
        at.Long(bar.CloseTicks);
        at.Long(bar.Lots);
        at.Int128(bar.QuoteUnits);
        at.Long(bar.Trades);
        at.Long(bar.TakerBuyLots);
        at.Int128(bar.TakerBuyQuoteUnits);
        at.Long(bar.FirstTradeId);
    }

    public static Bar ReadBar(ref FieldReader at) => new(
        at.Long(), at.Long(), at.Long(), at.Long(), at.Long(), at.Long(), at.Int128(), at.Long(), at.Long(), at.Int128(), at.Long());
}
