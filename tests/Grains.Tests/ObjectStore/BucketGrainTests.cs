using OrleansLld.Accounts;
using OrleansLld.Storage.Volatile;

namespace OrleansLld.ObjectStore;

public sealed class BucketGrainTests
{
    private const string PublicPolicy =
        """{"Statement": {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::box/*"}}""";

    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly Requester Ann = BucketCluster.Ann;
    private static readonly Requester Bob = BucketCluster.Bob;

    [Fact]
    public async Task A_new_bucket_is_its_makers_and_takes_objects()
    {
        await using var cluster = await BucketCluster.Start();
        var command = cluster.NewBucket() with { Region = "eu-west-1", Ownership = ObjectOwnership.ObjectWriter };
        (await cluster.Bucket().Create(command, None)).ShouldBe(BucketRefusal.None);

        var settings = await cluster.Settings();
        settings.Owner.ShouldBe(Ann.Account!.Value);
        settings.OwnerHandle.ShouldBe("ann");
        settings.Region.ShouldBe("eu-west-1");
        settings.Ownership.ShouldBe(ObjectOwnership.ObjectWriter);
        settings.Acl.ShouldBe([new Grant("11", GranteeKind.Account, "ann", GrantPermission.FullControl)]);
        settings.Versioning.ShouldBe(VersioningState.Off);
        settings.Index.ShouldBe([new IndexRange("", new IndexPartitionId(command.Incarnation, 1))]);
        (await cluster.Listed(Ann)).ShouldBe("box");
        (await cluster.Put("a")).ShouldBe(WriteOutcome.Done);
    }

    [Fact]
    public async Task A_name_is_given_once()
    {
        await using var cluster = await BucketCluster.Start();
        var first = cluster.NewBucket();
        await cluster.Bucket().Create(first, None);

        (await cluster.Bucket().Create(first, None)).ShouldBe(BucketRefusal.None);
        (await cluster.Create()).ShouldBe(BucketRefusal.OwnedByYou);
        (await cluster.Create(owner: Bob)).ShouldBe(BucketRefusal.NameTaken);
        (await cluster.Create("Box")).ShouldBe(BucketRefusal.InvalidName);
        (await cluster.Create("fine", Requester.Anonymous)).ShouldBe(BucketRefusal.AccessDenied);
        (await cluster.Listed(Bob)).ShouldBe("");
    }

    [Fact]
    public async Task Of_many_who_want_one_name_at_once_one_gets_it()
    {
        await using var cluster = await BucketCluster.Start();
        var accounts = Enumerable.Range(1, 20).Select(number => new Requester(new AccountId(number), $"a{number}")).ToArray();

        var replies = await Task.WhenAll(accounts.Select(account => cluster.Create(owner: account)));

        replies.Count(reply => reply == BucketRefusal.None).ShouldBe(1);
        replies.Count(reply => reply == BucketRefusal.NameTaken).ShouldBe(19);
        var winner = accounts[replies.IndexOf(BucketRefusal.None)];
        (await cluster.Settings()).Owner.ShouldBe(winner.Account!.Value);
        foreach (var account in accounts)
            (await cluster.Listed(account)).ShouldBe(account == winner ? "box" : "");
    }

    [Fact]
    public async Task An_account_has_as_many_buckets_as_it_may_and_a_refused_name_stays_free()
    {
        await using var cluster = await BucketCluster.Start(bucketsMax: 3);
        for (var i = 0; i < 3; i++)
            (await cluster.Create($"box-{i}")).ShouldBe(BucketRefusal.None);

        (await cluster.Create()).ShouldBe(BucketRefusal.TooManyBuckets);
        (await cluster.Bucket().Describe(None)).ShouldBeNull();
        (await cluster.Create(owner: Bob)).ShouldBe(BucketRefusal.None);
        (await cluster.Bucket("box-0").Delete(Ann, None)).ShouldBe(BucketRefusal.None);
        (await cluster.Create("another")).ShouldBe(BucketRefusal.None);
    }

    [Fact]
    public async Task Settings_survive_a_restart_with_their_revision()
    {
        var store = new VolatileGrainStore();
        BucketSettings before;
        await using (var cluster = await BucketCluster.Start(store))
        {
            await cluster.Bucket().Create(cluster.NewBucket(ownership: ObjectOwnership.BucketOwnerPreferred), None);
            BucketChange[] changes =
            [
                new BucketChange.Versioning(VersioningState.Enabled),
                new BucketChange.Acl([new Grant("22", GranteeKind.Account, "bob", GrantPermission.Read)]),
                new BucketChange.Policy(PublicPolicy),
                new BucketChange.PublicAccess(new PublicAccessBlock(true, false, true, false)),
                new BucketChange.Cors("<CORSConfiguration/>"),
                new BucketChange.Tags([new Tag("a", "b")]),
            ];
            foreach (var change in changes)
                (await cluster.Configure(change)).ShouldBe(BucketRefusal.None);
            before = await cluster.Settings();
        }

        await using var later = await BucketCluster.Start(store);
        (await later.Settings()).ShouldBeEquivalentTo(before);
        (await later.Admit(Requester.Anonymous, ObjectStoreAction.ListBucket)).Outcome.ShouldBe(AdmissionOutcome.Denied);
        (await later.Admit(Bob, ObjectStoreAction.ListBucket)).Outcome.ShouldBe(AdmissionOutcome.Admitted);
    }

    [Fact]
    public async Task Settings_are_told_to_whoever_knows_others()
    {
        await using var cluster = await BucketCluster.Start();
        (await cluster.Admit(Ann, ObjectStoreAction.ListBucket)).ShouldBe(new Admission(AdmissionOutcome.NoSuchBucket, 0, null, false));
        await cluster.Create();

        var first = await cluster.Admit(Ann, ObjectStoreAction.ListBucket);
        (await cluster.Admit(Ann, ObjectStoreAction.ListBucket, knownRevision: first.Revision)).Settings.ShouldBeNull();
        await cluster.Configure(new BucketChange.Tags([]));
        var second = await cluster.Admit(Ann, ObjectStoreAction.ListBucket, knownRevision: first.Revision);

        first.Settings!.Revision.ShouldBe(first.Revision);
        second.Settings!.Revision.ShouldBeGreaterThan(first.Revision);
    }

    [Fact]
    public async Task An_outsider_is_denied_every_action()
    {
        await using var cluster = await BucketCluster.Start();
        await cluster.Bucket().Create(cluster.NewBucket(ownership: ObjectOwnership.ObjectWriter), None);
        var facts = new ObjectFacts(Ann.Account, [], []);
        foreach (var outsider in (Requester[])[Bob, Requester.Anonymous])
        {
            foreach (var action in Enum.GetValues<ObjectStoreAction>())
            {
                var admission = await cluster.Admit(outsider, action, "k");
                if (admission.Outcome == AdmissionOutcome.NeedsObject)
                    admission = await cluster.Admit(outsider, action, "k", facts);
                admission.Outcome.ShouldBe(AdmissionOutcome.Denied, $"{action} by {outsider}");
                admission.MayList.ShouldBeFalse();
            }

            (await cluster.Configure(new BucketChange.Policy(PublicPolicy), outsider)).ShouldBe(BucketRefusal.AccessDenied);
            (await cluster.Bucket().Delete(outsider, None)).ShouldBe(BucketRefusal.AccessDenied);
        }
    }

    [Fact]
    public async Task The_owner_is_admitted_to_every_action()
    {
        await using var cluster = await BucketCluster.Start();
        await cluster.Create();

        foreach (var action in Enum.GetValues<ObjectStoreAction>())
            (await cluster.Admit(Ann, action, "k")).Outcome.ShouldBe(AdmissionOutcome.Admitted, action.ToString());
    }

    [Fact]
    public async Task A_change_of_policy_holds_from_its_answer_on()
    {
        await using var cluster = await BucketCluster.Start();
        await cluster.Create();
        (await cluster.Configure(new BucketChange.Policy(PublicPolicy))).ShouldBe(BucketRefusal.None);
        (await cluster.Admit(Requester.Anonymous, ObjectStoreAction.GetObject, "k")).Outcome.ShouldBe(AdmissionOutcome.Admitted);

        (await cluster.Configure(new BucketChange.Policy(null))).ShouldBe(BucketRefusal.None);
        (await cluster.Admit(Requester.Anonymous, ObjectStoreAction.GetObject, "k")).Outcome.ShouldBe(AdmissionOutcome.Denied);
    }

    [Fact]
    public async Task A_policy_that_asks_for_tags_needs_the_object()
    {
        const string Tagged = """
            {"Statement": {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::box/*",
             "Condition": {"StringEquals": {"s3:ExistingObjectTag/security": "public"}}}}
            """;
        await using var cluster = await BucketCluster.Start();
        await cluster.Create();
        await cluster.Configure(new BucketChange.Policy(Tagged));
        Task<Admission> Ask(ObjectFacts? facts) => cluster.Admit(Bob, ObjectStoreAction.GetObject, "k", facts);

        (await Ask(null)).Outcome.ShouldBe(AdmissionOutcome.NeedsObject);
        (await Ask(new ObjectFacts(Ann.Account, [], [new Tag("security", "public")]))).Outcome.ShouldBe(AdmissionOutcome.Admitted);
        (await Ask(new ObjectFacts(Ann.Account, [], [new Tag("security", "private")]))).Outcome.ShouldBe(AdmissionOutcome.Denied);
        (await cluster.Admit(Bob, ObjectStoreAction.ListBucket)).Outcome.ShouldBe(AdmissionOutcome.Denied);
    }

    [Fact]
    public async Task What_a_bucket_refuses_is_told()
    {
        await using var cluster = await BucketCluster.Start();
        (await cluster.Configure(new BucketChange.Cors(null))).ShouldBe(BucketRefusal.NoSuchBucket);
        await cluster.Create();
        var toAll = new Grant("http://acs.amazonaws.com/groups/global/AllUsers", GranteeKind.AllUsers, "", GrantPermission.Read);

        (await cluster.Configure(new BucketChange.Acl([toAll]))).ShouldBe(BucketRefusal.AclsNotSupported);
        (await cluster.Configure(new BucketChange.Policy("{}"))).ShouldBe(BucketRefusal.MalformedPolicy);
        var block = new PublicAccessBlock(true, true, true, true);
        (await cluster.Configure(new BucketChange.PublicAccess(block))).ShouldBe(BucketRefusal.None);
        (await cluster.Configure(new BucketChange.Policy(PublicPolicy))).ShouldBe(BucketRefusal.PublicAccessBlocked);
        (await cluster.Configure(new BucketChange.PublicAccess(null))).ShouldBe(BucketRefusal.None);
        (await cluster.Configure(new BucketChange.Ownership(null))).ShouldBe(BucketRefusal.None);
        (await cluster.Configure(new BucketChange.Acl([toAll]))).ShouldBe(BucketRefusal.None);
        (await cluster.Configure(new BucketChange.Ownership(ObjectOwnership.BucketOwnerEnforced))).ShouldBe(BucketRefusal.GrantsToOthers);
        (await cluster.Settings()).Ownership.ShouldBeNull();
        await Should.ThrowAsync<ArgumentException>(() => cluster.Configure(new BucketChange.Versioning(VersioningState.Off)));
    }

    [Fact]
    public async Task A_bucket_is_removed_when_nothing_is_in_it()
    {
        await using var cluster = await BucketCluster.Start();
        await cluster.Create();
        var first = await cluster.Settings();
        await cluster.Put("a");
        (await cluster.Bucket().Delete(Ann, None)).ShouldBe(BucketRefusal.NotEmpty);
        (await cluster.Put("b")).ShouldBe(WriteOutcome.Done);
        await cluster.Delete("a");
        await cluster.Delete("b");

        (await cluster.Bucket().Delete(Ann, None)).ShouldBe(BucketRefusal.None);
        (await cluster.Bucket().Delete(Ann, None)).ShouldBe(BucketRefusal.NoSuchBucket);
        (await cluster.Put("a")).ShouldBe(WriteOutcome.NoSuchBucket);
        (await cluster.Listed(Ann)).ShouldBe("");

        (await cluster.Create(owner: Bob)).ShouldBe(BucketRefusal.None);
        var second = await cluster.Settings();
        second.Incarnation.ShouldNotBe(first.Incarnation);
        second.Revision.ShouldBeGreaterThan(first.Revision);
        (await cluster.Listed(Bob)).ShouldBe("box");
        (await cluster.Keys()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_delete_marker_keeps_a_bucket()
    {
        await using var cluster = await BucketCluster.Start();
        await cluster.Create();
        var partition = cluster.Partition((await cluster.Settings()).Index[0].Partition);
        var owner = new ObjectOwner(Ann.Account!.Value, "ann");
        var delete = new DeleteObject(new ObjectKey("k"), null, "w", WriteCondition.None, VersioningState.Enabled, owner);
        await partition.Delete([delete], None);

        (await cluster.Bucket().Delete(Ann, None)).ShouldBe(BucketRefusal.NotEmpty);
        (await cluster.Put("k")).ShouldBe(WriteOutcome.Done);
    }
}
