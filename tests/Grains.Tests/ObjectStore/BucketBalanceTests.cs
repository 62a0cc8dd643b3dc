using OrleansLld.Storage.Volatile;

namespace OrleansLld.ObjectStore;

/// <summary>Partitions split and merge, and no key is lost, doubled or misplaced whatever happens meanwhile.</summary>
public sealed class BucketBalanceTests
{
    // Each of them in turn, and some that come after the move.
    private const int CommitsMax = 16;

    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task A_large_partition_is_split_and_what_is_left_of_it_merged()
    {
        await using var cluster = await BucketCluster.Start();
        await cluster.Create();
        var keys = await Fill(cluster, 450);
        await cluster.Bucket().Rebalance(None);

        var split = (await cluster.Settings()).Index;
        split.Length.ShouldBeInRange(3, 4);
        (await cluster.Keys()).ShouldBe(keys);
        (await cluster.Put("key-0000a")).ShouldBe(WriteOutcome.Done);
        (await cluster.Put("key-9999")).ShouldBe(WriteOutcome.Done);
        (await cluster.Find("key-0449")).ShouldBe(WriteOutcome.Done);
        foreach (var key in await cluster.Keys())
            await cluster.Delete(key);
        await cluster.Bucket().Rebalance(None);

        (await cluster.Settings()).Index.ShouldBe([split[0]]);
        (await cluster.Keys()).ShouldBeEmpty();
        (await cluster.Bucket().Delete(BucketCluster.Ann, None)).ShouldBe(BucketRefusal.None);
    }

    [Fact]
    public async Task A_partition_that_stays_busy_is_split()
    {
        await using var cluster = await BucketCluster.Start(splitWritesPerSecond: 4);
        await cluster.Create();
        // More than that over a minute, of few keys.
        for (var i = 0; i < 4; i++)
            await Fill(cluster, 100);

        await cluster.Bucket().Rebalance(None);
        (await cluster.Settings()).Index.Length.ShouldBe(1);
        await cluster.Bucket().Rebalance(None);
        (await cluster.Settings()).Index.Length.ShouldBeGreaterThan(1);
        (await cluster.Keys()).Count.ShouldBe(100);
    }

    [Fact]
    public async Task A_gateway_that_knows_an_old_map_is_told_that_the_key_moved()
    {
        await using var cluster = await BucketCluster.Start();
        await cluster.Create();
        await Fill(cluster, 250);
        var old = (await cluster.Settings()).Index[0].Partition;
        await cluster.Bucket().Rebalance(None);

        var answer = await cluster.Partition(old).Find(new FindObject(new ObjectKey("key-0249"), null), None);

        answer.Outcome.ShouldBe(WriteOutcome.Moved);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_split_goes_on_whichever_commit_fails(bool isOnlyTheAnswerLost)
    {
        await using var cluster = await BucketCluster.Start();
        for (var commitsBefore = 0; commitsBefore < CommitsMax; commitsBefore++)
        {
            var name = $"box-{commitsBefore}";
            await cluster.Create(name);
            var keys = await Fill(cluster, 250, name);
            cluster.Commits.Choose(commitsBefore, isOnlyTheAnswerLost);

            await UntilBalanced(cluster, name);

            cluster.Commits.Choose(commitsBefore: -1, isOnlyTheAnswerLost);
            (await cluster.Settings(name)).Index.Length.ShouldBe(2, name);
            (await cluster.Keys(name)).ShouldBe(keys, name);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_merge_goes_on_whichever_commit_fails(bool isOnlyTheAnswerLost)
    {
        await using var cluster = await BucketCluster.Start();
        for (var commitsBefore = 0; commitsBefore < CommitsMax; commitsBefore++)
        {
            var name = $"box-{commitsBefore}";
            await cluster.Create(name);
            var keys = await Fill(cluster, 250, name);
            await cluster.Bucket(name).Rebalance(None);
            foreach (var some in keys.Where((_, i) => i % 10 != 0).Chunk(50))
                await Task.WhenAll(some.Select(key => cluster.Delete(key, name)));
            cluster.Commits.Choose(commitsBefore, isOnlyTheAnswerLost);

            await UntilBalanced(cluster, name);

            cluster.Commits.Choose(commitsBefore: -1, isOnlyTheAnswerLost);
            (await cluster.Settings(name)).Index.Length.ShouldBe(1, name);
            (await cluster.Keys(name)).ShouldBe(keys.Where((_, i) => i % 10 == 0), name);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(5)]
    public async Task A_move_goes_on_after_a_restart_in_the_middle(int commitsBefore)
    {
        var store = new VolatileGrainStore();
        List<string> keys;
        await using (var cluster = await BucketCluster.Start(store))
        {
            await cluster.Create();
            keys = await Fill(cluster, 250);
            cluster.Commits.Choose(commitsBefore, isOnlyTheAnswerLost: false);
            await Should.ThrowAsync<Exception>(() => cluster.Bucket().Rebalance(None));
        }

        store.Faults.Clear();
        await using var later = await BucketCluster.Start(store);
        (await later.Put("key-0249a")).ShouldBe(WriteOutcome.Done);
        await UntilBalanced(later);

        (await later.Settings()).Index.Length.ShouldBe(2);
        (await later.Keys()).ShouldBe([.. keys, "key-0249a"]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task While_partitions_split_and_merge_under_failures_every_acknowledged_write_holds(int seed)
    {
        await using var cluster = await BucketCluster.Start();
        await cluster.Create();
        var random = new Random(seed);
        var expected = new SortedSet<string>(StringComparer.Ordinal);
        cluster.Store.Faults.FailRandomly(seed, failures: 0.02, lostAnswers: 0.02);
        for (var round = 0; round < 12; round++)
        {
            // Rounds of growth and of decline, while the bucket looks at its partitions.
            var isGrowing = round % 4 < 2;
            var balancing = UntilBalanced(cluster);
            var keys = Enumerable.Range(0, 60).Select(_ => $"key-{random.Next(400):d4}").Distinct().ToArray();
            await Task.WhenAll(keys.Select(key => BucketCluster.UntilAnswered(() => isGrowing ? cluster.Put(key) : cluster.Delete(key))));
            await balancing;
            if (isGrowing)
                expected.UnionWith(keys);
            else
                expected.ExceptWith(keys);
        }

        cluster.Store.Faults.Clear();
        await UntilBalanced(cluster);
        (await BucketCluster.UntilAnswered(() => cluster.Keys())).ShouldBe([.. expected], $"seed {seed}");
    }

    private static async Task<List<string>> Fill(BucketCluster cluster, int count, string bucket = "box")
    {
        var keys = Enumerable.Range(0, count).Select(i => $"key-{i:d4}").ToList();
        foreach (var some in keys.Chunk(50))
            (await Task.WhenAll(some.Select(key => cluster.Put(key, bucket)))).ShouldAllBe(outcome => outcome == WriteOutcome.Done);
        return keys;
    }

    private static Task<bool> UntilBalanced(BucketCluster cluster, string bucket = "box") => BucketCluster.UntilAnswered(async () =>
    {
        await cluster.Bucket(bucket).Rebalance(None);
        return true;
    });
}
