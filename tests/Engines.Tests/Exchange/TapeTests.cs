using System.Buffers;
using CsCheck;

namespace OrleansLld.Exchange;

public sealed class TapeTests
{
    private const long Second = 1_000_000;

    [Theory]
    [InlineData(BarLength.OneWeek, "2026-11-24T10:11:12", "2026-11-23T00:00:00", "2026-11-30T00:00:00")]
    [InlineData(BarLength.OneWeek, "1970-01-01T00:00:00", "1969-12-29T00:00:00", "1970-01-05T00:00:00")]
    [InlineData(BarLength.OneMonth, "2024-02-29T23:59:59", "2024-02-01T00:00:00", "2024-03-01T00:00:00")]
    [InlineData(BarLength.OneMonth, "2026-12-31T00:00:00", "2026-12-01T00:00:00", "2027-01-01T00:00:00")]
    [InlineData(BarLength.FourHours, "2026-11-24T10:11:12", "2026-11-24T08:00:00", "2026-11-24T12:00:00")]
    [InlineData(BarLength.OneSecond, "2026-11-24T10:11:12", "2026-11-24T10:11:12", "2026-11-24T10:11:13")]
    public void A_bar_begins_and_ends_where_the_calendar_says(BarLength length, string time, string open, string next)
    {
        BarCalendar.OpenOf(length, Us(time)).ShouldBe(Us(open));
        BarCalendar.NextOpen(length, Us(open)).ShouldBe(Us(next));
    }

    [Fact]
    public void Every_length_put_together_from_stored_bars_is_what_the_trades_say() =>
        Gen.Select(Gen.Int, Gen.Enum<BarLength>()).Sample((seed, length) =>
        {
            var (tape, stored, trades) = (new Tape(), new SortedDictionary<(BarLength, long), Bar>(), Trades(seed));
            foreach (var trade in trades)
            {
                tape.Apply(trade);
                foreach (var (kept, bar) in tape.TakeTouched())
                    stored[(kept, bar.OpenUs)] = bar;
            }

            var source = stored.Where(pair => pair.Key.Item1 == BarCalendar.StoredFor(length)).Select(pair => pair.Value);
            BarCalendar.Gather(length, source).ShouldBe(Naive(length, trades));
        }, iter: 300);

    [Fact]
    public void Neighbouring_trades_of_one_taker_at_one_price_are_one_aggregate()
    {
        var tape = new Tape();
        var aggregates = new List<long>();
        foreach (var (taker, price) in new[] { (1L, 10L), (1, 10), (1, 11), (2, 11), (2, 11), (1, 11) })
        {
            tape.Apply(new BookEvent { Kind = BookEventKind.Traded, OrderId = taker, PriceTicks = price, Lots = 1 });
            aggregates.Add(tape.AggregateId);
        }

        aggregates.ShouldBe([1, 1, 2, 3, 3, 4]);
    }

    [Fact]
    public void A_restored_tape_goes_on_as_the_original() =>
        Gen.Int.Sample(seed =>
        {
            var (tape, restored, trades) = (new Tape(), new Tape(), Trades(seed));
            foreach (var trade in trades.Take(trades.Count / 2))
                tape.Apply(trade);
            restored.Read(Image(tape));
            foreach (var trade in trades.Skip(trades.Count / 2))
            {
                tape.Apply(trade);
                restored.Apply(trade);
            }

            Image(restored).ShouldBe(Image(tape));
        }, iter: 50);

    [Fact]
    public void A_clock_that_is_set_back_continues_the_open_bar()
    {
        var tape = new Tape();
        tape.Apply(new BookEvent { Kind = BookEventKind.Traded, TradeId = 1, PriceTicks = 5, Lots = 1, TimeUs = 100 * Second });
        tape.Apply(new BookEvent { Kind = BookEventKind.Traded, TradeId = 2, PriceTicks = 6, Lots = 1, TimeUs = 40 * Second });

        var second = tape.TakeTouched().Single(touched => touched.Length == BarLength.OneSecond).Bar;
        (second.OpenUs, second.Trades, second.CloseTicks).ShouldBe((100 * Second, 2, 6));
    }

    private static List<BookEvent> Trades(int seed)
    {
        var random = new Random(seed);
        var timeUs = Us("2026-01-01T00:00:00");
        var trades = new List<BookEvent>();
        for (var id = 1; id <= 200; id++)
        {
            timeUs += random.NextInt64(0, random.Next(3) switch { 0 => 2 * Second, 1 => 3_600 * Second, _ => 5 * 86_400 * Second });
            trades.Add(new BookEvent
            {
                Kind = BookEventKind.Traded,
                Side = (Side)random.Next(2),
                OrderId = random.Next(3),
                TradeId = id,
                TimeUs = timeUs,
                PriceTicks = random.Next(1, 50),
                Lots = random.Next(1, 9),
                QuoteUnits = random.Next(1, 999),
            });
        }

        return trades;
    }

    private static IEnumerable<Bar> Naive(BarLength length, List<BookEvent> trades) =>
        trades.GroupBy(trade => BarCalendar.OpenOf(length, trade.TimeUs)).Select(period =>
        {
            var bought = period.Where(trade => trade.Side == Side.Buy).ToList();
            return new Bar(
                period.Key, period.First().PriceTicks, period.Max(trade => trade.PriceTicks), period.Min(trade => trade.PriceTicks),
                period.Last().PriceTicks, period.Sum(trade => trade.Lots), period.Sum(trade => trade.QuoteUnits), period.Count(),
                bought.Sum(trade => trade.Lots), bought.Sum(trade => trade.QuoteUnits), period.First().TradeId);
        });

    private static byte[] Image(Tape tape)
    {
        var image = new ArrayBufferWriter<byte>();
        tape.Write(image);
        return image.WrittenSpan.ToArray();
    }

    private static long Us(string time) =>
        (DateTime.Parse(time, System.Globalization.CultureInfo.InvariantCulture) - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
}
