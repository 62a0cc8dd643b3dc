namespace OrleansLld.Exchange;

/// <summary>The lengths of bars (candles); the numbers are those of the contract's <c>CandleInterval</c>.</summary>
public enum BarLength : byte
{
    OneSecond = 0,
    OneMinute = 1,
    ThreeMinutes = 2,
    FiveMinutes = 3,
    FifteenMinutes = 4,
    ThirtyMinutes = 5,
    OneHour = 6,
    TwoHours = 7,
    FourHours = 8,
    SixHours = 9,
    EightHours = 10,
    TwelveHours = 11,
    OneDay = 12,
    ThreeDays = 13,
    OneWeek = 14,
    OneMonth = 15,
}

/// <summary>The trading of one period. A bar has at least one trade.</summary>
public readonly record struct Bar(
    long OpenUs,
    long OpenTicks,
    long HighTicks,
    long LowTicks,
    long CloseTicks,
    long Lots,
    Int128 QuoteUnits,
    long Trades,
    long TakerBuyLots,
    Int128 TakerBuyQuoteUnits,
    long FirstTradeId)
{
    /// <summary>A bar of one trade.</summary>
    public static Bar Of(long openUs, in BookEvent trade)
    {
        var takerBuys = trade.Side == Side.Buy;
        return new Bar(
            openUs, trade.PriceTicks, trade.PriceTicks, trade.PriceTicks, trade.PriceTicks, trade.Lots, trade.QuoteUnits, 1,
            takerBuys ? trade.Lots : 0, takerBuys ? trade.QuoteUnits : 0, trade.TradeId);
    }

    /// <summary>This bar followed by a later one.</summary>
    public Bar Then(in Bar later) => this with
    {
        HighTicks = Math.Max(HighTicks, later.HighTicks),
        LowTicks = Math.Min(LowTicks, later.LowTicks),
        CloseTicks = later.CloseTicks,
        Lots = Lots + later.Lots,
        QuoteUnits = QuoteUnits + later.QuoteUnits,
        Trades = Trades + later.Trades,
        TakerBuyLots = TakerBuyLots + later.TakerBuyLots,
        TakerBuyQuoteUnits = TakerBuyQuoteUnits + later.TakerBuyQuoteUnits,
    };
}

/// <summary>The calendar of bars, in UTC: weeks begin on Monday, everything else on a multiple of its length since 1970.</summary>
public static class BarCalendar
{
    private const long SecondUs = 1_000_000;
    private const long DayUs = 86_400 * SecondUs;
    private const long FirstMondayUs = 4 * DayUs;

    /// <summary>The lengths that are stored; the others are put together from these.</summary>
    public static ReadOnlySpan<BarLength> Stored => [BarLength.OneSecond, BarLength.OneMinute, BarLength.OneHour, BarLength.OneDay];

    /// <summary>The stored length from which a length is put together.</summary>
    public static BarLength StoredFor(BarLength length) => length switch
    {
        BarLength.OneSecond => BarLength.OneSecond,
        < BarLength.OneHour => BarLength.OneMinute,
        < BarLength.OneDay => BarLength.OneHour,
        _ => BarLength.OneDay,
    };

    /// <summary>When the bar begins that a time falls into.</summary>
    public static long OpenOf(BarLength length, long timeUs) => length switch
    {
        BarLength.OneMonth => Us(MonthOf(timeUs)),
        BarLength.OneWeek => timeUs - Modulo(timeUs - FirstMondayUs, 7 * DayUs),
        _ => timeUs - Modulo(timeUs, LengthUs(length)),
    };

    /// <summary>When the next bar begins after the one that begins then.</summary>
    public static long NextOpen(BarLength length, long openUs) =>
        length == BarLength.OneMonth ? Us(MonthOf(openUs).AddMonths(1)) : openUs + LengthUs(length);

    /// <summary>Puts bars of a stored length, in the order of time, together to bars of a longer one.</summary>
    public static IEnumerable<Bar> Gather(BarLength length, IEnumerable<Bar> bars)
    {
        Bar? gathered = null;
        foreach (var bar in bars)
        {
            var openUs = OpenOf(length, bar.OpenUs);
            if (gathered is { } one && one.OpenUs == openUs)
            {
                gathered = one.Then(bar);
                continue;
            }

            if (gathered is { } whole)
                yield return whole;
            gathered = bar with { OpenUs = openUs };
        }

        if (gathered is { } last)
            yield return last;
    }

    private static long LengthUs(BarLength length) => length switch
    {
        BarLength.OneSecond => SecondUs,
        BarLength.OneMinute => 60 * SecondUs,
        BarLength.ThreeMinutes => 180 * SecondUs,
        BarLength.FiveMinutes => 300 * SecondUs,
        BarLength.FifteenMinutes => 900 * SecondUs,
        BarLength.ThirtyMinutes => 1800 * SecondUs,
        BarLength.OneHour => 3600 * SecondUs,
        BarLength.TwoHours => 2 * 3600 * SecondUs,
        BarLength.FourHours => 4 * 3600 * SecondUs,
        BarLength.SixHours => 6 * 3600 * SecondUs,
        BarLength.EightHours => 8 * 3600 * SecondUs,
        BarLength.TwelveHours => 12 * 3600 * SecondUs,
        BarLength.OneDay => DayUs,
        BarLength.ThreeDays => 3 * DayUs,
        BarLength.OneWeek => 7 * DayUs,
        _ => throw new ArgumentOutOfRangeException(nameof(length), length, "Not a length of a fixed number of seconds."),
    };

    private static DateTime MonthOf(long timeUs)
    {
        var time = DateTime.UnixEpoch.AddTicks(timeUs * TimeSpan.TicksPerMicrosecond);
        return new DateTime(time.Year, time.Month, 1, 0, 0, 0, DateTimeKind.Utc);
    }

    private static long Us(DateTime time) => (time - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    private static long Modulo(long value, long divisor) => ((value % divisor) + divisor) % divisor;
}
