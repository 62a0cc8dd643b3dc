using CsCheck;

namespace OrleansLld.ObjectStore.Wire;

public sealed class RangeParserTests
{
    [Theory]
    [InlineData("bytes=0-4", 10, 0, 5)]
    [InlineData("bytes=3-3", 10, 3, 1)]
    [InlineData("bytes=7-", 10, 7, 3)]
    [InlineData("bytes=5-99", 10, 5, 5)]
    [InlineData("bytes=-4", 10, 6, 4)]
    [InlineData("bytes=-99", 10, 0, 10)]
    [InlineData("Bytes= 2-3 ", 10, 2, 2)]
    [InlineData("bytes=1-99999999999999999999999", 10, 1, 9)]
    public void A_range_is_cut_at_the_end_of_the_object(string header, long size, long from, long length)
    {
        RangeParser.Parse(header, size, out var span).ShouldBe(RangeOutcome.Part);
        span.ShouldBe(new ByteSpan(from, length));
    }

    [Theory]
    [InlineData("bytes=10-", 10)]
    [InlineData("bytes=40-50", 10)]
    [InlineData("bytes=-0", 10)]
    [InlineData("bytes=0-", 0)]
    [InlineData("bytes=-5", 0)]
    [InlineData("bytes=99999999999999999999999-", 10)]
    public void A_range_without_a_byte_of_the_object_is_unsatisfiable(string header, long size) =>
        RangeParser.Parse(header, size, out _).ShouldBe(RangeOutcome.Unsatisfiable);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("bytes=")]
    [InlineData("bytes=-")]
    [InlineData("bytes=5-3")]
    [InlineData("bytes=a-b")]
    [InlineData("bytes=+1-2")]
    [InlineData("items=0-4")]
    [InlineData("0-4")]
    [InlineData("bytes=0-1,3-4")]
    public void What_is_no_single_range_means_the_whole_object(string? header)
    {
        RangeParser.Parse(header, 10, out var span).ShouldBe(RangeOutcome.Whole);
        span.ShouldBe(new ByteSpan(0, 10));
    }

    [Fact]
    public void A_part_has_the_bytes_that_it_names_and_the_object_has() =>
        Gen.Select(Gen.Int[0, 30], Gen.Int[0, 30], Gen.Int[0, 20]).Sample(
            (first, last, size) =>
            {
                var wanted = Enumerable.Range(0, size).Where(at => at >= first && at <= last).ToList();
                var outcome = RangeParser.Parse($"bytes={first}-{last}", size, out var span);
                if (first > last)
                {
                    outcome.ShouldBe(RangeOutcome.Whole);
                    return;
                }

                outcome.ShouldBe(wanted.Count > 0 ? RangeOutcome.Part : RangeOutcome.Unsatisfiable);
                if (wanted.Count > 0)
                    (span.From, span.Last).ShouldBe((wanted[0], wanted[^1]));
            });

    [Theory]
    [InlineData("bytes=0-4", true)]
    [InlineData("bytes=4-4", true)]
    [InlineData("0-2", false)]
    [InlineData("bytes=0", false)]
    [InlineData("bytes=hello-world", false)]
    [InlineData("bytes=0-bar", false)]
    [InlineData("bytes=hello-", false)]
    [InlineData("bytes=5-", false)]
    [InlineData("bytes=-5", false)]
    [InlineData("bytes=0-2,3-5", false)]
    [InlineData("bytes=5-3", false)]
    public void A_copy_names_the_first_and_the_last_byte(string header, bool isRead) =>
        RangeParser.TryParseCopy(header, out _, out _).ShouldBe(isRead);
}
