using static OrleansLld.Exchange.BookFixture;

namespace OrleansLld.Exchange;

public sealed partial class MatchingTests
{
    [Fact]
    public void Without_prevention_an_account_trades_with_itself() => Check(
        """
        Alice sells 2 @ 100
        Alice buys 1 @ 100
        """,
        """
        2 trades 1 @ 100 with 1
        2 filled
        ask 100 | 1:1
        """);

    [Fact]
    public void Expire_taker_ends_the_arriving_order_at_the_first_own_one() => Check(
        """
        Bob sells 1 @ 99
        Alice sells 2 @ 100
        Bob sells 1 @ 101
        Alice buys 5 @ 101 expire-taker
        """,
        """
        4 trades 1 @ 99 with 1
        1 filled
        4 expired in match
        ask 101 | 3:1
        ask 100 | 2:2
        """);

    [Fact]
    public void Expire_maker_ends_the_own_resting_orders_and_goes_on() => Check(
        """
        Alice sells 2 @ 100
        Bob sells 1 @ 100
        Alice sells 3 @ 101
        Alice buys 5 @ 101 expire-maker
        """,
        """
        1 expired in match, 2 left
        4 trades 1 @ 100 with 2
        2 filled
        3 expired in match, 3 left
        bid 101 | 4:4
        """);

    [Fact]
    public void Expire_both_ends_the_two_that_meet() => Check(
        """
        Bob sells 1 @ 99
        Alice sells 2 @ 100
        Alice sells 2 @ 101
        Alice buys 5 @ 101 expire-both
        """,
        """
        4 trades 1 @ 99 with 1
        1 filled
        2 expired in match, 2 left
        4 expired in match
        ask 101 | 3:2
        """);

    [Fact]
    public void The_arriving_orders_choice_counts_and_not_the_resting_ones() => Check(
        """
        Alice sells 2 @ 100 expire-both
        Alice buys 1 @ 100
        """,
        """
        2 trades 1 @ 100 with 1
        2 filled
        ask 100 | 1:1
        """);

    [Fact]
    public void An_order_that_is_full_before_it_meets_an_own_one_prevents_nothing() => Check(
        """
        Bob sells 1 @ 100
        Alice sells 2 @ 100
        Alice buys 1 @ 100 expire-both
        Bob sells 1 @ 99
        Alice buys 1 @ 100 fok expire-taker
        """,
        """
        3 trades 1 @ 100 with 1
        1 filled
        3 filled
        5 trades 1 @ 99 with 4
        4 filled
        5 filled
        ask 100 | 2:2
        """);

    [Fact]
    public void Fill_or_kill_does_not_count_own_orders_that_would_expire() => Check(
        """
        Alice sells 2 @ 100
        Bob sells 2 @ 100
        Alice buys 3 @ 100 fok expire-maker
        Alice buys 2 @ 100 fok expire-maker
        """,
        """
        3 expired
        1 expired in match, 2 left
        4 trades 2 @ 100 with 2
        2 filled
        4 filled
        """);

    [Fact]
    public void Fill_or_kill_is_killed_where_it_would_expire_at_an_own_order() => Check(
        """
        Bob sells 1 @ 99
        Alice sells 2 @ 100
        Bob sells 2 @ 100
        Alice buys 2 @ 100 fok expire-taker
        Alice buys 2 @ 100 fok expire-both
        Alice buys 2 @ 100 fok
        """,
        """
        4 expired
        5 expired
        6 trades 1 @ 99 with 1
        1 filled
        6 trades 1 @ 100 with 2
        6 filled
        ask 100 | 2:1 3:2
        """);

    [Fact]
    public void Market_orders_prevent_self_trades_too() => Check(
        """
        Alice buys 2 @ 100
        Bob buys 2 @ 100
        Alice sells 2 at market expire-maker
        Alice buys 1 @ 90
        Alice sells for 90 at market expire-both
        """,
        """
        1 expired in match, 2 left
        3 trades 2 @ 100 with 2
        2 filled
        3 filled
        4 expired in match, 1 left
        5 expired in match
        """);
}
