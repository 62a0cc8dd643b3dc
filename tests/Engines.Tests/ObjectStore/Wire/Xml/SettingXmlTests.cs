using System.Text;

namespace OrleansLld.ObjectStore.Wire.Xml;

/// <summary>The documents of a bucket's settings: what is read, what is refused, and that what is written reads the same.</summary>
public sealed class SettingXmlTests
{
    [Theory]
    [InlineData("<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>", VersioningSetting.Enabled)]
    [InlineData(
        "<VersioningConfiguration xmlns='http://s3.amazonaws.com/doc/2006-03-01/'><MfaDelete>Disabled</MfaDelete><Status>Suspended</Status>"
        + "</VersioningConfiguration>",
        VersioningSetting.Suspended)]
    public void Versioning_is_read(string xml, VersioningSetting setting) =>
        VersioningXml.Parse(Bytes(xml)).ShouldBe(new Parsed<VersioningSetting>(setting, null));

    [Theory]
    [InlineData("<VersioningConfiguration/>", WireFault.IllegalVersioningConfiguration)]
    [InlineData("<VersioningConfiguration><Status>On</Status></VersioningConfiguration>", WireFault.MalformedXml)]
    [InlineData(
        "<VersioningConfiguration>"
        + "<Status>Enabled</Status><Status>Enabled</Status></VersioningConfiguration>", WireFault.MalformedXml)]
    [InlineData("<VersioningConfiguration><Status><a/></Status></VersioningConfiguration>", WireFault.IllegalVersioningConfiguration)]
    [InlineData("<VersioningConfiguration><State>Enabled</State></VersioningConfiguration>", WireFault.MalformedXml)]
    [InlineData(
        "<VersioningConfiguration>"
        + "<Status>Enabled</Status><MfaDelete>Enabled</MfaDelete></VersioningConfiguration>", WireFault.NotImplemented)]
    [InlineData("<Versioning><Status>Enabled</Status></Versioning>", WireFault.MalformedXml)]
    public void Versioning_that_is_none_is_refused(string xml, WireFault fault) =>
        VersioningXml.Parse(Bytes(xml)).Refusal!.Fault.ShouldBe(fault);

    [Theory]
    [InlineData(OwnershipSetting.BucketOwnerEnforced)]
    [InlineData(OwnershipSetting.BucketOwnerPreferred)]
    [InlineData(OwnershipSetting.ObjectWriter)]
    public void Ownership_reads_as_it_was_written(OwnershipSetting setting) =>
        OwnershipXml.Parse(OwnershipXml.Write(setting)).ShouldBe(new Parsed<OwnershipSetting>(setting, null));

    [Theory]
    [InlineData("<OwnershipControls/>")]
    [InlineData("<OwnershipControls><Rule/></OwnershipControls>")]
    [InlineData("<OwnershipControls><Rule><ObjectOwnership>Me</ObjectOwnership></Rule></OwnershipControls>")]
    [InlineData("<OwnershipControls><Rule><ObjectOwnership>ObjectWriter</ObjectOwnership></Rule><Rule/></OwnershipControls>")]
    public void Ownership_that_is_none_is_refused(string xml) =>
        OwnershipXml.Parse(Bytes(xml)).Refusal!.Fault.ShouldBe(WireFault.MalformedXml);

    [Theory]
    [InlineData("<PublicAccessBlockConfiguration/>", false, false, false, false)]
    [InlineData(
        "<PublicAccessBlockConfiguration>"
        + "<BlockPublicAcls>true</BlockPublicAcls></PublicAccessBlockConfiguration>", true, false, false, false)]
    [InlineData(
        "<PublicAccessBlockConfiguration><RestrictPublicBuckets>True</RestrictPublicBuckets><BlockPublicPolicy>1</BlockPublicPolicy>"
        + "<IgnorePublicAcls>false</IgnorePublicAcls></PublicAccessBlockConfiguration>",
        false, false, true, true)]
    public void A_public_access_block_is_read(string xml, bool acls, bool ignore, bool policy, bool restrict)
    {
        var read = PublicAccessXml.Parse(Bytes(xml));

        read.ShouldBe(new Parsed<PublicAccessSetting>(new PublicAccessSetting(acls, ignore, policy, restrict), null));
        PublicAccessXml.Parse(PublicAccessXml.Write(read.Value)).ShouldBe(read);
    }

    [Theory]
    [InlineData("<PublicAccessBlockConfiguration><BlockPublicAcls>yes</BlockPublicAcls></PublicAccessBlockConfiguration>")]
    [InlineData("<PublicAccessBlockConfiguration><BlockAll>true</BlockAll></PublicAccessBlockConfiguration>")]
    [InlineData(
        "<PublicAccessBlockConfiguration>"
        + "<BlockPublicAcls>true</BlockPublicAcls><BlockPublicAcls>true</BlockPublicAcls></PublicAccessBlockConfiguration>")]
    public void A_public_access_block_that_is_none_is_refused(string xml) =>
        PublicAccessXml.Parse(Bytes(xml)).Refusal!.Fault.ShouldBe(WireFault.MalformedXml);

    [Fact]
    public void A_policy_status_says_whether_it_is_public() =>
        Text(PublicAccessXml.WriteStatus(isPublic: true)).ShouldEndWith("<IsPublic>true</IsPublic></PolicyStatus>");

    [Theory]
    [InlineData("", "", "")]
    [InlineData("<CreateBucketConfiguration/>", "", "")]
    [InlineData(
        "<CreateBucketConfiguration>"
        + "<LocationConstraint>eu-west-1</LocationConstraint></CreateBucketConfiguration>", "eu-west-1", "")]
    [InlineData(
        "<CreateBucketConfiguration><Tags><Tag><Key>a</Key><Value>b</Value></Tag></Tags></CreateBucketConfiguration>", "", "a=b")]
    public void A_bucket_is_made_with_a_region_and_tags(string xml, string region, string tags)
    {
        var read = CreateBucketXml.Parse(Bytes(xml)).Value;

        read.Region.ShouldBe(region);
        string.Join('|', read.Tags.Select(tag => $"{tag.Name}={tag.Value}")).ShouldBe(tags);
    }

    [Theory]
    [InlineData("no xml", WireFault.MalformedXml)]
    [InlineData("<CreateBucketConfiguration><Place>eu</Place></CreateBucketConfiguration>", WireFault.MalformedXml)]
    [InlineData(
        "<CreateBucketConfiguration>"
        + "<LocationConstraint>a b</LocationConstraint></CreateBucketConfiguration>", WireFault.MalformedXml)]
    [InlineData("<CreateBucketConfiguration><Bucket><Type>Directory</Type></Bucket></CreateBucketConfiguration>", WireFault.NotImplemented)]
    [InlineData(
        "<CreateBucketConfiguration>"
        + "<Tags><Tag><Key>aws:a</Key><Value>b</Value></Tag></Tags></CreateBucketConfiguration>", WireFault.InvalidTag)]
    public void A_bucket_is_made_with_nothing_else(string xml, WireFault fault) =>
        CreateBucketXml.Parse(Bytes(xml)).Refusal!.Fault.ShouldBe(fault);

    private static byte[] Bytes(string xml) => Encoding.UTF8.GetBytes(xml);

    private static string Text(byte[] xml) => Encoding.UTF8.GetString(xml);
}
