using CsCheck;
using static OrleansLld.Exchange.BookFixture;

namespace OrleansLld.Exchange;

public sealed class MarketTermsTests
{
    [Theory]
    [InlineData(0, 1_000, 0)]
    [InlineData(1, 0, 0)]
    [InlineData(1, 1, 1)]
    [InlineData(1, 100_000, 1)]
    [InlineData(1_000, 1_000, 1)]
    [InlineData(1_001, 1_000, 2)]
    [InlineData(999_999, 1_000, 1_000)]
    [InlineData(1_000_001, 1_000, 1_001)]
    [InlineData(1L << 62, 100_000, 461_168_601_842_738_791)]
    public void A_fee_is_rounded_up_to_a_whole_unit(long received, int ppm, long fee) => MarketTerms.Fee(received, ppm).ShouldBe(fee);

    [Fact]
    public void A_fee_is_the_least_whole_number_not_below_its_share() =>
        Gen.Select(Gen.Long[0, 1L << 62], Gen.Int[0, 100_000]).Sample((received, ppm) =>
        {
            var fee = (Int128)MarketTerms.Fee(received, ppm) * 1_000_000;
            fee.ShouldBeInRange((Int128)received * ppm, (Int128)received * ppm + 999_999);
        });

    [Fact]
    public void Crumbs_never_cost_less_than_the_whole() =>
        Gen.Select(Gen.Long[0, 1L << 61], Gen.Long[0, 1L << 61], Gen.Int[0, 100_000]).Sample((one, other, ppm) =>
            (MarketTerms.Fee(one, ppm) + MarketTerms.Fee(other, ppm)).ShouldBeGreaterThanOrEqualTo(MarketTerms.Fee(one + other, ppm)));

    // The taker pays 0.3 % and the maker 0.1 % of what each receives: lots of 1,000 base units, a quote unit a tick and lot.
    [Fact]
    public void Each_side_pays_its_fee_from_what_it_receives() => Check(
        new MarketTerms(1_000, 1, 10_000, 1, 1_000, 0, 1_000_000, 1_000, 3_000),
        """
        Alice sells 5 @ 7001
        Bob buys 2 @ 7001
        Carol buys 1 @ 6999
        Dave sells 1 @ 6999
        """,
        """
        2 trades 2 @ 7001 with 1, fees 6 and 15
        2 filled
        4 trades 1 @ 6999 with 3, fees 21 and 1
        3 filled
        4 filled
        ask 7001 | 1:3
        """);
}
