using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using CsCheck;

namespace OrleansLld.Exchange.Wire;

public sealed partial class DecimalTextTests
{
    private const decimal UnitsPerWhole = 100_000_000m;

    [Theory]
    [InlineData("0", "0")]
    [InlineData("1", "100000000")]
    [InlineData("0.00000001", "1")]
    [InlineData("0.10", "10000000")]
    [InlineData("00012.5", "1250000000")]
    [InlineData("1.10000000000000000000", "110000000")]
    [InlineData("99999999999999999999.99999999", "9999999999999999999999999999")]
    public void A_number_is_read_exactly(string text, string units)
    {
        DecimalText.Parse(Encoding.ASCII.GetBytes(text), out var read).ShouldBe(DecimalOutcome.Exact);
        read.ShouldBe(Int128.Parse(units, CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData(".5")]
    [InlineData("5.")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData("1e3")]
    [InlineData("1E-8")]
    [InlineData("1,5")]
    [InlineData(" 1")]
    [InlineData("1 ")]
    [InlineData("0x10")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("1.2.3")]
    [InlineData("100000000000000000000")]
    [InlineData("0.000000000000000000001")]
    public void What_is_no_plain_number_is_illegal(string text) =>
        DecimalText.Parse(Encoding.ASCII.GetBytes(text), out _).ShouldBe(DecimalOutcome.Illegal);

    [Theory]
    [InlineData("0.000000001")]
    [InlineData("1.000000000000000001")]
    public void Parts_of_a_unit_are_too_precise(string text) =>
        DecimalText.Parse(Encoding.ASCII.GetBytes(text), out _).ShouldBe(DecimalOutcome.TooPrecise);

    [Fact]
    public void Every_text_is_read_as_the_stated_range_and_decimal_arithmetic_say() =>
        Gen.Char["0123456789.-+e "].Array[0, 24].Select(letters => new string(letters)).Sample(
            text =>
            {
                var outcome = DecimalText.Parse(Encoding.ASCII.GetBytes(text), out var units);
                if (!LegalNumber().IsMatch(text))
                {
                    outcome.ShouldBe(DecimalOutcome.Illegal);
                    return;
                }

                // 20 digits before the point and 8 behind are what System.Decimal holds exactly.
                var point = text.IndexOf('.', StringComparison.Ordinal);
                var tooPrecise = point >= 0 && text.Length > point + 9 && text[(point + 9)..].Any(digit => digit != '0');
                outcome.ShouldBe(tooPrecise ? DecimalOutcome.TooPrecise : DecimalOutcome.Exact);
                if (!tooPrecise)
                    ((decimal)units / UnitsPerWhole).ShouldBe(Decimal(point < 0 ? text : text[..Math.Min(text.Length, point + 9)]));
            },
            iter: 100_000);

    [Fact]
    public void Writing_and_reading_give_the_number_back() =>
        Gen.Select(Gen.ULong, Gen.ULong[0, 99_999_999]).Sample(
            (whole, behind) =>
            {
                var units = ((Int128)whole * 100_000_000) + behind;
                DecimalText.Parse(Encoding.ASCII.GetBytes(DecimalText.ToText(units)), out var read).ShouldBe(DecimalOutcome.Exact);
                read.ShouldBe(units);
            },
            iter: 100_000);

    [Fact]
    public void Writing_agrees_with_decimal_arithmetic_for_either_sign() =>
        Gen.Long.Sample(
            units => DecimalText.ToText(units).ShouldBe((units / UnitsPerWhole).ToString("0.00000000", CultureInfo.InvariantCulture)),
            iter: 100_000);

    [Fact]
    public void The_extremes_are_written_in_full()
    {
        DecimalText.ToText(Int128.MinValue).ShouldBe("-1701411834604692317316873037158.84105728");
        DecimalText.ToText(Int128.MaxValue).ShouldBe("1701411834604692317316873037158.84105727");
        DecimalText.ToText(-1).ShouldBe("-0.00000001");
        DecimalText.ToText(0).ShouldBe("0.00000000");
    }

    private static decimal Decimal(string text) => decimal.Parse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\A([0-9]{1,20})(\.[0-9]{1,20})?\z")]
    private static partial Regex LegalNumber();
}
