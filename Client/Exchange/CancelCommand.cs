using System.CommandLine;
using System.Globalization;
using OrleansLld.Accounts;
using Spectre.Console;

namespace OrleansLld.Exchange;

/// <summary><c>exchange cancel</c>: one open order, or all of a market.</summary>
internal static class CancelCommand
{
    public static TaughtCommand Create(SharedArguments options)
    {
        var symbol = ExchangeCommands.Symbol();
        var order = new Argument<string?>("order")
        {
            Description = "The order's number, or its client id with --client-id",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var byClientId = new Option<bool>("--client-id") { Description = "The order is named by its client order id" };
        var all = new Option<bool>("--all") { Description = "Cancel every open order of yours in this market" };
        var command = new TaughtCommand(
            "cancel",
            "Cancels an open order, or all of a market",
            "Client exchange cancel BTCUSDT 42",
            "Client exchange cancel BTCUSDT mine-1 --client-id",
            "Client exchange cancel BTCUSDT --all --json")
        {
            symbol,
            order,
            byClientId,
            all,
        };
        command.AsAccount(options, async (run, account, token) =>
        {
            var named = run.Arguments.GetValue(order);
            if (named is null != run.Arguments.GetValue(all))
                return Failure.Usage("Name one order, or give --all.");
            var (terms, failure) = await MarketScale.Find(run.Cluster, run.Arguments.GetRequiredValue(symbol));
            if (terms is null)
                return failure;
            return named is null
                ? await All(run, account, terms, token)
                : await One(run, account, terms, named, run.Arguments.GetValue(byClientId), token);
        });
        return command;
    }

    private static async Task<Failure?> All(CommandRun run, AccountId account, MarketScale terms, CancellationToken cancellationToken)
    {
        var book = run.Cluster.Grains.GetGrain<IOrderBookGrain>(terms.Market.Symbol);
        Show(run, terms, await book.CancelAll(account, ExchangeCommands.FreshCommandId(), cancellationToken));
        return null;
    }

    private static async Task<Failure?> One(
        CommandRun run, AccountId account, MarketScale terms, string named, bool byClientId, CancellationToken cancellationToken)
    {
        var number = 0L;
        if (!byClientId && !(long.TryParse(named, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number > 0))
            return Failure.Usage($"'{named}' is not an order's number; with --client-id it is taken for a client order id.");
        var reference = byClientId ? new OrderRef(0, named) : new OrderRef(number, null);
        var cancel = new CancelOrder(account, ExchangeCommands.FreshCommandId(), reference);
        var replies = await run.Cluster.Grains.GetGrain<IOrderBookGrain>(terms.Market.Symbol).Submit([cancel], cancellationToken);
        var reply = replies[0];
        if (reply.Refusal != OrderRefusal.None)
            return Failure.Refused(reply.Refusal, OrderWords.Of(reply.Refusal, terms));
        Show(run, terms, [reply.Order!]);
        return null;
    }

    private static void Show(CommandRun run, MarketScale terms, IEnumerable<OrderReport> ended)
    {
        var orders = ended.Select(it => OrderView.Of(it, terms)).ToList();
        run.Terminal.Write(new { orders }, (console, it) =>
        {
            if (it.orders.Count == 0)
                console.WriteLine("You have no open orders in this market.");
            else
                OrderView.Show(console, it.orders);
        });
    }
}
