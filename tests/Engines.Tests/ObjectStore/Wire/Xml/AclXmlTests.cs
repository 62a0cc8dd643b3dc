using System.Text;

namespace OrleansLld.ObjectStore.Wire.Xml;

public sealed class AclXmlTests
{
    private const string Owner = "<Owner><ID>11</ID><DisplayName>ann</DisplayName></Owner>";

    [Fact]
    public void A_list_is_read()
    {
        var bob = Grant("CanonicalUser", "<ID>22</ID><DisplayName>bob</DisplayName>", "READ_ACP");
        var acl = Read(Owner, bob, Group("AllUsers", "READ")).Value;

        acl.OwnerId.ShouldBe("11");
        acl.OwnerName.ShouldBe("ann");
        acl.Entries.ShouldBe(
        [
            new AclEntry(AclGrantee.Account, "22", "bob", AclPermission.ReadAcl),
            new AclEntry(AclGrantee.AllUsers, "", "", AclPermission.Read),
        ]);
    }

    [Fact]
    public void A_list_may_be_empty()
    {
        Read(Owner).Value.Entries.ShouldBeEmpty();
        Parse($"<AccessControlPolicy>{Owner}<AccessControlList> </AccessControlList></AccessControlPolicy>").Value.Entries.ShouldBeEmpty();
    }

    [Fact]
    public void What_is_written_reads_the_same()
    {
        var ann = new AclParty("11", "ann");
        var bob = new AclEntry(AclGrantee.Account, "22", "", AclPermission.WriteAcl);
        var acl = new Acl("11", "ann", [.. CannedAcls.Expand(CannedAcl.PublicReadWrite, ann, ann), bob]);

        var read = AclXml.Parse(AclXml.Write(acl)).Value;

        read.Entries.ShouldBe(acl.Entries);
        (read.OwnerId, read.OwnerName).ShouldBe(("11", "ann"));
    }

    [Fact]
    public void A_grantee_is_written_with_its_type() =>
        Encoding.UTF8.GetString(AclXml.Write(new Acl("11", "", [AclEntry.Of(AclGrantee.AllUsers, AclPermission.Read)]))).ShouldEndWith(
            "<Owner><ID>11</ID></Owner><AccessControlList><Grant>"
            + "<Grantee xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:type=\"Group\">"
            + "<URI>http://acs.amazonaws.com/groups/global/AllUsers</URI></Grantee>"
            + "<Permission>READ</Permission></Grant></AccessControlList></AccessControlPolicy>");

    [Theory]
    [InlineData("CanonicalUser", "<ID>_foo</ID>", "READ", WireFault.InvalidArgument)]
    [InlineData("CanonicalUser", "<ID/>", "READ", WireFault.InvalidArgument)]
    [InlineData("CanonicalUser", "<Name>22</Name>", "READ", WireFault.MalformedAcl)]
    [InlineData("CanonicalUser", "<ID>22</ID>", "EVERYTHING", WireFault.MalformedAcl)]
    [InlineData("Martian", "<ID>22</ID>", "READ", WireFault.MalformedAcl)]
    [InlineData("Group", "<URI>http://example.com</URI>", "READ", WireFault.InvalidArgument)]
    [InlineData("Group", "<ID>22</ID>", "READ", WireFault.MalformedAcl)]
    [InlineData("AmazonCustomerByEmail", "<EmailAddress>a@b.c</EmailAddress>", "READ", WireFault.UnresolvableGrantByEmailAddress)]
    public void A_grant_to_nobody_is_refused(string type, string grantee, string permission, WireFault fault) =>
        Read(Owner, Grant(type, grantee, permission)).Refusal!.Fault.ShouldBe(fault);

    [Theory]
    [InlineData("<AccessControlPolicy/>")]
    [InlineData("<AccessControlPolicy><AccessControlList/></AccessControlPolicy>")]
    [InlineData("<AccessControlPolicy><Owner><ID>11</ID></Owner></AccessControlPolicy>")]
    [InlineData("<AccessControlPolicy><Owner/><AccessControlList/></AccessControlPolicy>")]
    [InlineData("<AccessControlPolicy><Owner><ID>11</ID></Owner><AccessControlList>x</AccessControlList></AccessControlPolicy>")]
    [InlineData("<AccessControlPolicy><Owner><ID>11</ID></Owner><AccessControlList><Grant/></AccessControlList></AccessControlPolicy>")]
    public void What_is_not_a_list_is_malformed(string xml) => Parse(xml).Refusal!.Fault.ShouldBe(WireFault.MalformedAcl);

    [Fact]
    public void A_list_has_at_most_100_grants()
    {
        Read([Owner, .. Enumerable.Repeat(Group("AllUsers", "READ"), 100)]).Refusal.ShouldBeNull();
        Read([Owner, .. Enumerable.Repeat(Group("AllUsers", "READ"), 101)]).Refusal!.Fault.ShouldBe(WireFault.MalformedAcl);
    }

    private static string Group(string name, string permission) =>
        Grant("Group", $"<URI>http://acs.amazonaws.com/groups/global/{name}</URI>", permission);

    private static string Grant(string type, string grantee, string permission) =>
        $"<Grant><Grantee xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:type='{type}'>{grantee}</Grantee>"
        + $"<Permission>{permission}</Permission></Grant>";

    private static Parsed<Acl> Read(params string[] parts) => Parse(
        $"<AccessControlPolicy>{parts[0]}<AccessControlList>{string.Concat(parts.Skip(1))}</AccessControlList></AccessControlPolicy>");

    private static Parsed<Acl> Parse(string xml) => AclXml.Parse(Encoding.UTF8.GetBytes(xml));
}
