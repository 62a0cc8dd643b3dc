using CsCheck;

namespace OrleansLld.Exchange;

public sealed class RiskShardRandomTests
{
    private const int Accounts = 5;

    private static readonly string[] Symbols = ["XY", "ZX"];
    private static readonly string[] Assets = ["X", "Y", "Z"];
    private static readonly MarketTerms Terms = new(10, 3, 1_000, 1, 1_000, 0, 1_000_000, 1_000, 20_000);

    private enum Kind
    {
        Deposit,
        Place,
        Cancel,
        Reduce,
        Deliver,
        Crash,
        RestartShard,
    }

    private static readonly Gen<NewOrder> Orders = Gen.Select(
            Gen.Long[1, Accounts],
            Gen.Enum<Side>(),
            Gen.Frequency((6, Pricing.Limit), (3, Pricing.Market)),
            Gen.Enum<Lifetime>(),
            Gen.Enum<SelfMatch>(),
            Gen.Long[95, 105],
            Gen.Long[1, 20],
            Gen.Bool)
        .Select((account, side, pricing, lifetime, selfMatch, price, lots, byAmount) => pricing == Pricing.Limit
            ? new NewOrder(0, account, null, side, pricing, lifetime, selfMatch, price, lots, 0, 0)
            : new NewOrder(0, account, null, side, pricing, lifetime, selfMatch, 0, byAmount ? 0 : lots, byAmount ? 300 * lots : 0, 0));

    private static readonly Gen<(Kind Kind, string Symbol, NewOrder Order, int Number)[]> Runs = Gen.Select(
        Gen.Frequency(
            (2, Kind.Deposit), (20, Kind.Place), (4, Kind.Cancel), (2, Kind.Reduce), (6, Kind.Deliver), (1, Kind.Crash),
            (1, Kind.RestartShard)),
        Gen.OneOf(Symbols),
        Orders,
        Gen.Int[0, 1_000]).Array[1, 100];

    [Fact]
    public void One_shard_keeps_its_books() => Runs.Sample(run => Check(run, shards: 1), iter: 200);

    [Fact]
    public void Shards_keep_their_books_whenever_they_hear_of_trades() => Runs.Sample(run => Check(run, shards: 3), iter: 500);

    private static void Check((Kind Kind, string Symbol, NewOrder Order, int Number)[] run, int shards)
    {
        var exchange = new SmallExchange(
            shards, (new MarketAssets("X", "Y", Terms.LotUnits), Terms), (new MarketAssets("Z", "X", Terms.LotUnits), Terms));
        for (var account = 1; account <= Accounts; account++)
        {
            foreach (var asset in Assets)
                exchange.Deposit(account, asset, 20_000);
        }

        foreach (var (kind, symbol, order, number) in run)
        {
            Do(exchange, kind, symbol, order, number, shards);
            exchange.Check();
        }

        exchange.DeliverAll();
        exchange.CheckSettled();
        exchange.CheckReplay();
        foreach (var symbol in Symbols)
        {
            foreach (var order in Enum.GetValues<Side>().SelectMany(exchange.Book(symbol).RestingOrders).ToList())
                exchange.Cancel(symbol, order.Account, order.OrderId);
        }

        exchange.DeliverAll();
        exchange.CheckSettled();
        for (var account = 1; account <= Accounts; account++)
        {
            foreach (var asset in Assets)
                exchange.Funds(account, asset).Held.ShouldBe(Int128.Zero);
        }
    }

    private static void Do(SmallExchange exchange, Kind kind, string symbol, NewOrder order, int number, int shards)
    {
        var orderId = Math.Max(1, exchange.Book(symbol).LastOrderId - number % 10);
        switch (kind)
        {
            case Kind.Deposit:
                exchange.Deposit(order.Account, Assets[number % Assets.Length], 1 + number);
                break;
            case Kind.Place:
                exchange.Place(symbol, order);
                break;
            case Kind.Cancel:
                exchange.Cancel(symbol, order.Account, orderId);
                break;
            case Kind.Reduce:
                exchange.Reduce(symbol, order.Account, orderId, order.QuantityLots);
                break;
            case Kind.Deliver:
                exchange.Deliver(symbol, number % shards);
                break;
            case Kind.Crash:
                exchange.Crash(symbol, order);
                break;
            case Kind.RestartShard:
                exchange.RestartShard(number % shards);
                break;
        }
    }
}
