using System.Collections.Immutable;

namespace OrleansLld.ObjectStore.Wire;

public sealed class TaggingHeaderTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("foo=bar&bar", "bar=|foo=bar")]
    [InlineData("a=1&b=2&", "a=1|b=2")]
    [InlineData("a%20b=c%2Bd", "a b=c+d")]
    [InlineData("a+b=c", "a b=c")]
    [InlineData("key=x=y", "key=x=y")]
    [InlineData("%C3%A9=1", "é=1")]
    [InlineData("a=", "a=")]
    public void Tags_are_read_in_the_order_of_their_names(string header, string tags) =>
        string.Join('|', Read(header).Value.Select(tag => $"{tag.Name}={tag.Value}")).ShouldBe(tags);

    [Theory]
    [InlineData("a=1&a=2")]
    [InlineData("a=%")]
    [InlineData("a=%4")]
    [InlineData("a=%zz")]
    [InlineData("a=%FF")]
    public void What_is_not_a_query_string_of_distinct_names_is_an_invalid_argument(string header)
    {
        var refusal = Read(header).Refusal!;
        refusal.Fault.ShouldBe(WireFault.InvalidArgument);
        refusal.Argument.ShouldBe("x-amz-tagging");
        refusal.Value.ShouldBe(header);
    }

    [Theory]
    [InlineData("=1")]
    [InlineData("aws:x=1")]
    [InlineData("a%23=1")]
    [InlineData("a=%3C")]
    public void What_is_not_a_tag_is_an_invalid_tag(string header) => Read(header).Refusal!.Fault.ShouldBe(WireFault.InvalidTag);

    [Fact]
    public void An_object_has_at_most_ten_tags()
    {
        Read(Numbered(10)).Value.Length.ShouldBe(10);
        Read(Numbered(11)).Refusal!.Fault.ShouldBe(WireFault.InvalidTag);
    }

    private static string Numbered(int count) => string.Join('&', Enumerable.Range(0, count).Select(i => $"k{i}=v"));

    private static Parsed<ImmutableArray<NamedValue>> Read(string header) => TaggingHeader.Parse(header);
}
