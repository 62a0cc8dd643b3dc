using OrleansLld.Storage;
using OrleansLld.Storage.Volatile;

namespace OrleansLld.ObjectStore;

/// <summary>What fails is told, nothing is half done, and the same command sent again ends well.</summary>
public sealed class BucketFaultTests
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly Requester Ann = BucketCluster.Ann;
    private static readonly Requester Bob = BucketCluster.Bob;

    // Each of them in turn, and one that comes after the answer.
    private const int CommitsMax = 6;

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task A_bucket_is_made_whole_whichever_commit_fails(bool isOnlyTheAnswerLost, bool isRestarted)
    {
        var cluster = await BucketCluster.Start();
        for (var commitsBefore = 0; commitsBefore < CommitsMax; commitsBefore++)
        {
            var name = $"box-{commitsBefore}";
            var command = cluster.NewBucket();
            cluster.Commits.Choose(commitsBefore, isOnlyTheAnswerLost);
            await Tried(() => cluster.Bucket(name).Create(command, None));
            cluster = await AfterTheFault(cluster, isRestarted);

            (await BucketCluster.UntilAnswered(() => cluster.Bucket(name).Create(command, None))).ShouldBe(BucketRefusal.None);

            (await cluster.Listed(Ann)).ShouldEndWith(name);
            (await cluster.Settings(name)).Incarnation.ShouldBe(command.Incarnation);
            (await cluster.Put("a", name)).ShouldBe(WriteOutcome.Done);
        }

        await cluster.DisposeAsync();
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task A_making_that_nobody_repeats_is_finished_by_whoever_comes_next(bool isOnlyTheAnswerLost, bool isRestarted)
    {
        var cluster = await BucketCluster.Start();
        for (var commitsBefore = 0; commitsBefore < CommitsMax; commitsBefore++)
        {
            var name = $"box-{commitsBefore}";
            cluster.Commits.Choose(commitsBefore, isOnlyTheAnswerLost);
            await Tried(() => cluster.Create(name));
            cluster = await AfterTheFault(cluster, isRestarted);

            var reply = await BucketCluster.UntilAnswered(() => cluster.Create(name, Bob));

            reply.ShouldBeOneOf(BucketRefusal.None, BucketRefusal.NameTaken);
            var (winner, other) = reply == BucketRefusal.None ? (Bob, Ann) : (Ann, Bob);
            (await cluster.Settings(name)).Owner.ShouldBe(winner.Account!.Value);
            (await cluster.Listed(winner)).ShouldContain(name);
            (await cluster.Listed(other)).ShouldNotContain(name);
        }

        await cluster.DisposeAsync();
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task A_bucket_goes_as_a_whole_whichever_commit_fails(bool isOnlyTheAnswerLost, bool isRestarted)
    {
        var cluster = await BucketCluster.Start();
        for (var commitsBefore = 0; commitsBefore < CommitsMax; commitsBefore++)
        {
            var name = $"box-{commitsBefore}";
            (await cluster.Create(name)).ShouldBe(BucketRefusal.None);
            cluster.Commits.Choose(commitsBefore, isOnlyTheAnswerLost);
            await Tried(() => cluster.Bucket(name).Delete(Ann, None));
            cluster = await AfterTheFault(cluster, isRestarted);

            // A repeat of one that was carried out finds no bucket any more.
            (await BucketCluster.UntilAnswered(() => cluster.Bucket(name).Delete(Ann, None)))
                .ShouldBeOneOf(BucketRefusal.None, BucketRefusal.NoSuchBucket);

            (await cluster.Bucket(name).Describe(None)).ShouldBeNull();
            (await cluster.Listed(Ann)).ShouldBe("");
            (await cluster.Create(name, Bob)).ShouldBe(BucketRefusal.None);
            (await cluster.Put("a", name)).ShouldBe(WriteOutcome.Done);
        }

        await cluster.DisposeAsync();
    }

    [Fact]
    public async Task A_change_that_the_store_refused_is_not_there()
    {
        await using var cluster = await BucketCluster.Start();
        await cluster.Create();
        var before = await cluster.Settings();
        cluster.Store.Faults.FailNext(StoreOperation.Commit);

        await Should.ThrowAsync<StorageUnavailableException>(() => cluster.Configure(new BucketChange.Versioning(VersioningState.Enabled)));
        (await BucketCluster.UntilAnswered(() => cluster.Settings())).ShouldBeEquivalentTo(before);
        (await cluster.Configure(new BucketChange.Versioning(VersioningState.Enabled))).ShouldBe(BucketRefusal.None);
    }

    [Fact]
    public async Task Nobody_is_told_of_a_change_that_is_not_durable()
    {
        await using var cluster = await BucketCluster.Start();
        await cluster.Create();
        Task<BucketRefusal> change;
        Task<Admission> admission;
        using (cluster.Store.Faults.Stall(StoreOperation.Commit))
        {
            change = cluster.Configure(new BucketChange.Versioning(VersioningState.Enabled));
            admission = AdmitAfter(change, cluster);
            change.IsCompleted.ShouldBeFalse();
        }

        (await change).ShouldBe(BucketRefusal.None);
        (await admission).Outcome.ShouldBe(AdmissionOutcome.Admitted);
    }

    [Fact]
    public async Task A_change_waits_for_what_becomes_of_a_bucket_that_closes()
    {
        await using var cluster = await BucketCluster.Start();
        await cluster.Create();
        Task<BucketRefusal> deletion;
        Task<BucketRefusal> change;
        using (var stall = cluster.Store.Faults.Stall(StoreOperation.Commit))
        {
            deletion = cluster.Bucket().Delete(Ann, None);
            await stall.Reached;
            change = cluster.Configure(new BucketChange.Versioning(VersioningState.Enabled));
            // Answered at once, and after the change has come.
            await cluster.Bucket().Create(cluster.NewBucket() with { Owner = Requester.Anonymous }, None);
        }

        (await deletion).ShouldBe(BucketRefusal.None);
        (await change).ShouldBe(BucketRefusal.NoSuchBucket);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Of_puts_and_the_bucket_s_end_side_by_side_no_acknowledged_object_is_lost(int seed)
    {
        await using var cluster = await BucketCluster.Start();
        var random = new Random(seed);
        for (var round = 0; round < 15; round++)
        {
            (await cluster.Create()).ShouldBe(BucketRefusal.None);
            var deleteAfter = random.Next(4);
            var deletion = deleteAfter == 0 ? cluster.Bucket().Delete(Ann, None) : null;
            var puts = new List<Task<WriteOutcome>>();
            for (var i = 1; i <= 4; i++)
            {
                puts.Add(cluster.Put($"k{i}"));
                if (i == deleteAfter)
                    deletion = cluster.Bucket().Delete(Ann, None);
            }

            var refusal = await (deletion ?? cluster.Bucket().Delete(Ann, None));
            var outcomes = await Task.WhenAll(puts);
            outcomes.ShouldAllBe(outcome => outcome == WriteOutcome.Done || outcome == WriteOutcome.NoSuchBucket);
            if (refusal == BucketRefusal.None)
            {
                outcomes.ShouldAllBe(outcome => outcome == WriteOutcome.NoSuchBucket, $"seed {seed}, round {round}");
                continue;
            }

            refusal.ShouldBe(BucketRefusal.NotEmpty);
            var kept = outcomes.Index().Where(put => put.Item == WriteOutcome.Done).Select(put => $"k{put.Index + 1}").ToList();
            (await cluster.Keys()).ShouldBe(kept, $"seed {seed}, round {round}");
            foreach (var key in kept)
                await cluster.Delete(key);
            (await cluster.Bucket().Delete(Ann, None)).ShouldBe(BucketRefusal.None);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Under_random_failures_the_list_has_the_buckets_that_there_are(int seed)
    {
        await using var cluster = await BucketCluster.Start();
        cluster.Store.Faults.FailRandomly(seed, failures: 0.1, lostAnswers: 0.1);
        var random = new Random(seed);
        for (var i = 0; i < 20; i++)
        {
            var name = $"box-{random.Next(3)}";
            var command = cluster.NewBucket();
            await BucketCluster.UntilAnswered(() => cluster.Bucket(name).Create(command, None));
            if (random.Next(2) == 0)
                await BucketCluster.UntilAnswered(() => cluster.Bucket(name).Delete(Ann, None));
        }

        cluster.Store.Faults.Clear();
        var there = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            if (await BucketCluster.UntilAnswered(() => cluster.Bucket($"box-{i}").Describe(None)) is not null)
                there.Add($"box-{i}");
        }

        (await BucketCluster.UntilAnswered(() => cluster.Listed(Ann))).ShouldBe(string.Join(' ', there), $"seed {seed}");
    }

    private static async Task<Admission> AdmitAfter(Task<BucketRefusal> change, BucketCluster cluster)
    {
        var admission = await cluster.Admit(Ann, ObjectStoreAction.ListBucket);
        if (admission.Settings!.Versioning == VersioningState.Enabled)
            (await change).ShouldBe(BucketRefusal.None);
        return admission;
    }

    private static async Task<BucketCluster> AfterTheFault(BucketCluster cluster, bool isRestarted)
    {
        cluster.Commits.Choose(commitsBefore: -1, isOnlyTheAnswerLost: false);
        cluster.Store.Faults.Clear();
        return isRestarted ? await cluster.Restart() : cluster;
    }

    private static async Task Tried(Func<Task<BucketRefusal>> command)
    {
        try
        {
            await command();
        }
        catch (StorageUnavailableException)
        {
            // Some of the commits that are chosen come after the answer.
        }
    }
}
