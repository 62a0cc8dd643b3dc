using System.Diagnostics.Metrics;

namespace OrleansLld.Exchange;

/// <summary>What <c>/metrics</c> shows of the exchange.</summary>
internal static class ExchangeMetrics
{
    private static readonly Meter Meter = new("OrleansLld.Exchange");

    private static readonly Counter<long> Orders =
        Meter.CreateCounter<long>("orleanslld.exchange.orders", "{order}", "Orders that a book admitted");

    private static readonly Counter<long> Trades = Meter.CreateCounter<long>("orleanslld.exchange.trades", "{trade}", "Trades of a book");

    public static void Recorded(string symbol, List<BookEvent> events)
    {
        var (orders, trades) = (0, 0);
        foreach (var fact in events)
        {
            orders += fact.Kind == BookEventKind.Admitted ? 1 : 0;
            trades += fact.Kind == BookEventKind.Traded ? 1 : 0;
        }

        var market = new KeyValuePair<string, object?>("symbol", symbol);
        if (orders > 0)
            Orders.Add(orders, market);
        if (trades > 0)
            Trades.Add(trades, market);
    }
}
