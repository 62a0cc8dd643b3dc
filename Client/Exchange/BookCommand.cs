using System.Collections.Immutable;
using System.CommandLine;
using Spectre.Console;

namespace OrleansLld.Exchange;

/// <summary><c>exchange book</c>: the ladder of one market.</summary>
internal static class BookCommand
{
    private const int LevelsMax = 5_000;

    public static TaughtCommand Create(SharedArguments options)
    {
        var symbol = ExchangeCommands.Symbol();
        var levels = new Option<int>("--levels") { Description = $"Levels a side, 1 to {LevelsMax}", DefaultValueFactory = _ => 10 };
        var command = new TaughtCommand(
            "book",
            "Shows the best price levels of both sides",
            "Client exchange book BTCUSDT",
            "Client exchange book BTCUSDT --levels 50 --json | jq '.asks[0]'")
        {
            symbol,
            levels,
        };
        command.OnCluster(options, async (run, token) =>
        {
            var limit = run.Arguments.GetValue(levels);
            if (limit is < 1 or > LevelsMax)
                return Failure.Usage($"--levels is from 1 to {LevelsMax}.");
            var (terms, failure) = await MarketScale.Find(run.Cluster, run.Arguments.GetRequiredValue(symbol));
            if (terms is null)
                return failure;
            var book = await run.Cluster.Grains.GetGrain<IMarketDataGrain>(terms.Market.Symbol).Depth(limit, token);
            var view = new BookView(terms.Market.Symbol, book.Sequence, Levels(book.Bids, terms), Levels(book.Asks, terms));
            run.Terminal.Write(view, Show);
            return null;
        });
        return command;
    }

    private static string[][] Levels(ImmutableArray<DepthLevel> levels, MarketScale terms) =>
        [.. levels.Select(level => new[] { terms.Price(level.PriceTicks), terms.Quantity(level.Lots) })];

    private static void Show(IAnsiConsole console, BookView book)
    {
        if (book.Bids.Length + book.Asks.Length == 0)
        {
            console.WriteLine($"The book of {book.Symbol} is empty.");
            console.WriteLine($"Be the first: Client exchange place {book.Symbol} buy 0.5 --price 60000");
            return;
        }

        var table = new FittedTable(">Bid quantity", ">Bid", ">Ask", ">Ask quantity");
        for (var row = 0; row < Math.Max(book.Bids.Length, book.Asks.Length); row++)
        {
            var bid = row < book.Bids.Length ? book.Bids[row] : ["", ""];
            var ask = row < book.Asks.Length ? book.Asks[row] : ["", ""];
            table.AddRow(bid[1], new Cell(bid[0], Color.Green), new Cell(ask[0], Color.Red), ask[1]);
        }

        table.WriteTo(console);
    }
}

/// <summary>A ladder; a level is price and quantity, best first, as at Binance.</summary>
internal sealed record BookView(string Symbol, long Sequence, string[][] Bids, string[][] Asks);
