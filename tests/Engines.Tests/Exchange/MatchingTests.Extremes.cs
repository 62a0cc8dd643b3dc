using static OrleansLld.Exchange.BookFixture;

namespace OrleansLld.Exchange;

// The widest terms that a market may have; 2^26 lots at the highest price come to just below 2^62 quote units.
public sealed partial class MatchingTests
{
    private static readonly MarketTerms WideTerms = new(
        1, 1, (1L << 36) - 1, 1, (1L << 62) - 1, 0, (1L << 62) - 1, 100_000, 100_000);

    [Fact]
    public void A_notional_beyond_the_range_of_integers_is_refused() => Check(
        WideTerms,
        """
        Alice buys 67108865 @ 68719476735
        Alice buys 4611686018427387903 @ 68719476735
        Alice buys 4611686018427387904 @ 1
        Alice buys 9223372036854775807 @ 9223372036854775807
        """,
        """
        1 refused: Notional
        2 refused: Notional
        3 refused: LotSize
        4 refused: PriceFilter
        """);

    [Fact]
    public void An_order_trades_for_2_to_the_62_quote_units_at_most() => Check(
        WideTerms,
        """
        Alice buys 67108864 @ 68719476735
        Bob buys 67108864 @ 68719476735
        Carol sells 134217728 @ 1
        Dave sells 134217728 at market
        """,
        """
        3 trades 67108864 @ 68719476735 with 1, fees 461168601836027904 and 6710887
        1 filled
        3 expired
        4 trades 67108864 @ 68719476735 with 2, fees 461168601836027904 and 6710887
        2 filled
        4 expired
        """);

    [Fact]
    public void A_market_buyer_spends_the_greatest_notional_at_most() => Check(
        WideTerms,
        """
        Alice sells 67108864 @ 68719476735
        Alice sells 67108864 @ 68719476735
        Bob buys 67108866 at market
        """,
        """
        3 trades 67108864 @ 68719476735 with 1, fees 6710887 and 461168601836027904
        1 filled
        3 expired
        ask 68719476735 | 2:67108864
        """);

    [Fact]
    public void A_market_seller_by_amount_gives_the_greatest_quantity_at_most() => Check(
        WideTerms with { QuantityLotsMax = 1_000 },
        """
        Alice buys 600 @ 10
        Alice buys 600 @ 9
        Bob sells for 10000 at market
        """,
        """
        3 trades 600 @ 10 with 1, fees 600 and 60
        1 filled
        3 trades 400 @ 9 with 2, fees 360 and 40
        3 expired
        bid 9 | 2:200
        """);

    [Fact]
    public void A_side_is_full_before_its_quantities_overflow() => Check(
        WideTerms,
        """
        Alice buys 4611686018427387903 @ 1
        Bob buys 4611686018427387903 @ 1
        Carol buys 2 @ 1
        Carol buys 1 @ 1
        Carol sells 2 @ 2
        """,
        """
        3 refused: BookFull
        ask 2 | 5:2
        bid 1 | 1:4611686018427387903 2:4611686018427387903 4:1
        """);
}
