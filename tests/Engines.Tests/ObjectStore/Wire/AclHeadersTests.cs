namespace OrleansLld.ObjectStore.Wire;

public sealed class AclHeadersTests
{
    private static readonly AclParty Ann = new("11", "ann");
    private static readonly AclParty Bob = new("22", "bob");

    [Theory]
    [InlineData("", "11:FULL_CONTROL")]
    [InlineData("x-amz-acl: private", "11:FULL_CONTROL")]
    [InlineData("x-amz-acl: public-read", "AllUsers:READ 11:FULL_CONTROL")]
    [InlineData("x-amz-acl: public-read-write", "AllUsers:READ AllUsers:WRITE 11:FULL_CONTROL")]
    [InlineData("x-amz-acl: authenticated-read", "AuthenticatedUsers:READ 11:FULL_CONTROL")]
    [InlineData("x-amz-acl: aws-exec-read", "11:FULL_CONTROL")]
    [InlineData("x-amz-acl: bucket-owner-read", "11:FULL_CONTROL 22:READ")]
    [InlineData("x-amz-acl: bucket-owner-full-control", "11:FULL_CONTROL 22:FULL_CONTROL")]
    [InlineData("x-amz-acl: log-delivery-write", "LogDelivery:WRITE LogDelivery:READ_ACP 11:FULL_CONTROL")]
    [InlineData("x-amz-grant-read: id=22", "22:READ")]
    [InlineData("x-amz-grant-read: id=\"22\", uri=\"http://acs.amazonaws.com/groups/global/AllUsers\"", "22:READ AllUsers:READ")]
    [InlineData(
        "x-amz-grant-full-control: id=11\nx-amz-grant-write-acp: ID=22\nx-amz-grant-write: id=22\nx-amz-grant-read-acp: id=22",
        "22:WRITE 22:READ_ACP 22:WRITE_ACP 11:FULL_CONTROL")]
    public void Headers_stand_for_grants(string headers, string grants)
    {
        var read = Read(headers);
        read.Refusal.ShouldBeNull();
        Text(read.Value).ShouldBe(grants);
    }

    [Theory]
    [InlineData("x-amz-acl: bucket-owner-read")]
    [InlineData("x-amz-acl: bucket-owner-full-control")]
    public void In_ones_own_bucket_the_bucket_owner_is_named_once(string headers) =>
        Read(headers).Value.Entries(Ann, Ann).ShouldBe([AclEntry.Of(Ann, AclPermission.FullControl)]);

    [Theory]
    [InlineData("x-amz-acl: public", WireFault.InvalidArgument)]
    [InlineData("x-amz-acl: public-read\nx-amz-grant-read: id=22", WireFault.InvalidRequest)]
    [InlineData("x-amz-grant-read: id=_foo", WireFault.InvalidArgument)]
    [InlineData("x-amz-grant-read: id=022", WireFault.InvalidArgument)]
    [InlineData("x-amz-grant-read: id=9007199254740992", WireFault.InvalidArgument)]
    [InlineData("x-amz-grant-read: id=", WireFault.InvalidArgument)]
    [InlineData("x-amz-grant-read: 22", WireFault.InvalidArgument)]
    [InlineData("x-amz-grant-read: id=22,", WireFault.InvalidArgument)]
    [InlineData("x-amz-grant-read: uri=http://example.com/all", WireFault.InvalidArgument)]
    [InlineData("x-amz-grant-read: name=bob", WireFault.InvalidArgument)]
    [InlineData("x-amz-grant-read: emailAddress=\"bob@example.com\"", WireFault.UnresolvableGrantByEmailAddress)]
    public void What_stands_for_nothing_is_refused(string headers, WireFault fault) => Read(headers).Refusal!.Fault.ShouldBe(fault);

    [Theory]
    [InlineData("", true)]
    [InlineData("x-amz-acl: private", true)]
    [InlineData("x-amz-acl: bucket-owner-full-control", true)]
    [InlineData("x-amz-grant-full-control: id=22", true)]
    [InlineData("x-amz-acl: public-read", false)]
    [InlineData("x-amz-acl: bucket-owner-read", false)]
    [InlineData("x-amz-grant-full-control: id=11", false)]
    [InlineData("x-amz-grant-read: id=22", false)]
    [InlineData("x-amz-grant-full-control: id=22\nx-amz-grant-read: id=11", false)]
    public void A_bucket_without_lists_takes_only_what_its_owner_has_anyway(string headers, bool suits) =>
        Read(headers).Value.SuitsOwnerEnforced(Bob.Id).ShouldBe(suits);

    private static string Text(AclHeaders headers) => string.Join(' ', headers.Entries(Ann, Bob).Select(entry =>
        $"{(entry.Kind == AclGrantee.Account ? entry.Id : entry.Kind)}:{AclNames.Permission(entry.Permission)}"));

    private static Parsed<AclHeaders> Read(string headers)
    {
        var lines = headers.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(": ", 2))
            .ToDictionary(line => line[0], line => line[1]);
        return AclHeaders.Parse(name => lines.GetValueOrDefault(name));
    }
}
