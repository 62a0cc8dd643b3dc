using System.Text;

namespace OrleansLld.ObjectStore.Wire.Xml;

public sealed class WireXmlTests
{
    private static readonly WireXmlLimits Limits = new(1_000, 10);

    [Theory]
    [InlineData("<r/>", "r()")]
    [InlineData("<r></r>", "r()")]
    [InlineData("<?xml version='1.0' encoding='UTF-8'?>\n<!-- c --><r xmlns='urn:x'> <a>1</a> <b/> </r>\n", "r(a'1'b())")]
    [InlineData("<r> </r>", "r' '")]
    [InlineData("<r>a<![CDATA[<b>]]>&amp;&#65;</r>", "r'a<b>&A'")]
    [InlineData("<r><x:a xmlns:x='urn:y'> k </x:a></r>", "r(a' k ')")]
    [InlineData("<r xmlns:i='http://www.w3.org/2001/XMLSchema-instance'><a i:type='i:T'/></r>", "r(a:T())")]
    public void Elements_are_read(string xml, string tree) => Text(Parse(xml)!).ShouldBe(tree);

    [Theory]
    [InlineData("")]
    [InlineData("text")]
    [InlineData("<r>")]
    [InlineData("<q/>")]
    [InlineData("<r/><r/>")]
    [InlineData("<r/>junk")]
    [InlineData("<r>&unknown;</r>")]
    [InlineData("<!DOCTYPE r [<!ENTITY a 'aaaa'>]><r>&a;</r>")]
    [InlineData("<!DOCTYPE r SYSTEM 'file:///etc/passwd'><r/>")]
    [InlineData("<?xml version='1.0' encoding='klingon'?><r/>")]
    public void What_is_not_well_formed_or_has_a_document_type_is_refused(string xml) => Parse(xml).ShouldBeNull();

    [Fact]
    public void Text_between_elements_fits_no_schema()
    {
        Parse("<r>x<a/></r>").ShouldBeNull();
        Parse("<r><s>x<a/></s></r>")!.Has(["s"]).ShouldBeFalse();
    }

    [Fact]
    public void Bytes_that_are_not_utf8_are_refused() =>
        WireXml.Parse(Encoding.Latin1.GetBytes("<r>\u00ff</r>"), "r", Limits).ShouldBeNull();

    [Fact]
    public void Size_elements_and_depth_are_bounded()
    {
        Parse($"<r>{new string('x', 993)}</r>").ShouldNotBeNull();
        Parse($"<r>{new string('x', 994)}</r>").ShouldBeNull();
        Parse($"<r>{Times("<a/>", 9)}</r>").ShouldNotBeNull();
        Parse($"<r>{Times("<a/>", 10)}</r>").ShouldBeNull();
        Nested(16).ShouldNotBeNull();
        Nested(17).ShouldBeNull();

        static WireElement? Nested(int depth) =>
            WireXml.Parse(Encoding.UTF8.GetBytes(Times("<r>", depth) + Times("</r>", depth)), "r", new WireXmlLimits(1_000, 100));
    }

    [Fact]
    public void What_is_written_reads_the_same()
    {
        var xml = WireXml.Write("r", writer => writer.WriteElementString("a", WireXml.Namespace, "<&>\" é"));

        Text(WireXml.Parse(xml, "r", Limits)!).ShouldBe("r(a'<&>\" é')");
    }

    private static WireElement? Parse(string xml) => WireXml.Parse(Encoding.UTF8.GetBytes(xml), "r", Limits);

    private static string Times(string text, int count) => string.Concat(Enumerable.Repeat(text, count));

    private static string Text(WireElement element) => element.Name
        + (element.XsiType.Length > 0 ? $":{element.XsiType}" : "")
        + (element.Text.Length > 0 ? $"'{element.Text}'" : $"({string.Concat(element.Children.Select(Text))})");
}
