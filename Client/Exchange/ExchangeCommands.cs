using System.CommandLine;
using OrleansLld.Exchange.Replay;

namespace OrleansLld.Exchange;

/// <summary><c>exchange …</c></summary>
internal static class ExchangeCommands
{
    public static Command Create(SharedArguments options) =>
        new TaughtCommand(
            "exchange",
            "Look at markets, trade, and explain balances",
            "Client exchange markets",
            "Client exchange deposit USDT 100000",
            "Client exchange place BTCUSDT buy 0.5 --price 60000",
            "Client exchange replay flow.csv.gz")
        {
            MarketsCommand.Create(options),
            BookCommand.Create(options),
            PlaceCommand.Create(options),
            CancelCommand.Create(options),
            OrdersCommand.Create(options),
            BalancesCommand.Create(options),
            DepositCommand.Create(options),
            LedgerCommand.Create(options),
            ReplayCommand.Create(options),
        };

    public static Argument<string> Symbol() => new("symbol") { Description = "The market, such as BTCUSDT" };

    public static string FreshCommandId() => Guid.NewGuid().ToString("N");
}
