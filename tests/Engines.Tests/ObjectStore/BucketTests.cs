using OrleansLld.ObjectStore.Access;
using OrleansLld.ObjectStore.Wire;
using OrleansLld.ObjectStore.Wire.Xml;

namespace OrleansLld.ObjectStore;

public sealed class BucketTests
{
    private const string PublicPolicy =
        """{"Statement": {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::box/*"}}""";

    [Fact]
    public void A_name_is_given_once()
    {
        var fixture = BucketFixture.Opened();

        fixture.Bucket.Create(BucketFixture.Created(owner: 22, incarnation: "other")).Fault.ShouldBe(BucketFault.NameTaken);
        fixture.Bucket.Create(BucketFixture.Created(incarnation: "other")).Fault.ShouldBe(BucketFault.OwnedByYou);
        fixture.Bucket.Create(BucketFixture.Created()).ShouldBe(BucketRuling.Repeat);
    }

    [Fact]
    public void Who_may_do_what_is_read_again_only_when_it_may_have_changed()
    {
        var fixture = BucketFixture.Opened();
        var access = fixture.Bucket.Access;
        fixture.Take(fixture.Bucket.BeginMove(new IndexMove(MoveKind.Split, 1, 2, "m", "", false))!);
        fixture.Take(new BucketEvent.Moved());
        fixture.Take(new BucketEvent.MoveEnded());
        fixture.Bucket.Access.ShouldBeSameAs(access);

        fixture.Configure(new TermsChange.PublicAccess(new PublicAccessSetting(true, true, true, true)));
        fixture.Bucket.Access.ShouldNotBeSameAs(access);
        fixture.Take(fixture.Bucket.Delete(BucketFixture.Who(11)));
        fixture.Take(new BucketEvent.Closed());
        fixture.Take(new BucketEvent.Removed());
        fixture.Take(fixture.Bucket.Create(BucketFixture.Created(owner: 22)));
        fixture.Take(new BucketEvent.Opened());
        fixture.Bucket.Configure(BucketFixture.Who(11), new TermsChange.Cors(null)).Fault.ShouldBe(BucketFault.AccessDenied);
    }

    [Fact]
    public void While_a_bucket_is_made_or_removed_nobody_else_gets_the_name()
    {
        var fixture = new BucketFixture();
        fixture.Take(fixture.Bucket.Create(BucketFixture.Created()));
        fixture.Bucket.Create(BucketFixture.Created(owner: 22)).Fault.ShouldBe(BucketFault.Conflict);
        fixture.Bucket.Configure(BucketFixture.Who(11), new TermsChange.Cors(null)).Fault.ShouldBe(BucketFault.NoSuchBucket);

        fixture.Take(new BucketEvent.Opened());
        fixture.Take(fixture.Bucket.Delete(BucketFixture.Who(11)));
        fixture.Configure(new TermsChange.Cors(null)).ShouldBe(BucketFault.Conflict);
        fixture.Take(new BucketEvent.Closed());
        fixture.Bucket.Create(BucketFixture.Created(owner: 22)).Fault.ShouldBe(BucketFault.Conflict);
        fixture.Bucket.Delete(BucketFixture.Who(11)).Fault.ShouldBe(BucketFault.NoSuchBucket);
        fixture.Text();
    }

    [Fact]
    public void A_bucket_of_a_removed_ones_name_is_a_later_one()
    {
        var fixture = BucketFixture.Opened();
        var (revision, at) = (fixture.Bucket.Revision, fixture.Bucket.Making!.At);
        fixture.Take(fixture.Bucket.Delete(BucketFixture.Who(11)));
        fixture.Take(new BucketEvent.Closed());
        fixture.Take(new BucketEvent.Removed());

        fixture.Take(fixture.Bucket.Create(BucketFixture.Created(owner: 22, incarnation: "second"))).ShouldBe(BucketFault.None);

        fixture.Bucket.Revision.ShouldBeGreaterThan(revision);
        fixture.Bucket.Making!.At.ShouldBeGreaterThan(at);
        fixture.Text();
    }

    [Fact]
    public void Each_setting_is_kept()
    {
        var fixture = BucketFixture.Opened(OwnershipSetting.ObjectWriter);
        var before = fixture.Bucket.Revision;
        fixture.Configure(new TermsChange.Versioning(VersioningSetting.Enabled));
        fixture.Configure(new TermsChange.Grants(CannedAcls.Expand(CannedAcl.PublicRead, new("11", "a"), new("11", "a"))));
        fixture.Configure(new TermsChange.PublicAccess(new PublicAccessSetting(true, false, false, true)));
        fixture.Configure(new TermsChange.Policy(PublicPolicy));
        fixture.Configure(new TermsChange.Cors("<CORSConfiguration/>"));
        fixture.Configure(new TermsChange.Tagging([new NamedValue("a", "b")]));
        fixture.Configure(new TermsChange.Ownership(OwnershipSetting.BucketOwnerPreferred));

        var terms = fixture.Bucket.Terms!;
        terms.Versioning.ShouldBe(VersioningSetting.Enabled);
        terms.Acl.Length.ShouldBe(2);
        terms.PublicAccess.ShouldBe(new PublicAccessSetting(true, false, false, true));
        terms.PolicyJson.ShouldBe(PublicPolicy);
        terms.CorsXml.ShouldBe("<CORSConfiguration/>");
        terms.Tags.ShouldBe([new NamedValue("a", "b")]);
        terms.Ownership.ShouldBe(OwnershipSetting.BucketOwnerPreferred);
        fixture.Bucket.Access.Policy!.IsPublic.ShouldBeTrue();
        fixture.Bucket.Revision.ShouldBe(before + 7);
        fixture.Text();
    }

    [Fact]
    public void A_setting_can_be_taken_away()
    {
        var fixture = BucketFixture.Opened();
        fixture.Configure(new TermsChange.Policy(PublicPolicy));
        fixture.Configure(new TermsChange.Policy(null));
        fixture.Configure(new TermsChange.Ownership(null));
        fixture.Configure(new TermsChange.PublicAccess(null));

        fixture.Bucket.Access.Policy.ShouldBeNull();
        fixture.Bucket.Terms!.HasLists.ShouldBeTrue();
        fixture.Bucket.Access.Ownership.ShouldBe(OwnershipSetting.ObjectWriter);
        fixture.Text();
    }

    [Fact]
    public void Lists_that_are_off_cannot_be_changed_and_cannot_be_switched_off_while_they_count()
    {
        var others = new TermsChange.Grants([AclEntry.Of(AclGrantee.AllUsers, AclPermission.Read)]);
        var enforced = BucketFixture.Opened();
        enforced.Configure(others).ShouldBe(BucketFault.AclsNotSupported);
        enforced.Configure(new TermsChange.Grants(BucketFixture.Own())).ShouldBe(BucketFault.None);

        var listed = BucketFixture.Opened(OwnershipSetting.ObjectWriter);
        listed.Configure(others).ShouldBe(BucketFault.None);
        listed.Configure(new TermsChange.Ownership(OwnershipSetting.BucketOwnerEnforced)).ShouldBe(BucketFault.GrantsToOthers);
        listed.Configure(new TermsChange.Grants([])).ShouldBe(BucketFault.None);
        listed.Configure(new TermsChange.Ownership(OwnershipSetting.BucketOwnerEnforced)).ShouldBe(BucketFault.None);
    }

    [Fact]
    public void A_block_refuses_what_would_be_public()
    {
        var fixture = BucketFixture.Opened(OwnershipSetting.ObjectWriter);
        fixture.Configure(new TermsChange.PublicAccess(new PublicAccessSetting(true, false, true, false)));

        fixture.Configure(new TermsChange.Grants([AclEntry.Of(AclGrantee.AuthenticatedUsers, AclPermission.Read)]))
            .ShouldBe(BucketFault.PublicAccessBlocked);
        fixture.Configure(new TermsChange.Grants([AclEntry.Of(new AclParty("22", ""), AclPermission.Read)])).ShouldBe(BucketFault.None);
        fixture.Configure(new TermsChange.Policy(PublicPolicy)).ShouldBe(BucketFault.PublicAccessBlocked);
        var denying = PublicPolicy.Replace("Allow", "Deny", StringComparison.Ordinal);
        fixture.Configure(new TermsChange.Policy(denying)).ShouldBe(BucketFault.None);
        fixture.Configure(new TermsChange.Policy("{}")).ShouldBe(BucketFault.MalformedPolicy);
    }

    [Fact]
    public void An_outsider_changes_nothing()
    {
        var fixture = BucketFixture.Opened(OwnershipSetting.ObjectWriter);
        TermsChange[] changes =
        [
            new TermsChange.Versioning(VersioningSetting.Enabled), new TermsChange.Ownership(null), new TermsChange.Grants([]),
            new TermsChange.PublicAccess(null), new TermsChange.Policy(PublicPolicy), new TermsChange.Policy(null),
            new TermsChange.Cors(null), new TermsChange.Tagging([]),
        ];

        foreach (var change in changes)
            fixture.Configure(change, who: 22).ShouldBe(BucketFault.AccessDenied);
        fixture.Bucket.Delete(BucketFixture.Who(22)).Fault.ShouldBe(BucketFault.AccessDenied);
        fixture.Bucket.Delete(AccessRequester.Anonymous).Fault.ShouldBe(BucketFault.AccessDenied);
    }

    [Fact]
    public void What_depends_on_the_request_was_asked_when_it_was_admitted()
    {
        const string Statement = """
            {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::box",
             "Condition": {"NotIpAddress": {"aws:SourceIp": "10.0.0.0/8"}}},
            {"Effect": "Allow", "Principal": {"AWS": "22"}, "Action": "s3:PutBucketCORS", "Resource": "arn:aws:s3:::box",
             "Condition": {"Bool": {"aws:SecureTransport": "true"}}}
            """;
        var fixture = BucketFixture.Opened();
        fixture.Configure(new TermsChange.Policy($$"""{"Statement": [{{Statement}}]}""")).ShouldBe(BucketFault.None);

        fixture.Configure(new TermsChange.Cors("x")).ShouldBe(BucketFault.None);
        fixture.Configure(new TermsChange.Cors("y"), who: 22).ShouldBe(BucketFault.None);
        fixture.Configure(new TermsChange.Cors("z"), who: 33).ShouldBe(BucketFault.AccessDenied);
        fixture.Configure(new TermsChange.Tagging([]), who: 22).ShouldBe(BucketFault.AccessDenied);
    }

    [Fact]
    public void Keys_move_one_way_at_a_time()
    {
        var fixture = BucketFixture.Opened();
        var split = new IndexMove(MoveKind.Split, 1, 2, "m", "", false);
        fixture.Take(fixture.Bucket.BeginMove(split)!);
        fixture.Bucket.BeginMove(split).ShouldBeNull();
        fixture.Bucket.Delete(BucketFixture.Who(11)).Fault.ShouldBe(BucketFault.Conflict);
        fixture.Bucket.Map!.Ranges.ShouldBe([new MappedRange("", 1)]);

        fixture.Take(new BucketEvent.Moved());
        fixture.Bucket.Map.Ranges.ShouldBe([new MappedRange("", 1), new MappedRange("m", 2)]);
        fixture.Take(new BucketEvent.MoveEnded());

        fixture.Take(fixture.Bucket.BeginMove(new IndexMove(MoveKind.Merge, 2, 1, "m", "", false))!);
        fixture.Take(new BucketEvent.Moved());
        fixture.Take(new BucketEvent.MoveEnded());
        fixture.Bucket.Map.Ranges.ShouldBe([new MappedRange("", 1)]);
        fixture.Bucket.NextPartition.ShouldBe(3);
        fixture.Text();
    }
}
