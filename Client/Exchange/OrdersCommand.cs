using System.CommandLine;

namespace OrleansLld.Exchange;

/// <summary><c>exchange orders</c>: open orders, or the history.</summary>
internal static class OrdersCommand
{
    private const int PageMax = 1_000;

    public static TaughtCommand Create(SharedArguments options)
    {
        var symbol = ExchangeCommands.Symbol();
        var all = new Option<bool>("--all") { Description = "Closed orders too" };
        var from = new Option<long>("--from") { Description = "With --all: begin at this order number; without it the newest are shown" };
        var limit = new Option<int>("--limit") { Description = $"With --all: how many, 1 to {PageMax}", DefaultValueFactory = _ => 50 };
        var command = new TaughtCommand(
            "orders",
            "Shows your orders of a market, oldest first",
            "Client exchange orders BTCUSDT",
            "Client exchange orders BTCUSDT --all --limit 10",
            "Client exchange orders BTCUSDT --all --from 1 --limit 1000 --json")
        {
            symbol,
            all,
            from,
            limit,
        };
        command.AsAccount(options, async (run, account, token) =>
        {
            var (count, first) = (run.Arguments.GetValue(limit), run.Arguments.GetValue(from));
            if (count is < 1 or > PageMax || first < 0)
                return Failure.Usage($"--limit is from 1 to {PageMax}, --from not negative.");
            var (terms, failure) = await MarketScale.Find(run.Cluster, run.Arguments.GetRequiredValue(symbol));
            if (terms is null)
                return failure;
            var book = run.Cluster.Grains.GetGrain<IOrderBookGrain>(terms.Market.Symbol);
            var reports = run.Arguments.GetValue(all)
                ? await book.Orders(account, new HistoryPage(first, 0, 0, count), token)
                : await book.OpenOrders(account, token);
            var orders = reports.Select(order => OrderView.Of(order, terms)).ToList();
            run.Terminal.Write(new { orders }, (console, it) => OrderView.Show(console, it.orders));
            return null;
        });
        return command;
    }
}
