using static OrleansLld.Exchange.BookFixture;

namespace OrleansLld.Exchange;

/// <summary>
/// Book scenarios after the public feature files of exchange-core (Apache-2.0); its "move price" is a cancel and a place here.
/// </summary>
public sealed class WorkedScenarioTests
{
    [Fact]
    public void A_full_cycle_of_resting_partial_and_full_matching() => Check(
        """
        Alice sells 7 @ 1600
        Alice buys 4 @ 1550
        Bob buys 2 @ 1700 ioc
        Bob buys 4 @ 1583
        Alice cancels 1
        Alice sells 5 @ 1580
        """,
        """
        3 trades 2 @ 1600 with 1
        3 filled
        1 cancelled, 5 left
        5 trades 4 @ 1583 with 4
        4 filled
        ask 1580 | 5:1
        bid 1550 | 2:4
        """);

    [Fact]
    public void An_order_moved_up_and_down_trades_at_the_resting_price() => Check(
        """
        Alice sells 1000 @ 30000
        Alice cancels 1
        Alice sells 1000 @ 40000
        Alice cancels 2
        Alice sells 1000 @ 20000
        Bob buys 500 @ 18000
        Bob cancels 4
        Bob buys 500 @ 17500
        Alice cancels 3
        Alice sells 1000 @ 16900
        Alice cancels 6
        """,
        """
        1 cancelled, 1000 left
        2 cancelled, 1000 left
        4 cancelled, 500 left
        3 cancelled, 1000 left
        6 trades 500 @ 17500 with 5
        5 filled
        6 cancelled, 500 left
        """);
}
