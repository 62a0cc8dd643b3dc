using System.Collections.Immutable;
using System.Text;

namespace OrleansLld.ObjectStore.Wire.Xml;

public sealed class TaggingXmlTests
{
    [Fact]
    public void Tags_are_read_in_their_order() => Read(TagScope.Object, ("b", "2"), ("a", ""), (" ", " ")).Value.ShouldBe(
        [new NamedValue("b", "2"), new NamedValue("a", ""), new NamedValue(" ", " ")]);

    [Fact]
    public void What_is_written_reads_the_same()
    {
        ImmutableArray<NamedValue> tags = [new("a", "1"), new("b/c:d", " é")];
        TaggingXml.Parse(TaggingXml.Write(tags), TagScope.Bucket).Value.ShouldBe(tags);
    }

    [Theory]
    [InlineData(TagScope.Object, 10)]
    [InlineData(TagScope.Bucket, 50)]
    public void There_are_as_many_as_may_be(TagScope scope, int max)
    {
        Read(scope, Numbered(max)).Value.Length.ShouldBe(max);
        Read(scope, Numbered(max + 1)).Refusal!.Fault.ShouldBe(WireFault.InvalidTag);
    }

    [Fact]
    public void Keys_and_values_are_bounded()
    {
        Read(TagScope.Object, (new string('k', 128), new string('v', 256))).Refusal.ShouldBeNull();
        Read(TagScope.Object, (new string('k', 129), "")).Refusal!.Fault.ShouldBe(WireFault.InvalidTag);
        Read(TagScope.Object, ("k", new string('v', 257))).Refusal!.Fault.ShouldBe(WireFault.InvalidTag);
    }

    [Theory]
    [InlineData("", "v", "The TagKey you have provided is invalid")]
    [InlineData("k#", "v", "The TagKey you have provided is invalid")]
    [InlineData("k", "v&lt;", "The TagValue you have provided is invalid")]
    [InlineData("k", "a&#10;b", "The TagValue you have provided is invalid")]
    [InlineData("aws:k", "v", "Your TagKey cannot be prefixed with aws:")]
    [InlineData("AWS:k", "v", "Your TagKey cannot be prefixed with aws:")]
    public void A_tag_that_is_none_is_told_in_words(string key, string value, string sentence)
    {
        var refusal = Read(TagScope.Object, (key, value)).Refusal!;
        refusal.Fault.ShouldBe(WireFault.InvalidTag);
        refusal.Sentence.ShouldBe(sentence);
    }

    [Fact]
    public void A_key_is_there_once() => Read(TagScope.Object, ("a", "1"), ("a", "2")).Refusal!.Sentence
        .ShouldBe("Cannot provide multiple Tags with the same key");

    [Theory]
    [InlineData("<Tagging/>")]
    [InlineData("<Tagging><TagSet/><TagSet/></Tagging>")]
    [InlineData("<Tagging><TagSet><Tag/></TagSet></Tagging>")]
    [InlineData("<Tagging><TagSet><Tag><Key>a</Key></Tag></TagSet></Tagging>")]
    [InlineData("<Tagging><TagSet><Tag><Key>a</Key><Key>a</Key><Value>b</Value></Tag></TagSet></Tagging>")]
    [InlineData("<Tagging><TagSet><Label><Key>a</Key><Value>b</Value></Label></TagSet></Tagging>")]
    public void What_is_not_a_tag_set_is_malformed(string xml) =>
        TaggingXml.Parse(Encoding.UTF8.GetBytes(xml), TagScope.Object).Refusal!.Fault.ShouldBe(WireFault.MalformedXml);

    private static (string Key, string Value)[] Numbered(int count) => [.. Enumerable.Range(0, count).Select(i => ($"k{i}", "v"))];

    private static Parsed<ImmutableArray<NamedValue>> Read(TagScope scope, params (string Key, string Value)[] tags)
    {
        var set = string.Concat(tags.Select(tag => $"<Tag><Key>{tag.Key}</Key><Value>{tag.Value}</Value></Tag>"));
        return TaggingXml.Parse(Encoding.UTF8.GetBytes($"<Tagging><TagSet>{set}</TagSet></Tagging>"), scope);
    }
}
