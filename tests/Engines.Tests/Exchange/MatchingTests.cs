using static OrleansLld.Exchange.BookFixture;

namespace OrleansLld.Exchange;

public sealed partial class MatchingTests
{
    [Fact]
    public void A_buyer_takes_the_cheapest_seller_first_and_then_the_next() => Check(
        """
        Alice sells 1 @ 50000
        Bob sells 1 @ 51000
        Charlie buys 2 @ 52000
        """,
        """
        3 trades 1 @ 50000 with 1
        1 filled
        3 trades 1 @ 51000 with 2
        2 filled
        3 filled
        """);

    [Fact]
    public void A_seller_takes_the_highest_buyer_first() => Check(
        """
        Alice buys 1 @ 90
        Bob buys 1 @ 95
        Carol sells 2 @ 90
        """,
        """
        3 trades 1 @ 95 with 2
        2 filled
        3 trades 1 @ 90 with 1
        1 filled
        3 filled
        """);

    [Fact]
    public void Orders_of_one_price_trade_in_the_order_of_their_coming() => Check(
        """
        Alice sells 2 @ 100
        Bob sells 2 @ 100
        Carol sells 2 @ 100
        Dave buys 5 @ 100
        """,
        """
        4 trades 2 @ 100 with 1
        1 filled
        4 trades 2 @ 100 with 2
        2 filled
        4 trades 1 @ 100 with 3
        4 filled
        ask 100 | 3:1
        """);

    [Fact]
    public void Crossing_orders_trade_at_the_resting_price() => Check(
        """
        Alice sells 1 @ 100
        Bob buys 1 @ 120
        Alice buys 1 @ 120
        Bob sells 1 @ 100
        """,
        """
        2 trades 1 @ 100 with 1
        1 filled
        2 filled
        4 trades 1 @ 120 with 3
        3 filled
        4 filled
        """);

    [Fact]
    public void What_is_left_of_a_partly_filled_order_rests_at_its_own_price() => Check(
        """
        Alice sells 3 @ 100
        Bob buys 5 @ 110
        Carol sells 1 @ 105
        """,
        """
        2 trades 3 @ 100 with 1
        1 filled
        3 trades 1 @ 110 with 2
        3 filled
        bid 110 | 2:1
        """);

    [Fact]
    public void Orders_that_do_not_cross_rest_side_by_side() => Check(
        """
        Alice buys 1 @ 98
        Bob buys 2 @ 99
        Carol sells 3 @ 101
        Dave sells 4 @ 100
        Bob buys 5 @ 98
        """,
        """
        ask 101 | 3:3
        ask 100 | 4:4
        bid 99 | 2:2
        bid 98 | 1:1 5:5
        """);

    [Fact]
    public void The_lowest_and_the_highest_price_work() => Check(
        """
        Alice buys 1 @ 1
        Bob sells 1 @ 68719476735
        Carol buys 1 @ 68719476735
        Dave sells 2 @ 1
        """,
        """
        3 trades 1 @ 68719476735 with 2
        2 filled
        3 filled
        4 trades 1 @ 1 with 1
        1 filled
        ask 1 | 4:1
        """);

    [Fact]
    public void What_an_immediate_order_cannot_fill_at_once_expires() => Check(
        """
        Alice sells 2 @ 100
        Bob sells 2 @ 103
        Carol buys 5 @ 102 ioc
        Carol buys 5 @ 102 ioc
        """,
        """
        3 trades 2 @ 100 with 1
        1 filled
        3 expired
        4 expired
        ask 103 | 2:2
        """);

    [Fact]
    public void A_fill_or_kill_order_fills_as_a_whole() => Check(
        """
        Alice sells 2 @ 100
        Bob sells 3 @ 101
        Carol buys 4 @ 101 fok
        """,
        """
        3 trades 2 @ 100 with 1
        1 filled
        3 trades 2 @ 101 with 2
        3 filled
        ask 101 | 2:1
        """);

    [Fact]
    public void A_fill_or_kill_order_that_cannot_fill_as_a_whole_trades_nothing() => Check(
        """
        Alice sells 2 @ 100
        Bob sells 3 @ 102
        Carol buys 4 @ 101 fok
        Carol buys 6 @ 102 fok
        Carol buys 1 @ 99 fok
        """,
        """
        3 expired
        4 expired
        5 expired
        ask 102 | 2:3
        ask 100 | 1:2
        """);

    [Fact]
    public void A_post_only_order_rests_or_is_refused() => Check(
        """
        Alice sells 2 @ 100
        Bob buys 1 @ 99 post
        Bob buys 1 @ 100 post
        Carol sells 1 @ 99 post
        """,
        """
        3 refused: WouldTakeLiquidity
        4 refused: WouldTakeLiquidity
        ask 100 | 1:2
        bid 99 | 2:1
        """);

    [Fact]
    public void A_cancelled_order_leaves_the_others_in_their_order() => Check(
        """
        Alice sells 1 @ 100
        Bob sells 2 @ 100
        Carol sells 3 @ 100
        Bob cancels 2
        Dave buys 2 @ 100
        """,
        """
        2 cancelled, 2 left
        4 trades 1 @ 100 with 1
        1 filled
        4 trades 1 @ 100 with 3
        4 filled
        ask 100 | 3:2
        """);

    [Fact]
    public void Only_an_open_order_of_ones_own_can_be_cancelled() => Check(
        """
        Alice sells 1 @ 100
        Bob cancels 1
        Alice cancels 2
        Alice cancels 1
        Alice cancels 1
        """,
        """
        Bob cancels 1: UnknownOrder
        Alice cancels 2: UnknownOrder
        1 cancelled, 1 left
        Alice cancels 1: UnknownOrder
        """);

    [Fact]
    public void A_reduced_order_keeps_its_place() => Check(
        """
        Alice sells 5 @ 100
        Bob sells 5 @ 100
        Alice reduces 1 to 2
        Carol buys 3 @ 100
        """,
        """
        1 reduced by 3
        3 trades 2 @ 100 with 1
        1 filled
        3 trades 1 @ 100 with 2
        3 filled
        ask 100 | 2:4
        """);

    [Fact]
    public void A_partly_filled_order_can_be_reduced_to_above_what_is_filled() => Check(
        """
        Alice sells 5 @ 100
        Bob buys 2 @ 100
        Alice reduces 1 to 2
        Alice reduces 1 to 5
        Alice reduces 1 to 6
        Alice reduces 1 to 0
        Bob reduces 1 to 3
        Alice reduces 9 to 3
        Alice reduces 1 to 3
        """,
        """
        2 trades 2 @ 100 with 1
        2 filled
        Alice reduces 1 to 2: InvalidReduction
        Alice reduces 1 to 5: InvalidReduction
        Alice reduces 1 to 6: InvalidReduction
        Alice reduces 1 to 0: InvalidReduction
        Bob reduces 1 to 3: UnknownOrder
        Alice reduces 9 to 3: UnknownOrder
        1 reduced by 2
        ask 100 | 1:1
        """);
}
