using System.CommandLine;
using OrleansLld.Accounts;
using Spectre.Console;

namespace OrleansLld.Exchange;

/// <summary><c>exchange place</c>: one order.</summary>
internal sealed class PlaceCommand
{
    private readonly Argument<string> _symbol = ExchangeCommands.Symbol();
    private readonly Argument<string> _side = new("side") { Description = "buy or sell" };
    private readonly Argument<string?> _quantity = new("quantity")
    {
        Description = "How much of the base asset; left out with --spend",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> _price = new("--price") { Description = "The limit: a limit order at this price or better" };
    private readonly Option<bool> _market = new("--market") { Description = "A market order, at whatever the book offers" };
    private readonly Option<string?> _spend = new("--spend")
    {
        Description = "With --market instead of a quantity: how much of the quote asset to spend (buy) or raise (sell)",
    };

    private readonly Option<string> _lifetime = new("--lifetime")
    {
        Description = "gtc: the rest waits in the book; ioc: the rest expires; fok: all at once or nothing",
        DefaultValueFactory = _ => "gtc",
    };

    private readonly Option<bool> _postOnly = new("--post-only") { Description = "Refuse the order if it would trade at once" };
    private readonly Option<string> _selfTrade = new("--self-trade")
    {
        Description = "On meeting an own order: none (they trade), expire-taker, expire-maker or expire-both",
        DefaultValueFactory = _ => "expire-maker",
    };

    private readonly Option<string?> _clientId = new("--client-id")
    {
        Description = "The client order id; a repeat with the same id does not place a second order",
    };

    private PlaceCommand()
    {
        _side.AcceptOnlyFromAmong("buy", "sell");
        _lifetime.AcceptOnlyFromAmong("gtc", "ioc", "fok");
        _selfTrade.AcceptOnlyFromAmong("none", "expire-taker", "expire-maker", "expire-both");
    }

    public static TaughtCommand Create(SharedArguments options)
    {
        var it = new PlaceCommand();
        var command = new TaughtCommand(
            "place",
            "Places an order and shows what it traded at once",
            "Client exchange place BTCUSDT buy 0.5 --price 60000",
            "Client exchange place BTCUSDT sell 0.1 --market",
            "Client exchange place BTCUSDT buy --market --spend 1000",
            "Client exchange place ETHUSDT sell 2 --price 3500 --post-only --client-id mine-1 --json")
        {
            it._symbol, it._side, it._quantity, it._price, it._market, it._spend, it._lifetime, it._postOnly, it._selfTrade, it._clientId,
        };
        command.AsAccount(options, it.Place);
        return command;
    }

    private async Task<Failure?> Place(CommandRun run, AccountId account, CancellationToken cancellationToken)
    {
        var (terms, failure) = await MarketScale.Find(run.Cluster, run.Arguments.GetRequiredValue(_symbol));
        if (terms is null)
            return failure;
        (var order, failure) = Order(run.Arguments, account, terms);
        if (order is null)
            return failure;
        var replies = await run.Cluster.Grains.GetGrain<IOrderBookGrain>(terms.Market.Symbol).Submit([order], cancellationToken);
        var reply = replies[0];
        if (reply.Refusal != OrderRefusal.None)
            return Failure.Refused(reply.Refusal, OrderWords.Of(reply.Refusal, terms));
        var view = new PlacedView(OrderView.Of(reply.Order!, terms), [.. reply.Fills.Select(fill => FillView.Of(fill, terms))]);
        run.Terminal.Write(view, Show);
        return null;
    }

    private (PlaceOrder? Order, Failure? Failure) Order(ParseResult arguments, AccountId account, MarketScale terms)
    {
        var (quantity, price, spend) = (arguments.GetValue(_quantity), arguments.GetValue(_price), arguments.GetValue(_spend));
        var isMarket = arguments.GetValue(_market);
        if (isMarket == price is not null)
            return (null, Failure.Usage("Give either --price for a limit order, or --market."));
        if (quantity is null == spend is null || (spend is not null && !isMarket))
            return (null, Failure.Usage("Give a quantity, or with --market an amount to --spend."));

        Failure? failure = null;
        long ticks = 0, lots = 0, quoteUnits = 0;
        if (price is not null)
            (ticks, failure) = terms.Price(price);
        if (failure is null && quantity is not null)
            (lots, failure) = terms.Quantity(quantity);
        if (failure is null && spend is not null && !Amount.TryUnits(spend, out quoteUnits))
            failure = Failure.Usage($"'{spend}' is not an amount: a positive number such as 1000 is.");
        if (failure is not null)
            return (null, failure);

        var type = isMarket ? OrderType.Market : arguments.GetValue(_postOnly) ? OrderType.LimitMaker : OrderType.Limit;
        return (new PlaceOrder(
            account,
            arguments.GetValue(_clientId) ?? ExchangeCommands.FreshCommandId(),
            arguments.GetRequiredValue(_side) == "buy" ? OrderSide.Buy : OrderSide.Sell,
            type,
            Enum.Parse<OrderLifetime>(arguments.GetRequiredValue(_lifetime), ignoreCase: true),
            SelfTradeOf(arguments.GetRequiredValue(_selfTrade)),
            ticks,
            lots,
            quoteUnits), null);
    }

    private static SelfTradePrevention SelfTradeOf(string name) =>
        Enum.GetValues<SelfTradePrevention>().Single(value => Failure.CodeOf(value) == name);

    private static void Show(IAnsiConsole console, PlacedView placed)
    {
        OrderView.Show(console, [placed.Order]);
        if (placed.Fills.Length == 0)
            return;
        var table = new FittedTable(">Trade", ">Price", ">Quantity", ">Amount?", ">Fee?");
        foreach (var fill in placed.Fills)
            table.AddRow($"{fill.TradeId}", fill.Price, fill.Quantity, fill.Quote, $"{fill.Fee} {fill.FeeAsset}");
        table.WriteTo(console);
    }
}

/// <summary>An order right after it was placed, and what it traded at once, oldest first.</summary>
internal sealed record PlacedView(OrderView Order, FillView[] Fills);
