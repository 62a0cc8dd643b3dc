using System.Collections.Immutable;

namespace OrleansLld.Exchange;

public sealed class RiskShardTests
{
    private const string Symbol = "ETHXBT";
    private const long Alice = 1;
    private const long Bob = 2;

    // As in the public scenarios of exchange-core (Apache-2.0): a lot is 100,000 ETH units, a tick costs 10 XBT units a lot, no fees.
    private static readonly MarketTerms Terms = new(100_000, 10, 1_000_000, 1, 10_000, 0, 1_000_000_000, 0, 0);
    private static readonly MarketAssets Assets = new("ETH", "XBT", 100_000);

    private readonly SmallExchange _exchange = new(2, (Assets, Terms));

    [Fact]
    public void An_order_needs_its_funds_to_the_last_unit()
    {
        _exchange.Deposit(Alice, "XBT", 2_000_000);
        _exchange.Deposit(Bob, "ETH", 699_999);
        _exchange.Place(Symbol, Limit(Alice, Side.Buy, 7, 30_000)).ShouldBe(0);
        Expect(Alice, "XBT", free: 2_000_000, held: 0);

        _exchange.Deposit(Alice, "XBT", 100_000);
        _exchange.Place(Symbol, Limit(Alice, Side.Buy, 7, 30_000)).ShouldNotBe(0);
        Expect(Alice, "XBT", free: 0, held: 2_100_000);

        _exchange.Place(Symbol, Limit(Bob, Side.Sell, 7, 30_000)).ShouldBe(0);
        Expect(Bob, "ETH", free: 699_999, held: 0);

        _exchange.Deposit(Bob, "ETH", 1);
        _exchange.Place(Symbol, Limit(Bob, Side.Sell, 7, 30_000)).ShouldNotBe(0);
        Expect(Alice, "XBT", free: 0, held: 0);
        Expect(Alice, "ETH", free: 700_000, held: 0);
        Expect(Bob, "ETH", free: 0, held: 0);
        Expect(Bob, "XBT", free: 2_100_000, held: 0);
    }

    [Fact]
    public void A_better_price_frees_the_rest_of_the_buyers_hold()
    {
        _exchange.Deposit(Alice, "ETH", 100_000_000);
        _exchange.Deposit(Bob, "XBT", 94_000_000);
        _exchange.Place(Symbol, Limit(Alice, Side.Sell, 1_001, 30_000)).ShouldBe(0);
        _exchange.Place(Symbol, Limit(Alice, Side.Sell, 1_000, 17_500)).ShouldNotBe(0);
        Expect(Alice, "ETH", free: 0, held: 100_000_000);

        _exchange.Place(Symbol, Limit(Bob, Side.Buy, 500, 18_500)).ShouldNotBe(0);
        Expect(Bob, "XBT", free: 6_500_000, held: 0);
        Expect(Bob, "ETH", free: 50_000_000, held: 0);
        Expect(Alice, "ETH", free: 0, held: 50_000_000);
        Expect(Alice, "XBT", free: 87_500_000, held: 0);
    }

    [Fact]
    public void A_cancelled_order_gives_its_hold_back()
    {
        _exchange.Deposit(Bob, "XBT", 94_000_000);
        var id = _exchange.Place(Symbol, Limit(Bob, Side.Buy, 500, 18_500));
        Expect(Bob, "XBT", free: 1_500_000, held: 92_500_000);
        _exchange.Cancel(Symbol, Bob, id);
        Expect(Bob, "XBT", free: 94_000_000, held: 0);
    }

    [Fact]
    public void A_reduced_order_gives_back_what_it_no_longer_needs()
    {
        _exchange.Deposit(Bob, "XBT", 94_000_000);
        var id = _exchange.Place(Symbol, Limit(Bob, Side.Buy, 500, 18_500));
        _exchange.Reduce(Symbol, Bob, id, 100);
        Expect(Bob, "XBT", free: 75_500_000, held: 18_500_000);
    }

    [Fact]
    public void A_hold_whose_order_never_reached_the_book_is_given_back_when_the_book_returns()
    {
        _exchange.Deposit(Bob, "XBT", 94_000_000);
        _exchange.Place(Symbol, Limit(Bob, Side.Buy, 100, 18_500));
        _exchange.Crash(Symbol, Limit(Bob, Side.Buy, 200, 18_500));
        Expect(Bob, "XBT", free: 75_500_000, held: 18_500_000);
    }

    [Fact]
    public void Wishes_of_one_call_are_held_one_after_the_other()
    {
        var shard = ShardWith(Alice, "XBT", 100);
        var (granted, fresh) = shard.DecideHolds(
            Symbol, [(Hold(1, 60), 60), (Hold(2, 60), 60), (Hold(3, 60), 10), (Hold(4, 1), 1), (Hold(5, 5), 0)]);
        granted.ShouldBe([60, -1, 40, -1, 0]);
        fresh.Select(hold => (hold.OrderId, hold.Units)).ShouldBe([(1, 60), (3, 40), (5, 0)]);
    }

    [Fact]
    public void A_repeated_wish_is_answered_with_the_hold_that_is_there()
    {
        var shard = ShardWith(Alice, "XBT", 100);
        shard.Apply(new RiskEvent.Held(Symbol, 1, 1, [Hold(1, 60)]));
        var (granted, fresh) = shard.DecideHolds(Symbol, [(Hold(1, 60), 60), (Hold(2, 40), 40)]);
        granted.ShouldBe([60, 40]);
        fresh.Select(hold => hold.OrderId).ShouldBe([2]);
    }

    [Fact]
    public void Only_unconfirmed_holds_of_earlier_epochs_of_the_book_are_reclaimed()
    {
        var shard = ShardWith(Alice, "XBT", 100);
        shard.Apply(new RiskEvent.Held(Symbol, 1, 1, [Hold(1, 10), Hold(2, 20)]));
        var admitted = new BookEvent { Kind = BookEventKind.Admitted, OrderId = 2, Account = Alice };
        shard.Apply(new RiskEvent.Settled(Symbol, 1, Bytes(admitted)));
        shard.Apply(new RiskEvent.Attached(Symbol, 2));
        shard.Apply(new RiskEvent.Held(Symbol, 2, 1, [Hold(3, 30)]));
        shard.Apply(new RiskEvent.Reclaimed("XBTETH", 2, 2));
        shard.Ledger.Of(Alice, "XBT").ShouldBe(new Funds(40, 60));
        shard.Apply(new RiskEvent.Reclaimed(Symbol, 2, 2));
        shard.Ledger.Of(Alice, "XBT").ShouldBe(new Funds(50, 50));
        shard.EpochOf(Symbol).ShouldBe(2);
        shard.SequenceOf(Symbol).ShouldBe(1);
    }

    [Theory]
    [InlineData(BookEventKind.Admitted)]
    [InlineData(BookEventKind.Traded)]
    [InlineData(BookEventKind.Rested)]
    [InlineData(BookEventKind.Closed)]
    [InlineData(BookEventKind.Reduced)]
    [InlineData(BookEventKind.Refused)]
    public void An_event_of_an_order_without_a_hold_is_a_broken_invariant(BookEventKind kind)
    {
        var fact = new BookEvent { Kind = kind, OrderId = 7, MakerOrderId = 8, Account = Alice, MakerAccount = Bob };
        Should.Throw<InvalidOperationException>(() => ShardWith(Alice, "XBT", 1).Apply(new RiskEvent.Settled(Symbol, 1, Bytes(fact))));
    }

    [Fact]
    public void Holding_more_than_is_free_is_a_broken_invariant() => Should.Throw<InvalidOperationException>(
        () => ShardWith(Alice, "XBT", 10).Apply(new RiskEvent.Held(Symbol, 1, 1, [Hold(1, 11)])));

    [Fact]
    public void A_deposit_is_remembered_until_10_000_others_have_come()
    {
        var shard = ShardWith(Alice, "XBT", 10);
        for (var i = 2; i <= RiskShard.DepositsRemembered; i++)
            shard.Apply(new RiskEvent.Deposited($"d{i}", Alice, "XBT", 1, i));
        shard.FindDeposit(Alice, "d1").ShouldBe(new DepositOutcome("XBT", new Funds(10, 0)));
        shard.FindDeposit(Bob, "d1").ShouldBeNull();
        shard.Apply(new RiskEvent.Deposited("last", Alice, "XBT", 1, 1));
        shard.FindDeposit(Alice, "d1").ShouldBeNull();
        shard.FindDeposit(Alice, "last").ShouldBe(new DepositOutcome("XBT", new Funds(10_010, 0)));
    }

    [Fact]
    public void Deposits_add_up_beyond_64_bits()
    {
        var shard = ShardWith(Alice, "XBT", long.MaxValue);
        shard.Apply(new RiskEvent.Deposited("d2", Alice, "XBT", long.MaxValue, 1));
        shard.Ledger.Of(Alice, "XBT").Free.ShouldBe(2 * (Int128)long.MaxValue);
        shard.Check();
    }

    private static NewOrder Limit(long account, Side side, long lots, long priceTicks) => new(
        0, account, null, side, Pricing.Limit, Lifetime.GoodTillCancelled, SelfMatch.Trade, priceTicks, lots, 0, 0);

    private static OrderHold Hold(long orderId, long units) => new(orderId, Alice, Side.Buy, units, 1);

    private static ReadOnlyMemory<byte> Bytes(in BookEvent fact)
    {
        var bytes = new byte[BookEventCodec.BytesMax];
        return bytes.AsMemory(0, BookEventCodec.Write(fact, bytes));
    }

    private static RiskShard ShardWith(long account, string asset, long units)
    {
        var shard = new RiskShard(ImmutableDictionary<string, MarketAssets>.Empty.Add(Symbol, Assets));
        shard.Apply(new RiskEvent.Deposited("d1", account, asset, units, 1));
        return shard;
    }

    private void Expect(long account, string asset, long free, long held)
    {
        _exchange.DeliverAll();
        _exchange.CheckSettled();
        _exchange.Funds(account, asset).ShouldBe(new Funds(free, held));
    }
}
