using static OrleansLld.Exchange.BookFixture;

namespace OrleansLld.Exchange;

public sealed partial class MatchingTests
{
    [Fact]
    public void A_market_buyer_takes_a_quantity_at_whatever_price() => Check(
        """
        Alice sells 2 @ 100
        Bob sells 2 @ 500
        Carol buys 3 at market
        """,
        """
        3 trades 2 @ 100 with 1
        1 filled
        3 trades 1 @ 500 with 2
        3 filled
        ask 500 | 2:1
        """);

    [Fact]
    public void A_market_seller_gives_a_quantity_at_whatever_price() => Check(
        """
        Alice buys 2 @ 100
        Bob buys 2 @ 1
        Carol sells 3 at market
        """,
        """
        3 trades 2 @ 100 with 1
        1 filled
        3 trades 1 @ 1 with 2
        3 filled
        bid 1 | 2:1
        """);

    [Fact]
    public void A_market_order_never_rests() => Check(
        """
        Alice sells 2 @ 100
        Bob buys 3 at market
        Bob sells 3 at market
        """,
        """
        2 trades 2 @ 100 with 1
        1 filled
        2 expired
        3 expired
        """);

    [Fact]
    public void A_market_buyer_by_amount_spends_it_as_far_as_whole_lots_go() => Check(
        """
        Alice sells 2 @ 100
        Bob sells 9 @ 120
        Carol buys for 500 at market
        """,
        """
        3 trades 2 @ 100 with 1
        1 filled
        3 trades 2 @ 120 with 2
        3 filled
        ask 120 | 2:7
        """);

    [Fact]
    public void A_market_seller_by_amount_raises_it_as_far_as_whole_lots_go() => Check(
        """
        Alice buys 2 @ 120
        Bob buys 9 @ 100
        Carol sells for 500 at market
        """,
        """
        3 trades 2 @ 120 with 1
        1 filled
        3 trades 2 @ 100 with 2
        3 filled
        bid 100 | 2:7
        """);

    [Fact]
    public void A_seller_who_raised_the_whole_amount_is_filled_though_all_held_is_given() => Check(
        """
        Alice buys 2 @ 100
        Bob sells for 200 at market holding 2
        """,
        """
        2 trades 2 @ 100 with 1
        1 filled
        2 filled
        """);

    [Fact]
    public void A_market_seller_by_amount_expires_when_the_held_lots_do_not_raise_it() => Check(
        """
        Alice buys 9 @ 100
        Bob sells for 500 at market holding 3
        """,
        """
        2 trades 3 @ 100 with 1
        2 expired
        bid 100 | 1:6
        """);

    [Fact]
    public void A_market_order_by_amount_expires_when_the_other_side_ends() => Check(
        """
        Alice sells 2 @ 100
        Bob buys for 500 at market
        Alice buys 2 @ 100
        Bob sells for 500 at market
        """,
        """
        2 trades 2 @ 100 with 1
        1 filled
        2 expired
        4 trades 2 @ 100 with 3
        3 filled
        4 expired
        """);

    [Fact]
    public void An_amount_too_small_for_one_lot_expires() => Check(
        """
        Alice sells 2 @ 100
        Bob buys for 99 at market
        Carol buys 2 @ 50
        Bob sells for 49 at market
        """,
        """
        2 expired
        4 expired
        ask 100 | 1:2
        bid 50 | 3:2
        """);

    [Fact]
    public void A_market_buyer_stops_when_the_held_funds_are_spent() => Check(
        """
        Alice sells 2 @ 100
        Bob sells 9 @ 120
        Carol buys 5 at market holding 450
        Carol buys 5 at market holding 10
        """,
        """
        3 trades 2 @ 100 with 1
        1 filled
        3 trades 2 @ 120 with 2
        3 expired
        4 expired
        ask 120 | 2:7
        """);

    [Fact]
    public void A_market_seller_gives_no_more_than_is_held() => Check(
        """
        Alice buys 9 @ 100
        Bob sells 5 at market holding 3
        """,
        """
        2 trades 3 @ 100 with 1
        2 expired
        bid 100 | 1:6
        """);

    [Fact]
    public void A_market_order_that_must_fill_or_be_killed_does_either() => Check(
        """
        Alice sells 2 @ 100
        Bob buys 3 at market fok
        Bob buys for 201 at market fok
        Bob buys for 500 at market fok
        """,
        """
        2 expired
        3 trades 2 @ 100 with 1
        1 filled
        3 filled
        4 expired
        """);

    [Fact]
    public void A_market_order_has_a_quantity_or_an_amount_and_no_price() => Check(
        """
        Alice sells 0 at market
        Alice sells 5 @ 100 at market
        Alice sells 5 for 100 at market
        Alice buys 5 for 100 @ 20
        """,
        """
        1 refused: InvalidOrder
        2 refused: InvalidOrder
        3 refused: InvalidOrder
        4 refused: InvalidOrder
        """);
}
