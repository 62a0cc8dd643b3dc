using System.Collections.Immutable;
using OrleansLld.ObjectStore.Wire;
using OrleansLld.ObjectStore.Wire.Xml;

namespace OrleansLld.ObjectStore.Access;

/// <summary>The bucket is Ann's; <c>-</c> is nobody. Of each action is expected: + admitted, - denied, ? needs the object.</summary>
public sealed class BucketAccessTests
{
    private static readonly AclParty Ann = new("11", "ann");
    private static readonly AclParty Bob = new("22", "bob");

    [Theory]
    [InlineData(
        "ann",
        "+GetBucketPolicy +PutBucketCORS +ListBucket +PutObject +DeleteObject +DeleteObjectVersion "
        + "+GetObject +GetObjectAcl +PutObjectTagging +AbortMultipartUpload")]
    [InlineData(
        "bob",
        "-GetBucketPolicy -PutBucketCORS -ListBucket -PutObject -DeleteObject -DeleteObjectVersion "
        + "-GetObject -GetObjectAcl -PutObjectTagging ?AbortMultipartUpload")]
    [InlineData(
        "-",
        "-GetBucketPolicy -PutBucketCORS -ListBucket -PutObject -DeleteObject -DeleteObjectVersion "
        + "-GetObject -GetObjectAcl -PutObjectTagging -AbortMultipartUpload")]
    public void Without_lists_and_policy_everything_is_the_owners(string who, string expected) => Check(new Rules(), who, null, expected);

    [Theory]
    [InlineData("bob", "-ListBucket -PutObject -GetObject")]
    [InlineData("-", "-ListBucket -PutObject -GetObject")]
    [InlineData("ann", "+ListBucket +PutObject +GetObject")]
    public void A_list_does_not_count_where_lists_are_off(string who, string expected) => Check(
        new Rules(Acl: CannedAcls.Expand(CannedAcl.PublicReadWrite, Ann, Ann)),
        who,
        new AccessObject(Ann.Id, CannedAcls.Expand(CannedAcl.PublicRead, Ann, Ann)),
        expected);

    [Theory]
    [InlineData(CannedAcl.Private, "bob", "-ListBucket -PutObject -DeleteObject -GetBucketAcl -PutBucketAcl -GetBucketLocation")]
    [InlineData(CannedAcl.PublicRead, "bob", "+ListBucket +ListBucketVersions +ListBucketMultipartUploads -PutObject -GetBucketAcl")]
    [InlineData(CannedAcl.PublicRead, "-", "+ListBucket -PutObject -GetBucketAcl -GetBucketPolicy")]
    [InlineData(CannedAcl.PublicReadWrite, "-", "+ListBucket +PutObject +DeleteObject -DeleteObjectVersion -GetBucketAcl -PutBucketAcl")]
    [InlineData(CannedAcl.AuthenticatedRead, "bob", "+ListBucket -PutObject")]
    [InlineData(CannedAcl.AuthenticatedRead, "-", "-ListBucket -PutObject")]
    [InlineData(CannedAcl.LogDeliveryWrite, "bob", "-PutObject -GetBucketAcl")]
    public void A_canned_list_of_a_bucket_lets_in(CannedAcl canned, string who, string expected) =>
        Check(new Rules(OwnershipSetting.ObjectWriter, CannedAcls.Expand(canned, Ann, Ann)), who, null, expected);

    [Theory]
    [InlineData(AclPermission.Read, "+ListBucket -PutObject -GetBucketAcl -PutBucketAcl")]
    [InlineData(AclPermission.Write, "-ListBucket +PutObject -GetBucketAcl -PutBucketAcl")]
    [InlineData(AclPermission.ReadAcl, "-ListBucket -PutObject +GetBucketAcl -PutBucketAcl")]
    [InlineData(AclPermission.WriteAcl, "-ListBucket -PutObject -GetBucketAcl +PutBucketAcl")]
    [InlineData(AclPermission.FullControl, "+ListBucket +PutObject +GetBucketAcl +PutBucketAcl -PutBucketPolicy -PutBucketCORS")]
    public void A_grant_gives_what_it_says(AclPermission permission, string expected) =>
        Check(new Rules(OwnershipSetting.ObjectWriter, [AclEntry.Of(Bob, permission)]), "bob", null, expected);

    [Fact]
    public void An_owner_who_took_the_grants_from_himself_may_still_put_them_back() => Check(
        new Rules(OwnershipSetting.ObjectWriter, []),
        "ann",
        new AccessObject(Ann.Id, []),
        "-PutObject -ListBucket +GetBucketAcl +PutBucketAcl +GetObject");

    [Theory]
    [InlineData("ann", "-GetObject -GetObjectAcl -PutObjectAcl +GetObjectTagging +DeleteObject")]
    [InlineData("bob", "+GetObject +GetObjectAcl +PutObjectAcl +GetObjectTagging -DeleteObject")]
    public void With_lists_an_object_is_its_writers(string who, string expected) => Check(
        new Rules(OwnershipSetting.ObjectWriter, CannedAcls.Expand(CannedAcl.Private, Ann, Ann)),
        who,
        new AccessObject(Bob.Id, []),
        expected);

    [Theory]
    [InlineData(CannedAcl.PublicRead, "-", "+GetObject +GetObjectVersion +GetObjectAttributes -GetObjectAcl -GetObjectTagging")]
    [InlineData(CannedAcl.AuthenticatedRead, "-", "-GetObject")]
    [InlineData(CannedAcl.AuthenticatedRead, "ann", "+GetObject")]
    [InlineData(CannedAcl.BucketOwnerRead, "ann", "+GetObject -GetObjectAcl -PutObjectAcl")]
    [InlineData(CannedAcl.BucketOwnerFullControl, "ann", "+GetObject +GetObjectAcl +PutObjectAcl")]
    public void A_canned_list_of_an_object_lets_in(CannedAcl canned, string who, string expected) => Check(
        new Rules(OwnershipSetting.ObjectWriter, CannedAcls.Expand(CannedAcl.Private, Ann, Ann)),
        who,
        new AccessObject(Bob.Id, CannedAcls.Expand(canned, Bob, Ann)),
        expected);

    [Fact]
    public void With_lists_whoever_may_read_depends_on_the_object() => Check(
        new Rules(OwnershipSetting.BucketOwnerPreferred, CannedAcls.Expand(CannedAcl.Private, Ann, Ann)),
        "ann",
        null,
        "?GetObject ?GetObjectAcl ?PutObjectTagging +PutObject");

    [Theory]
    [InlineData(CannedAcl.PublicRead, "-", "+GetObject")]
    [InlineData(CannedAcl.Private, "-", "-GetObject")]
    [InlineData(CannedAcl.Private, "ann", "+GetObject")]
    public void That_a_key_is_missing_is_told_to_whoever_may_list(CannedAcl canned, string who, string expected) => Check(
        new Rules(OwnershipSetting.ObjectWriter, CannedAcls.Expand(canned, Ann, Ann)), who, new AccessObject("", []), expected);

    [Theory]
    [InlineData("11", "+GetObject")]
    [InlineData("33", "-GetObject")]
    public void A_policy_gives_away_only_what_is_the_bucket_owners(string objectOwner, string expected) => Check(
        new Rules(OwnershipSetting.ObjectWriter, [], PolicyFixture.Read(PolicyFixture.Statement())),
        "bob",
        new AccessObject(objectOwner, []),
        expected);

    [Fact]
    public void A_policy_denies_the_owner_everything_but_the_policy() => Check(
        new Rules(Policy: PolicyFixture.Read(PolicyFixture.Statement(("Effect", "\"Deny\"")))),
        "ann",
        null,
        "-ListBucket -PutObject -GetObject -PutBucketCORS -PutBucketAcl +GetBucketPolicy +PutBucketPolicy +DeleteBucketPolicy");

    [Fact]
    public void A_policy_may_allow_what_nothing_else_does() => Check(
        new Rules(Policy: PolicyFixture.Read(PolicyFixture.Statement(("Principal", """{"AWS": "22"}""")))),
        "bob",
        null,
        "+ListBucket +PutObject +GetObject +PutBucketPolicy +PutBucketCORS +DeleteBucket +AbortMultipartUpload");

    [Fact]
    public void An_upload_is_its_initiators_too()
    {
        Check(new Rules(), "bob", new AccessObject(Bob.Id, []), "+AbortMultipartUpload +ListMultipartUploadParts");
        Check(new Rules(), "bob", new AccessObject("33", []), "-AbortMultipartUpload -ListMultipartUploadParts");
        Check(new Rules(), "-", new AccessObject("", []), "-AbortMultipartUpload -ListMultipartUploadParts");
    }

    [Fact]
    public void Public_grants_can_be_ignored() => Check(
        new Rules(
            OwnershipSetting.ObjectWriter,
            CannedAcls.Expand(CannedAcl.PublicRead, Ann, Ann),
            Block: new PublicAccessSetting(false, true, false, false)),
        "bob",
        new AccessObject(Ann.Id, CannedAcls.Expand(CannedAcl.AuthenticatedRead, Ann, Ann)),
        "-ListBucket -GetObject");

    [Theory]
    [InlineData("\"*\"", "bob", "-GetObject")]
    [InlineData("\"*\"", "ann", "+GetObject")]
    [InlineData("""{"AWS": "22"}""", "bob", "+GetObject")]
    public void A_public_policy_can_be_restricted_to_the_owner(string principal, string who, string expected) => Check(
        new Rules(
            Policy: PolicyFixture.Read(PolicyFixture.Statement(("Principal", principal))),
            Block: new PublicAccessSetting(false, false, false, true)),
        who,
        null,
        expected);

    private static void Check(Rules rules, string who, AccessObject? found, string expected)
    {
        var told = expected.Split(' ').Select(one => one[1..]).Select(action => Decide(rules, who, action, found) switch
        {
            AccessVerdict.Admitted => $"+{action}",
            AccessVerdict.Denied => $"-{action}",
            AccessVerdict.NeedsObject => $"?{action}",
            var other => $"{other}",
        });
        string.Join(' ', told).ShouldBe(expected);
    }

    private static AccessVerdict Decide(Rules rules, string who, string action, AccessObject? found)
    {
        var access = new BucketAccess(
            PolicyFixture.Bucket, Ann.Id, rules.Ownership, rules.Acl.IsDefault ? [] : rules.Acl, rules.Block, rules.Policy);
        var named = S3Action.Named(action);
        var context = new AccessContext(PolicyFixture.Who(who), [], PolicyFixture.Noon, []);
        return access.Decide(new AccessQuestion(named, named.IsOfObject ? "k" : "", context, found));
    }

    private sealed record Rules(
        OwnershipSetting Ownership = OwnershipSetting.BucketOwnerEnforced,
        ImmutableArray<AclEntry> Acl = default,
        BucketPolicy? Policy = null,
        PublicAccessSetting Block = default);
}
