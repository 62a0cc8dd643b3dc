namespace OrleansLld.Storage;

public sealed class RowKeyTests
{
    [Theory]
    [InlineData("a", "b")]
    [InlineData("row.", "row0")]
    [InlineData("row\"", "row$")]
    [InlineData("$", "&")]
    [InlineData(">", "@")]
    [InlineData("[", "]")]
    [InlineData("}", "~")]
    [InlineData("a~~", "b")]
    public void After_is_the_least_key_above_the_prefix(string prefix, string after) => RowKey.After(prefix).ToString().ShouldBe(after);

    [Theory]
    [InlineData("~")]
    [InlineData("")]
    public void Nothing_is_above_the_highest_prefix(string prefix) => Should.Throw<ArgumentException>(() => RowKey.After(prefix));

    [Fact]
    public void Next_is_the_least_key_above()
    {
        new RowKey("a").Next().ToString().ShouldBe("a ");
        new RowKey(new string('a', RowKey.LengthMax)).Next().ToString().ShouldBe(new string('a', RowKey.LengthMax - 1) + 'b');
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData("a\\")]
    [InlineData("#")]
    [InlineData("?")]
    [InlineData("%")]
    [InlineData("é")]
    [InlineData("a\0")]
    [InlineData("")]
    public void Key_with_other_characters_is_refused(string text) => Should.Throw<ArgumentException>(() => new RowKey(text));

    [Fact]
    public void Numbers_sort_as_numbers() =>
        new[] { 0L, 9, 10, 255, 256, long.MaxValue }.Select(RowKey.Number).ShouldBeInOrder(SortDirection.Ascending, StringComparer.Ordinal);
}
