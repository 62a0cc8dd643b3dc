using System.CommandLine;
using Spectre.Console;

namespace OrleansLld.Exchange;

/// <summary><c>exchange deposit</c>: test money, in a demonstration.</summary>
internal static class DepositCommand
{
    public static TaughtCommand Create(SharedArguments options)
    {
        var asset = new Argument<string>("asset") { Description = "Such as USDT" };
        var amount = new Argument<string>("amount") { Description = "How much" };
        var command = new TaughtCommand(
            "deposit",
            "Credits test money; only where the silo runs with --Demo",
            "Client exchange deposit USDT 100000",
            "Client exchange deposit BTC 2.5 --json")
        {
            asset,
            amount,
        };
        command.AsAccount(options, async (run, account, token) =>
        {
            var name = run.Arguments.GetRequiredValue(asset).ToUpperInvariant();
            var text = run.Arguments.GetRequiredValue(amount);
            if (!Amount.TryUnits(text, out var units))
                return Failure.Usage($"'{text}' is not an amount: a positive number such as 1000 is.");
            var shard = await BalancesCommand.ShardOf(run, account);
            var reply = await shard.Deposit(new Deposit(ExchangeCommands.FreshCommandId(), account, name, units), token);
            if (reply.Refusal != DepositRefusal.None)
                return Failure.Refused(reply.Refusal, OrderWords.Of(reply.Refusal, name));
            run.Terminal.Write(
                new { balance = BalanceView.Of(reply.Balance!) },
                (console, it) => console.WriteLine($"You have {it.balance.Free} {it.balance.Asset} free."));
            return null;
        });
        return command;
    }
}
