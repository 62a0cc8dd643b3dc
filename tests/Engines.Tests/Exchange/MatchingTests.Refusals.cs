using static OrleansLld.Exchange.BookFixture;

namespace OrleansLld.Exchange;

public sealed partial class MatchingTests
{
    private static readonly MarketTerms NarrowTerms = new(1, 1, 1_000, 10, 100, 500, 5_000, 0, 0);

    [Fact]
    public void Price_quantity_and_notional_are_within_the_markets_bounds() => Check(
        NarrowTerms,
        """
        Alice buys 50 @ 0
        Alice buys 50 @ 1001
        Alice buys 50 @ -1
        Alice buys 9 @ 100
        Alice buys 101 @ 10
        Alice buys -50 @ 10
        Alice buys 49 @ 10
        Alice buys 51 @ 100
        Alice buys 10 @ 500
        Alice buys 50 @ 10
        """,
        """
        1 refused: PriceFilter
        2 refused: PriceFilter
        3 refused: PriceFilter
        4 refused: LotSize
        5 refused: LotSize
        6 refused: LotSize
        7 refused: Notional
        8 refused: Notional
        bid 500 | 9:10
        bid 10 | 10:50
        """);

    [Fact]
    public void A_market_orders_quantity_or_amount_is_within_the_markets_bounds() => Check(
        NarrowTerms,
        """
        Alice buys 9 at market
        Alice buys 101 at market
        Alice buys -1 at market
        Alice sells for 499 at market
        Alice sells for 5001 at market
        Alice sells for -1 at market
        Alice sells 10 at market
        Alice sells for 500 at market
        """,
        """
        1 refused: LotSize
        2 refused: LotSize
        3 refused: LotSize
        4 refused: Notional
        5 refused: Notional
        6 refused: Notional
        7 expired
        8 expired
        """);

    [Fact]
    public void A_post_only_order_waits_till_cancelled() => Check(
        """
        Alice buys 1 @ 100 post ioc
        Alice buys 1 @ 100 post fok
        """,
        """
        1 refused: InvalidOrder
        2 refused: InvalidOrder
        """);

    [Fact]
    public void An_account_has_so_many_open_orders_at_most() => Check(
        PlainTerms,
        """
        Alice buys 1 @ 100
        Alice buys 1 @ 100
        Alice buys 1 @ 100
        Alice sells 1 @ 100 ioc
        Bob buys 1 @ 100
        Alice cancels 1
        Alice buys 1 @ 99
        """,
        """
        3 refused: OpenOrdersMax
        4 refused: OpenOrdersMax
        1 cancelled, 1 left
        bid 100 | 2:1 5:1
        bid 99 | 6:1
        """,
        openOrdersMax: 2);

    [Fact]
    public void A_book_has_so_many_orders_at_most() => Check(
        PlainTerms,
        """
        Alice buys 1 @ 100
        Bob buys 1 @ 100
        Carol buys 1 @ 100
        Bob cancels 2
        Carol buys 1 @ 99
        """,
        """
        3 refused: BookFull
        2 cancelled, 1 left
        bid 100 | 1:1
        bid 99 | 4:1
        """,
        bookOrdersMax: 2);

    [Fact]
    public void A_client_order_id_stands_for_one_order_open_or_closed() => Check(
        """
        Alice buys 1 @ 100 as blue
        Alice buys 1 @ 100 as blue
        Bob buys 1 @ 100 as blue
        Alice cancels 1
        Alice buys 1 @ 100 as blue
        Alice buys 1 @ 100 as red
        """,
        """
        2 refused: DuplicateClientOrderId
        1 cancelled, 1 left
        4 refused: DuplicateClientOrderId
        bid 100 | 3:1 5:1
        """);

    [Fact]
    public void The_first_reason_in_the_order_of_their_numbers_is_told() => Check(
        NarrowTerms,
        """
        Alice buys 10 @ 100 as blue
        Alice buys 0 for 7 @ 0 as blue
        Alice buys 1 @ 0 as blue
        Alice buys 1 @ 100 as blue
        Alice buys 10 @ 1 as blue
        Alice buys 10 @ 100 as blue
        Bob sells 10 @ 100 post as red
        Bob sells 10 @ 101 post as red
        """,
        """
        2 refused: InvalidOrder
        3 refused: PriceFilter
        4 refused: LotSize
        5 refused: Notional
        6 refused: OpenOrdersMax
        7 refused: WouldTakeLiquidity
        8 refused: BookFull
        bid 100 | 1:10
        """,
        openOrdersMax: 1,
        bookOrdersMax: 1);

    [Fact]
    public void A_client_order_id_is_remembered_for_10_000_closed_orders()
    {
        var book = new OrderBook();
        var matching = new Matching(book, PlainTerms, 10, 10);
        var events = new List<BookEvent>();
        long Place(long id, string clientOrderId)
        {
            var order = new NewOrder(
                id, 1, clientOrderId, Side.Buy, Pricing.Limit, Lifetime.ImmediateOrCancel, SelfMatch.Trade, 100, 1, 0, 100);
            matching.Place(order, id, events);
            events.ForEach(fact => book.Apply(fact));
            events.Clear();
            return book.FindOrderId(1, "first");
        }

        Place(1, "first").ShouldBe(1);
        for (var id = 2; id <= 10_000; id++)
            Place(id, $"n{id}").ShouldBe(1);
        Place(10_001, "first").ShouldBe(1);
        book.TryGet(10_001, out _).ShouldBeFalse();
        Place(10_002, "last").ShouldBe(0);
        Place(10_003, "first").ShouldBe(10_003);
    }
}
