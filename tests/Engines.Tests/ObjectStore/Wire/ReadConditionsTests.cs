namespace OrleansLld.ObjectStore.Wire;

public sealed class ReadConditionsTests
{
    private const string Tag = "37b51d194a7513e45b56f6524f2d51f2";
    private const string Before = "Sat, 01 Aug 2026 11:59:59 GMT";
    private const string Then = "Sat, 01 Aug 2026 12:00:00 GMT";
    private const string After = "Sat, 01 Aug 2026 12:00:01 GMT";

    private static readonly DateTimeOffset ModifiedAt = new(2026, 8, 1, 12, 0, 0, 700, TimeSpan.Zero);

    [Theory]
    [InlineData(null, null, null, null, ConditionOutcome.Holds, "")]
    [InlineData("\"" + Tag + "\"", null, null, null, ConditionOutcome.Holds, "")]
    [InlineData(Tag, null, null, null, ConditionOutcome.Holds, "")]
    [InlineData("\"a\", \"" + Tag + "\"", null, null, null, ConditionOutcome.Holds, "")]
    [InlineData("*", null, null, null, ConditionOutcome.Holds, "")]
    [InlineData("\"a\"", null, null, null, ConditionOutcome.Failed, "If-Match")]
    [InlineData(null, "\"" + Tag + "\"", null, null, ConditionOutcome.NotModified, "If-None-Match")]
    [InlineData(null, "W/\"" + Tag + "\"", null, null, ConditionOutcome.NotModified, "If-None-Match")]
    [InlineData(null, "*", null, null, ConditionOutcome.NotModified, "If-None-Match")]
    [InlineData(null, "\"a\"", null, null, ConditionOutcome.Holds, "")]
    [InlineData(null, null, Before, null, ConditionOutcome.Holds, "")]
    [InlineData(null, null, Then, null, ConditionOutcome.NotModified, "If-Modified-Since")]
    [InlineData(null, null, After, null, ConditionOutcome.NotModified, "If-Modified-Since")]
    [InlineData(null, null, "yesterday", null, ConditionOutcome.Holds, "")]
    [InlineData(null, null, null, Before, ConditionOutcome.Failed, "If-Unmodified-Since")]
    [InlineData(null, null, null, Then, ConditionOutcome.Holds, "")]
    [InlineData(null, null, null, After, ConditionOutcome.Holds, "")]
    [InlineData(null, null, null, "tomorrow", ConditionOutcome.Holds, "")]
    public void Each_condition_holds_by_itself(
        string? ifMatch, string? ifNoneMatch, string? modified, string? unmodified, ConditionOutcome outcome, string name)
    {
        new ReadConditions(ifMatch, ifNoneMatch, modified, unmodified).Check(Tag, ModifiedAt, out var condition).ShouldBe(outcome);
        condition.ShouldBe(name);
    }

    [Theory]
    [InlineData(Tag, null, null, Before, ConditionOutcome.Holds)]
    [InlineData("a", null, null, After, ConditionOutcome.Failed)]
    [InlineData(null, "a", Then, null, ConditionOutcome.Holds)]
    [InlineData(null, Tag, Before, null, ConditionOutcome.NotModified)]
    [InlineData(Tag, Tag, null, null, ConditionOutcome.NotModified)]
    [InlineData("a", Tag, null, null, ConditionOutcome.Failed)]
    [InlineData(null, Tag, null, Before, ConditionOutcome.Failed)]
    public void A_tag_counts_for_more_than_a_time(
        string? ifMatch, string? ifNoneMatch, string? modified, string? unmodified, ConditionOutcome outcome) =>
        new ReadConditions(ifMatch, ifNoneMatch, modified, unmodified).Check(Tag, ModifiedAt, out _).ShouldBe(outcome);

    [Theory]
    [InlineData("Sun, 06 Nov 1994 08:49:37 GMT")]
    [InlineData("Sunday, 06-Nov-94 08:49:37 GMT")]
    [InlineData("Sun Nov  6 08:49:37 1994")]
    [InlineData("1994-11-06T08:49:37Z")]
    [InlineData("1994-11-06T08:49:37.000Z")]
    public void A_time_has_several_forms(string text)
    {
        HttpDateParser.TryParse(text, out var time).ShouldBeTrue();
        time.ShouldBe(new DateTimeOffset(1994, 11, 6, 8, 49, 37, TimeSpan.Zero));
    }
}
