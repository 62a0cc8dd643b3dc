namespace OrleansLld.ObjectStore.Wire;

public sealed class WriteConditionParserTests
{
    [Theory]
    [InlineData(null, null, false, null)]
    [InlineData("\"abc\"", null, false, "abc")]
    [InlineData("abc", null, false, "abc")]
    [InlineData("*", null, false, "*")]
    [InlineData(null, "*", true, null)]
    public void A_write_expects_a_tag_or_nothing_at_all(string? ifMatch, string? ifNoneMatch, bool ifAbsent, string? tag)
    {
        WriteConditionParser.ParsePut(ifMatch, ifNoneMatch, out var conditions).ShouldBe(WriteConditionOutcome.Read);
        conditions.ShouldBe(new WrittenConditions(ifAbsent, tag, null, null));
    }

    [Theory]
    [InlineData(null, "\"abc\"")]
    [InlineData("\"abc\"", "*")]
    public void Other_conditions_of_a_write_are_not_implemented(string? ifMatch, string? ifNoneMatch) =>
        WriteConditionParser.ParsePut(ifMatch, ifNoneMatch, out _).ShouldBe(WriteConditionOutcome.NotImplemented);

    [Fact]
    public void A_delete_expects_a_tag_a_time_and_a_size()
    {
        WriteConditionParser.ParseDelete("\"abc\"", "Sat, 01 Aug 2026 12:00:00 GMT", "17", out var conditions)
            .ShouldBe(WriteConditionOutcome.Read);
        conditions.ShouldBe(new WrittenConditions(false, "abc", new DateTimeOffset(2026, 8, 1, 12, 0, 0, TimeSpan.Zero), 17));
    }

    [Theory]
    [InlineData("soon", null)]
    [InlineData(null, "many")]
    [InlineData(null, "-1")]
    public void A_time_or_size_that_is_none_is_invalid(string? time, string? size) =>
        WriteConditionParser.ParseDelete(null, time, size, out _).ShouldBe(WriteConditionOutcome.Invalid);
}
