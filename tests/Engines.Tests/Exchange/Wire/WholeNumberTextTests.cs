using System.Globalization;
using System.Text;
using CsCheck;

namespace OrleansLld.Exchange.Wire;

public sealed class WholeNumberTextTests
{
    [Theory]
    [InlineData("", WholeNumberOutcome.Illegal)]
    [InlineData("-1", WholeNumberOutcome.Illegal)]
    [InlineData("1.0", WholeNumberOutcome.Illegal)]
    [InlineData("000000000000000000001", WholeNumberOutcome.Illegal)]
    [InlineData("9223372036854775808", WholeNumberOutcome.TooGreat)]
    [InlineData("99999999999999999999", WholeNumberOutcome.TooGreat)]
    [InlineData("9223372036854775807", WholeNumberOutcome.Exact)]
    public void The_range_is_that_of_a_long(string text, WholeNumberOutcome outcome) =>
        WholeNumberText.Parse(Encoding.ASCII.GetBytes(text), out _).ShouldBe(outcome);

    [Fact]
    public void Numbers_are_read_back() =>
        Gen.Long[0, long.MaxValue].Sample(number =>
        {
            WholeNumberText.Parse(Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture)), out var read)
                .ShouldBe(WholeNumberOutcome.Exact);
            read.ShouldBe(number);
        });
}
