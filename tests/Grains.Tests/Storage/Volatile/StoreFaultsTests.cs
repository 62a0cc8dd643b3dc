namespace OrleansLld.Storage.Volatile;

public sealed class StoreFaultsTests
{
    private static readonly PartitionId Partition = new("test", "faults");

    private readonly VolatileGrainStore _store = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Failed_commit_changes_nothing()
    {
        var lease = await Open();
        _store.Faults.FailNext(StoreOperation.Commit);

        await Should.ThrowAsync<StorageUnavailableException>(() => Put(lease, "a"));
        (await Keys()).ShouldBe("");
    }

    [Fact]
    public async Task Commit_whose_answer_is_lost_is_applied()
    {
        var lease = await Open();
        _store.Faults.LoseAnswerOfNext(StoreOperation.Commit);

        await Should.ThrowAsync<StorageUnavailableException>(() => Put(lease, "a"));
        (await Keys()).ShouldBe("a");
    }

    [Fact]
    public async Task Lease_of_a_failed_commit_is_refused_until_the_partition_is_opened_again()
    {
        var lease = await Open();
        _store.Faults.FailNext(StoreOperation.Commit);
        await Should.ThrowAsync<StorageUnavailableException>(() => Put(lease, "a"));

        await Should.ThrowAsync<StorageUnavailableException>(() => Put(lease, "b"));
        await Put(await Open(), "c");
        (await Keys()).ShouldBe("c");
    }

    [Fact]
    public async Task As_many_operations_fail_as_were_asked_to()
    {
        _store.Faults.FailNext(StoreOperation.Open, 2);
        await Should.ThrowAsync<StorageUnavailableException>(Open);
        await Should.ThrowAsync<StorageUnavailableException>(Open);

        (await Open()).Epoch.ShouldBe(1);
        _store.Count(StoreOperation.Open).ShouldBe(3);
    }

    [Fact]
    public async Task Opening_whose_answer_is_lost_spends_the_epoch()
    {
        var stale = await Open();
        _store.Faults.LoseAnswerOfNext(StoreOperation.Open);
        await Should.ThrowAsync<StorageUnavailableException>(Open);

        await Should.ThrowAsync<StaleLeaseException>(() => Put(stale, "a"));
        (await Open()).Epoch.ShouldBe(3);
    }

    [Fact]
    public async Task Reads_fail_on_demand()
    {
        _store.Faults.FailNext(StoreOperation.Get);
        _store.Faults.FailNext(StoreOperation.Scan);

        await Should.ThrowAsync<StorageUnavailableException>(async () => await _store.GetAsync(Partition, new RowKey("a"), Cancellation));
        await Should.ThrowAsync<StorageUnavailableException>(Keys);
        (await Keys()).ShouldBe("");
    }

    [Fact]
    public async Task Stalled_commits_are_invisible_and_then_applied_in_order()
    {
        var lease = await Open();
        var stall = _store.Faults.Stall(StoreOperation.Commit);
        var commits = Enumerable.Range(0, 10).Select(i => Put(lease, "a", (byte)i)).ToArray();
        await stall.Reached;

        (await Keys()).ShouldBe("");
        commits.ShouldAllBe(commit => !commit.IsCompleted);
        stall.Dispose();
        await Task.WhenAll(commits);
        (await _store.GetAsync(Partition, new RowKey("a"), Cancellation))!.Value.ToArray().ShouldBe([9]);
    }

    [Fact]
    public async Task Failure_during_a_stall_breaks_the_lease_for_the_commits_behind_it()
    {
        var lease = await Open();
        Task[] commits;
        using (_store.Faults.Stall(StoreOperation.Commit))
        {
            _store.Faults.FailNext(StoreOperation.Commit);
            commits = [Put(lease, "a"), Put(lease, "b")];
        }

        foreach (var commit in commits)
            await Should.ThrowAsync<StorageUnavailableException>(() => commit);
        (await Keys()).ShouldBe("");
    }

    [Fact]
    public async Task Commit_stalled_while_the_partition_was_opened_again_is_stale()
    {
        var lease = await Open();
        Task commit;
        using (_store.Faults.Stall(StoreOperation.Commit))
        {
            commit = Put(lease, "a");
            await Open();
        }

        await Should.ThrowAsync<StaleLeaseException>(() => commit);
        (await Keys()).ShouldBe("");
    }

    [Fact]
    public async Task Same_seed_meets_the_same_faults()
    {
        var first = await Faults(new VolatileGrainStore());
        var second = await Faults(new VolatileGrainStore());

        second.ShouldBe(first);
        first.Distinct().Order().ShouldBe(["acknowledged", "failed", "lost"]);

        static async Task<List<string>> Faults(VolatileGrainStore store)
        {
            store.Faults.FailRandomly(seed: 7, failures: 0.2, lostAnswers: 0.1);
            var seen = new List<string>();
            for (var i = 0L; seen.Count < 200; i++)
            {
                var before = store.Epoch(Partition);
                try
                {
                    await store.OpenAsync(Partition, Cancellation);
                    seen.Add("acknowledged");
                }
                catch (StorageUnavailableException)
                {
                    seen.Add(store.Epoch(Partition) == before ? "failed" : "lost");
                }
            }

            return seen;
        }
    }

    [Fact]
    public async Task Batch_may_be_reused_once_its_commit_is_answered()
    {
        var lease = await Open();
        var value = new byte[] { 1 };
        await _store.CommitAsync(lease, new RowBatch().Put(new RowKey("a"), value), Cancellation);
        value[0] = 2;

        (await _store.GetAsync(Partition, new RowKey("a"), Cancellation))!.Value.ToArray().ShouldBe([1]);
    }

    private async Task<PartitionLease> Open() => await _store.OpenAsync(Partition, Cancellation);

    private async Task Put(PartitionLease lease, string key, byte value = 0) =>
        await _store.CommitAsync(lease, new RowBatch().Put(new RowKey(key), new[] { value }), Cancellation);

    private async Task<string> Keys()
    {
        var rows = await _store.ScanAsync(Partition, new RowRange(new RowKey("a"), new RowKey("z"), 10), Cancellation);
        return string.Join(' ', rows.Select(row => row.Key));
    }
}
