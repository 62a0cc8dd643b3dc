using System.Text;
using System.Xml.Linq;

namespace OrleansLld.ObjectStore;

/// <summary>What the gateway writes is read again by a parser of XML, as far as XML has it at all.</summary>
public sealed class XmlAnswerTests
{
    private readonly XmlAnswer _xml = new();

    [Theory]
    [InlineData("plain")]
    [InlineData("a&b<c>d\"e'")]
    [InlineData("tab\tline\nreturn\r")]
    [InlineData("é一🐍")]
    [InlineData("")]
    [InlineData("]]>")]
    public void Text_comes_back_as_it_was(string text) =>
        Read(_xml.Document("Root"u8).Element("Key"u8, text).End("Root"u8)).Elements().Single().Value.ShouldBe(text);

    [Fact]
    public void What_XML_does_not_have_is_written_as_S3_writes_it() =>
        Written(_xml.Begin("Key"u8).Text("\u0001\u001f\uffff").End("Key"u8)).ShouldBe("<Key>&#x1;&#x1f;&#xffff;</Key>");

    [Fact]
    public void Values_have_the_forms_of_S3()
    {
        _xml.Element("Size"u8, long.MaxValue).Element("IsTruncated"u8, true).ETag("abc");
        _xml.Element("LastModified"u8, new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, TimeSpan.FromHours(2)));
        Written(_xml).ShouldBe(
            "<Size>9223372036854775807</Size><IsTruncated>true</IsTruncated><ETag>&quot;abc&quot;</ETag>"
            + "<LastModified>2026-01-02T01:04:05.000Z</LastModified>");
    }

    [Fact]
    public void A_long_document_grows_and_is_forgotten()
    {
        for (var round = 0; round < 2; round++)
        {
            _xml.Document("Root"u8);
            for (var i = 0; i < 5000; i++)
                _xml.Element("Key"u8, $"ключ-{i}");
            Read(_xml.End("Root"u8)).Elements().Select(key => key.Value).ShouldBe(Enumerable.Range(0, 5000).Select(i => $"ключ-{i}"));
            _xml.Clear();
            _xml.Written.IsEmpty.ShouldBeTrue();
        }
    }

    private static XElement Read(XmlAnswer xml) => XElement.Parse(Written(xml));

    private static string Written(XmlAnswer xml) => Encoding.UTF8.GetString(xml.Written.Span);
}
