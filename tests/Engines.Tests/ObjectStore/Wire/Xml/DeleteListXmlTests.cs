using System.Text;

namespace OrleansLld.ObjectStore.Wire.Xml;

public sealed class DeleteListXmlTests
{
    private static readonly WrittenConditions None = new(false, null, null, null);

    [Fact]
    public void Objects_and_versions_are_named()
    {
        var list = Parse(
            """
            <Delete xmlns="http://s3.amazonaws.com/doc/2006-03-01/">
              <Object><Key>a &amp; b</Key></Object>
              <Object><Key>c</Key><VersionId>null</VersionId></Object>
              <Object><Key> </Key><VersionId/></Object>
              <Object><Key>&#x1;</Key><ETag>"e"</ETag><Size>7</Size></Object>
              <Quiet>true</Quiet>
            </Delete>
            """).Value;
        list.IsQuiet.ShouldBeTrue();
        list.Lines.ShouldBe(
        [
            new DeleteLine("a & b", null, None),
            new DeleteLine("c", "null", None),
            new DeleteLine(" ", null, None),
            new DeleteLine("\u0001", null, new WrittenConditions(false, "e", null, 7)),
        ]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<Delete/>")]
    [InlineData("<Delete><Quiet>true</Quiet></Delete>")]
    [InlineData("<Delete><Object/></Delete>")]
    [InlineData("<Delete><Object><Key></Key></Object></Delete>")]
    [InlineData("<Delete><Object><Key>a</Key></Object><Quiet>maybe</Quiet></Delete>")]
    [InlineData("<Delete><Object><Key>a</Key><Size>many</Size></Object></Delete>")]
    [InlineData("<Delete><Object><Key>a</Key></Object>")]
    public void What_names_no_objects_is_malformed(string text) => Parse(text).Refusal!.Fault.ShouldBe(WireFault.MalformedXml);

    [Theory]
    [InlineData(1000, true)]
    [InlineData(1001, false)]
    public void There_are_a_thousand_objects_at_most(int count, bool isRead) =>
        (Parse($"<Delete>{string.Concat(Enumerable.Repeat("<Object><Key>a</Key></Object>", count))}</Delete>").Refusal is null)
            .ShouldBe(isRead);

    private static Parsed<DeleteList> Parse(string text) => DeleteListXml.Parse(Encoding.UTF8.GetBytes(text));
}
