using System.Text;

namespace OrleansLld.ObjectStore.Wire.Xml;

public sealed class CompleteUploadXmlTests
{
    [Fact]
    public void Parts_are_named_by_number_ETag_and_checksum() =>
        Parse(
            """
            <?xml version="1.0"?>
            <CompleteMultipartUpload xmlns="http://s3.amazonaws.com/doc/2006-03-01/">
              <Part><PartNumber>1</PartNumber><ETag>"a"</ETag></Part>
              <Part><ETag>&quot;b&quot;</ETag><PartNumber> 10000 </PartNumber><ChecksumCRC32>AAAAAA==</ChecksumCRC32></Part>
              <Part><PartNumber>3</PartNumber><ETag>c</ETag></Part>
            </CompleteMultipartUpload>
            """).Value.ShouldBe([new PartLine(1, "a", ""), new PartLine(10000, "b", "AAAAAA=="), new PartLine(3, "c", "")]);

    [Theory]
    [InlineData("")]
    [InlineData("<CompleteMultipartUpload/>")]
    [InlineData("<CompleteMultipartUpload></CompleteMultipartUpload>")]
    [InlineData("<Complete><Part><PartNumber>1</PartNumber><ETag>a</ETag></Part></Complete>")]
    [InlineData("<CompleteMultipartUpload><Part><PartNumber>1</PartNumber></Part></CompleteMultipartUpload>")]
    [InlineData("<CompleteMultipartUpload><Part><ETag>a</ETag></Part></CompleteMultipartUpload>")]
    [InlineData("<CompleteMultipartUpload><Part><PartNumber>one</PartNumber><ETag>a</ETag></Part></CompleteMultipartUpload>")]
    [InlineData("<CompleteMultipartUpload><Piece/></CompleteMultipartUpload>")]
    [InlineData(
        "<!DOCTYPE a [<!ENTITY b 'c'>]>"
        + "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>&b;</ETag></Part></CompleteMultipartUpload>")]
    public void What_names_no_parts_is_malformed(string text) => Parse(text).Refusal!.Fault.ShouldBe(WireFault.MalformedXml);

    [Theory]
    [InlineData("0")]
    [InlineData("10001")]
    public void A_number_has_its_range(string number) =>
        Parse($"<CompleteMultipartUpload><Part><PartNumber>{number}</PartNumber><ETag>a</ETag></Part></CompleteMultipartUpload>")
            .Refusal!.Fault.ShouldBe(WireFault.InvalidArgument);

    [Theory]
    [InlineData(10_000, true)]
    [InlineData(10_001, false)]
    public void There_are_ten_thousand_parts_at_most(int count, bool isRead)
    {
        var parts = string.Concat(Enumerable.Repeat("<Part><PartNumber>1</PartNumber><ETag>a</ETag></Part>", count));
        (Parse($"<CompleteMultipartUpload>{parts}</CompleteMultipartUpload>").Refusal is null).ShouldBe(isRead);
    }

    private static Parsed<System.Collections.Immutable.ImmutableArray<PartLine>> Parse(string text) =>
        CompleteUploadXml.Parse(Encoding.UTF8.GetBytes(text));
}
