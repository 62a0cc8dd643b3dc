using OrleansLld.Accounts;
using Spectre.Console;

namespace OrleansLld.Exchange;

/// <summary><c>exchange balances</c>: what the account has.</summary>
internal static class BalancesCommand
{
    public static TaughtCommand Create(SharedArguments options)
    {
        var command = new TaughtCommand(
            "balances",
            "Shows what you have: free, and held for open orders",
            "Client exchange balances",
            "Client exchange balances --json | jq -r '.balances[] | select(.asset == \"USDT\").free'");
        command.AsAccount(options, async (run, account, token) =>
        {
            var shard = await ShardOf(run, account);
            var balances = (await shard.Balances(account, token)).Select(BalanceView.Of).ToList();
            run.Terminal.Write(new { balances }, (console, it) => Show(console, it.balances));
            return null;
        });
        return command;
    }

    /// <summary>The grain that owns the account's balances.</summary>
    public static async Task<IRiskShardGrain> ShardOf(CommandRun run, AccountId account)
    {
        var listing = await run.Cluster.Grains.GetGrain<IMarketsGrain>(0).List();
        return run.Cluster.Grains.GetGrain<IRiskShardGrain>(IMarketsGrain.ShardOf(account, listing.RiskShards));
    }

    private static void Show(IAnsiConsole console, List<BalanceView> balances)
    {
        if (balances.Count == 0)
        {
            console.WriteLine("Nothing yet. In a demonstration: Client exchange deposit USDT 100000");
            return;
        }

        var table = new FittedTable("Asset", ">Free", ">Held", ">Total");
        foreach (var balance in balances)
            table.AddRow(balance.Asset, balance.Free, balance.Held, balance.Total);
        table.WriteTo(console);
    }
}

/// <summary>A balance as the console shows it.</summary>
internal sealed record BalanceView(string Asset, string Free, string Held, string Total)
{
    public static BalanceView Of(Balance balance) => new(
        balance.Asset, Amount.Text(balance.FreeUnits), Amount.Text(balance.HeldUnits), Amount.Text(balance.FreeUnits + balance.HeldUnits));
}
