namespace OrleansLld.Storage.RocksDb;

/// <summary>The process dies, or its disk is full, in mid-load.</summary>
public sealed class CrashTests : IAsyncDisposable
{
    private const int TimeoutMs = 120_000;

    private readonly DatabaseDirectory _directory = new();

    [Fact(Timeout = TimeoutMs)]
    public async Task Killed_writer_leaves_every_acknowledged_commit_and_no_part_of_one()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var seed = Random.Shared.Next(1_000_000);
        TestContext.Current.TestOutputHelper!.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var acknowledged = new long[LoadCommit.Partitions];
        for (var round = 0; round < 5; round++)
        {
            using var writer = new LoadProcess(_directory.Path, seed, acknowledged);
            await writer.ReadAsync("acknowledged", random.Next(1, 3_000), cancellation);
            await writer.KillAsync(cancellation);
            await Check(seed, acknowledged);
        }
    }

    [Fact(Timeout = TimeoutMs)]
    public async Task Full_disk_fails_the_commits_and_the_store_goes_on_when_there_is_room()
    {
        const int Seed = 1;
        var cancellation = TestContext.Current.CancellationToken;
        var acknowledged = new long[LoadCommit.Partitions];
        var obstacle = Directory.CreateDirectory(Path.Combine(_directory.Path, RocksDbDatabase.ProbeName));
        using (var writer = new LoadProcess(_directory.Path, Seed, acknowledged, fileBytesMax: 8 << 20))
        {
            await writer.ReadOfEachAsync("refused", cancellation);
            var before = acknowledged.ToArray();
            await writer.ReadOfEachAsync("read", cancellation);
            await writer.ReadOfEachAsync("refused", cancellation);
            acknowledged.ShouldBe(before, "Nothing is acknowledged while the disk is full, and reads go on.");
            obstacle.Delete();
            await writer.ReadAsync("acknowledged", 3_000, cancellation);
            await writer.ReadAsync("refused", 1, cancellation);
            await writer.ReadAsync("acknowledged", 1_000, cancellation);
            await writer.KillAsync(cancellation);
        }

        await Check(Seed, acknowledged);
    }

    public async ValueTask DisposeAsync() => await _directory.DisposeAsync();

    private async Task Check(int seed, long[] acknowledged)
    {
        await using var store = _directory.Open();
        for (var partition = 0; partition < LoadCommit.Partitions; partition++)
        {
            var last = await LoadCommit.LastAsync(store, partition);
            last.ShouldBeGreaterThanOrEqualTo(acknowledged[partition]);
            var range = RowRange.StartingWith("row.", RowRange.LimitMax);
            var rows = await store.ScanAsync(LoadCommit.PartitionOf(partition), range, CancellationToken.None);
            rows.Select(row => (row.Key.ToString(), Convert.ToHexString(row.Value.Span)))
                .ShouldBe(new LoadCommit(seed, partition, last).Expected());
            acknowledged[partition] = last;
        }
    }
}
