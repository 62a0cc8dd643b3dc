using System.Collections.Immutable;
using OrleansLld.Storage;

namespace OrleansLld.Exchange;

/// <summary>
/// The public record of a market: the trades and bars that its book wrote, read page by page, and the last 24 hours' minutes kept at hand.
/// </summary>
internal sealed class MarketRecord(IGrainStore store, PartitionId partition)
{
    private const long DayUs = 86_400_000_000;
    private const int RowsAPage = 1_000;
    private const int StoredBarsMax = 100_000;

    private readonly SortedList<long, Bar> _minutes = [];

    /// <summary>The last trade ever; its id is 0 before the first.</summary>
    public PublicTrade Last { get; private set; }

    /// <summary>The last price before the minutes at hand; 0 when there was none.</summary>
    public long PreviousCloseTicks { get; private set; }

    public async Task Load(long nowUs, CancellationToken cancellationToken)
    {
        _minutes.Clear();
        var sinceUs = Math.Max(0, BarCalendar.OpenOf(BarLength.OneMinute, nowUs - DayUs));
        var minutes = await Scan(BarLength.OneMinute, sinceUs, long.MaxValue, ScanOrder.Ascending, 2 * 1440, cancellationToken);
        foreach (var minute in minutes)
            _minutes[minute.OpenUs] = minute;
        var before = await Scan(BarLength.OneMinute, 0, sinceUs, ScanOrder.Descending, 1, cancellationToken);
        PreviousCloseTicks = before.Count == 0 ? 0 : before[0].CloseTicks;
        // The book may have traded on meanwhile: the last trade is the one that the newest bar counts as its last.
        var newest = minutes.Count > 0 ? minutes[^1] : before.FirstOrDefault();
        var lastTradeId = newest.FirstTradeId + newest.Trades - 1;
        Last = lastTradeId > 0 && await store.GetAsync(partition, BookRows.TradeKey(lastTradeId), cancellationToken) is { } row
            ? BookRows.ReadTrade(new Row(default, row))
            : default;
    }

    /// <summary>Adds a trade that the book made; the trades come in order, and those that were loaded are not counted again.</summary>
    public PublicTrade Add(in BookEvent trade, long aggregateId)
    {
        var seen = new PublicTrade(trade.TradeId, aggregateId, trade.PriceTicks, trade.Lots, trade.TimeUs, trade.Side == Side.Sell);
        if (trade.TradeId <= Last.TradeId)
            return seen;
        Last = seen;
        var openUs = BarCalendar.OpenOf(BarLength.OneMinute, trade.TimeUs);
        var bar = Bar.Of(openUs, trade);
        _minutes[openUs] = _minutes.TryGetValue(openUs, out var open) ? open.Then(bar) : bar;
        return Last;
    }

    /// <summary>The 24 hours up to now as one bar, to the minute; null when nothing was traded.</summary>
    public Bar? Day(long nowUs)
    {
        while (_minutes.Count > 0 && _minutes.GetKeyAtIndex(0) <= nowUs - DayUs)
        {
            PreviousCloseTicks = _minutes.GetValueAtIndex(0).CloseTicks;
            _minutes.RemoveAt(0);
        }

        Bar? day = null;
        foreach (var minute in _minutes.Values)
            day = day is { } one ? one.Then(minute) : minute;
        return day;
    }

    public async Task<ImmutableArray<PublicTrade>> Trades(HistoryPage page, CancellationToken cancellationToken) =>
    [
        .. await HistoryScan.Page(
            store, partition, BookRows.TradePrefix, page, BookRows.ReadTrade, trade => trade.TimeUs, cancellationToken),
    ];

    public async Task<ImmutableArray<Candle>> Candles(CandleQuery query, CancellationToken cancellationToken)
    {
        var length = (BarLength)query.Interval;
        var stored = BarCalendar.StoredFor(length);
        // From a beginning on upwards; without one, from the newest downwards.
        var order = query.FromUs > 0 ? ScanOrder.Ascending : ScanOrder.Descending;
        var toUs = query.ToUs == 0 ? long.MaxValue : BarCalendar.NextOpen(length, BarCalendar.OpenOf(length, query.ToUs));
        var fromUs = query.FromUs == 0 ? 0 : FirstOpenFrom(length, query.FromUs);
        var each = (int)Math.Min(StoredBarsMax, BarsIn(length, stored) * (query.Limit + 1L));
        var bars = await Scan(stored, fromUs, toUs, order, each, cancellationToken);
        if (order == ScanOrder.Descending)
            bars.Reverse();
        var gathered = BarCalendar.Gather(length, bars).ToList();
        var part = order == ScanOrder.Ascending ? gathered.Take(query.Limit) : gathered.TakeLast(query.Limit);
        return [.. part.Select(bar => ToCandle(length, bar))];
    }

    public static Candle ToCandle(BarLength length, in Bar bar) => ToCandle(bar, BarCalendar.NextOpen(length, bar.OpenUs) - 1);

    public static Candle ToCandle(in Bar bar, long closeUs) => new(
        bar.OpenUs, closeUs, bar.OpenTicks, bar.HighTicks, bar.LowTicks, bar.CloseTicks, bar.Lots, bar.QuoteUnits, bar.Trades,
        bar.TakerBuyLots, bar.TakerBuyQuoteUnits, bar.FirstTradeId);

    private static long FirstOpenFrom(BarLength length, long timeUs)
    {
        var openUs = BarCalendar.OpenOf(length, timeUs);
        return openUs == timeUs ? openUs : BarCalendar.NextOpen(length, openUs);
    }

    private static long BarsIn(BarLength length, BarLength stored)
    {
        var openUs = BarCalendar.OpenOf(length, 0);
        var storedOpenUs = BarCalendar.OpenOf(stored, 0);
        return Math.Max(1, (BarCalendar.NextOpen(length, openUs) - openUs) / (BarCalendar.NextOpen(stored, storedOpenUs) - storedOpenUs));
    }

    private ValueTask<List<Bar>> Scan(
        BarLength stored, long fromUs, long toUs, ScanOrder order, int limit, CancellationToken cancellationToken)
    {
        var range = new RowRange(BookRows.BarKey(stored, fromUs), BookRows.BarKey(stored, toUs), Math.Min(RowsAPage, limit), order);
        return store.ScanAllAsync(partition, range, cancellationToken).Take(limit).Select(BookRows.ReadBar).ToListAsync(cancellationToken);
    }
}
