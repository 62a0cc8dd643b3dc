using System.CommandLine;
using Spectre.Console;

namespace OrleansLld.Exchange;

/// <summary><c>exchange ledger</c>: the postings that explain the balances.</summary>
internal static class LedgerCommand
{
    private const int PageMax = 500;

    public static TaughtCommand Create(SharedArguments options)
    {
        var before = new Option<long>("--before") { Description = "Only entries older than this one" };
        var limit = new Option<int>("--limit") { Description = $"How many, 1 to {PageMax}", DefaultValueFactory = _ => 50 };
        var command = new TaughtCommand(
            "ledger",
            "Explains your balances: every posting, newest first",
            "Client exchange ledger",
            "Client exchange ledger --before 1200 --limit 500 --json")
        {
            before,
            limit,
        };
        command.AsAccount(options, async (run, account, token) =>
        {
            var (older, count) = (run.Arguments.GetValue(before), run.Arguments.GetValue(limit));
            if (count is < 1 or > PageMax || older < 0)
                return Failure.Usage($"--limit is from 1 to {PageMax}, --before not negative.");
            var shard = await BalancesCommand.ShardOf(run, account);
            var entries = (await shard.Ledger(account, older, count, token)).Select(LedgerView.Of).ToList();
            long? next = entries.Count == count ? entries[^1].Id : null;
            run.Terminal.Write(new { entries, next }, (console, it) => Show(console, it.entries, it.next));
            return null;
        });
        return command;
    }

    private static void Show(IAnsiConsole console, List<LedgerView> entries, long? next)
    {
        if (entries.Count == 0)
        {
            console.WriteLine("No entries.");
            return;
        }

        var table = new FittedTable(">Entry", "Asset", "Reason", ">Free", ">Held", "Time (UTC)?", "Symbol?", ">Order?", ">Trade?");
        foreach (var entry in entries)
        {
            table.AddRow(
                $"{entry.Id}", entry.Asset, entry.Reason, entry.Free, entry.Held,
                $"{entry.At.UtcDateTime:yyyy-MM-dd HH:mm:ss.fff}", entry.Symbol ?? "", $"{entry.OrderId}", $"{entry.TradeId}");
        }

        table.WriteTo(console);
        if (next is { } id)
            console.WriteLine($"Older: Client exchange ledger --before {id}");
    }
}

/// <summary>A posting as the console shows it; market, order and trade are null where there was none.</summary>
internal sealed record LedgerView(
    long Id, DateTimeOffset At, string Asset, string Reason, string Free, string Held, string? Symbol, long? OrderId, long? TradeId)
{
    public static LedgerView Of(LedgerEntry entry) => new(
        entry.Id,
        Moment.Of(entry.TimeUs),
        entry.Asset,
        Failure.CodeOf(entry.Reason),
        Signed(entry.FreeDelta),
        Signed(entry.HeldDelta),
        entry.Symbol.Length == 0 ? null : entry.Symbol,
        entry.OrderId == 0 ? null : entry.OrderId,
        entry.TradeId == 0 ? null : entry.TradeId);

    private static string Signed(Int128 units) => units > 0 ? $"+{Amount.Text(units)}" : Amount.Text(units);
}
