namespace OrleansLld.Storage;

public abstract partial class GrainStoreContract
{
    [Fact]
    public async Task Each_opening_raises_the_epoch_by_one()
    {
        (await Open(Partition)).ShouldBe(new PartitionLease(Partition, 1));
        (await Open(Partition)).Epoch.ShouldBe(2);
        (await Open(new PartitionId("test.partition", "2"))).Epoch.ShouldBe(1);
        await RestartAsync();
        (await Open(Partition)).Epoch.ShouldBe(3);
    }

    [Fact]
    public async Task Stale_lease_is_refused_and_changes_nothing()
    {
        var stale = await Open(Partition);
        await Put(stale, "a", "old");
        var lease = await Open(Partition);

        await Should.ThrowAsync<StaleLeaseException>(() => Put(stale, "a", "stale"));
        await Should.ThrowAsync<StaleLeaseException>(() => Commit(stale, new RowBatch().Delete(new RowKey("a"))));
        await Should.ThrowAsync<StaleLeaseException>(() => Commit(stale, new RowBatch()));
        (await Get(Partition, "a")).ShouldBe("old");
        await Put(lease, "a", "new");
        (await Get(Partition, "a")).ShouldBe("new");
    }

    [Fact]
    public async Task Lease_from_before_a_restart_is_good_until_somebody_opens_the_partition()
    {
        var lease = await Open(Partition);
        await RestartAsync();
        await Put(lease, "a", "1");
        await Open(Partition);
        await Should.ThrowAsync<StaleLeaseException>(() => Put(lease, "a", "2"));
        await RestartAsync();

        await Should.ThrowAsync<StaleLeaseException>(() => Put(lease, "a", "2"));
        (await Get(Partition, "a")).ShouldBe("1");
    }

    [Fact]
    public async Task Lease_that_the_store_never_gave_is_refused()
    {
        await Open(Partition);

        await Should.ThrowAsync<StaleLeaseException>(() => Put(new PartitionLease(Partition, 7), "a", "1"));
        await Should.ThrowAsync<StaleLeaseException>(() => Put(new PartitionLease(new PartitionId("no", "one"), 1), "a", "1"));
    }

    [Fact]
    public async Task Concurrent_openings_get_different_epochs_and_the_last_one_holds()
    {
        var leases = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Open(Partition)));
        var holder = leases.MaxBy(lease => lease.Epoch)!;

        leases.Select(lease => lease.Epoch).Order().ShouldBe(Enumerable.Range(1, 20).Select(i => (long)i));
        foreach (var lease in leases.Where(lease => lease != holder))
            await Should.ThrowAsync<StaleLeaseException>(() => Put(lease, "a", "stale"));
        await Put(holder, "a", "held");
        (await Get(Partition, "a")).ShouldBe("held");
    }

    [Fact]
    public async Task Stale_commit_among_others_is_refused_alone()
    {
        var stale = await Open(Partition);
        await Open(Partition);
        var others = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Open(new PartitionId("other", $"{i}"))));

        var commits = others.Select(lease => Put(lease, "a", "1")).ToList();
        var refused = Put(stale, "a", "1");
        commits.AddRange(others.Select(lease => Put(lease, "b", "2")));

        await Should.ThrowAsync<StaleLeaseException>(() => refused);
        await Task.WhenAll(commits);
        foreach (var lease in others)
            (await Scan(lease.Partition, "a", "z", 10)).ShouldBe("a b");
        (await Get(Partition, "a")).ShouldBeNull();
    }

    [Fact]
    public async Task Partition_or_key_that_names_nothing_is_refused()
    {
        var lease = await Open(Partition);

        Should.Throw<ArgumentNullException>(() => new RowBatch().Put(default, default));
        await Should.ThrowAsync<ArgumentNullException>(() => Commit(new PartitionLease(default, 1), new RowBatch()));
        await Should.ThrowAsync<ArgumentNullException>(() => Open(default));
        await Should.ThrowAsync<ArgumentNullException>(async () => await Store.GetAsync(Partition, default, Cancellation));
        await Should.ThrowAsync<ArgumentNullException>(async () => await Store.GetAsync(default, new RowKey("a"), Cancellation));
        (await Open(Partition)).Epoch.ShouldBe(lease.Epoch + 1);
    }

    [Fact]
    public async Task Cancelled_call_changes_nothing()
    {
        var lease = await Open(Partition);
        var cancelled = new CancellationToken(canceled: true);

        await Should.ThrowAsync<OperationCanceledException>(async () =>
            await Store.CommitAsync(lease, new RowBatch().Put(new RowKey("a"), default), cancelled));
        await Should.ThrowAsync<OperationCanceledException>(async () =>
            await Store.OpenAsync(Partition, cancelled));
        (await Get(Partition, "a")).ShouldBeNull();
        await Put(lease, "a", "1");
    }
}
