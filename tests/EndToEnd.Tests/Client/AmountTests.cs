using OrleansLld.Exchange;

namespace OrleansLld.Client;

public sealed class AmountTests
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(1, "0.00000001")]
    [InlineData(150_000_000, "1.5")]
    [InlineData(-100_000_000, "-1")]
    [InlineData(long.MaxValue, "92233720368.54775807")]
    public void Units_are_written_exactly(long units, string text) => Amount.Text(units).ShouldBe(text);

    [Theory]
    [InlineData("1.5", 150_000_000)]
    [InlineData("0.00000001", 1)]
    [InlineData("60000", 6_000_000_000_000)]
    public void A_decimal_number_is_read_exactly(string text, long units)
    {
        Amount.TryUnits(text, out var read).ShouldBeTrue();
        read.ShouldBe(units);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("1e3")]
    [InlineData("1,000")]
    [InlineData("0.000000001")]
    [InlineData("99999999999999999999")]
    [InlineData("NaN")]
    public void What_is_no_positive_amount_is_refused(string text) => Amount.TryUnits(text, out _).ShouldBeFalse();
}
