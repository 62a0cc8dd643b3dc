namespace OrleansLld.Storage;

public sealed class EscapedNameTests
{
    [Theory]
    [InlineData("plain-Name_1.a:b", "plain-Name_1.a:b")]
    [InlineData("type/key", "type~2Fkey")]
    [InlineData("~", "~7E")]
    [InlineData("a b\n", "a~20b~0A")]
    [InlineData("é", "~C3~A9")]
    public void Name_is_escaped(string text, string escaped)
    {
        EscapedName.Of(text).ShouldBe(escaped);
        new RowKey(escaped).ToString().ShouldBe(escaped);
    }
}
