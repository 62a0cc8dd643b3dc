namespace OrleansLld.Storage;

public abstract partial class GrainStoreContract
{
    [Fact]
    public async Task Committed_row_is_read_back()
    {
        var lease = await Open(Partition);
        await Put(lease, "a", "one");

        (await Get(Partition, "a")).ShouldBe("one");
        (await Get(Partition, "b")).ShouldBeNull();
    }

    [Fact]
    public async Task Row_of_no_bytes_is_there()
    {
        var lease = await Open(Partition);
        await Put(lease, "a", "");

        (await Get(Partition, "a")).ShouldBe("");
        (await Scan(Partition, "a", "b", 10)).ShouldBe("a");
    }

    [Fact]
    public async Task Later_commit_replaces_and_deletes_rows()
    {
        var lease = await Open(Partition);
        await Commit(lease, new RowBatch().Put(new RowKey("a"), "1"u8.ToArray()).Put(new RowKey("b"), "1"u8.ToArray()));
        await Commit(lease, new RowBatch().Put(new RowKey("a"), "2"u8.ToArray()).Delete(new RowKey("b")).Delete(new RowKey("never")));

        (await Get(Partition, "a")).ShouldBe("2");
        (await Get(Partition, "b")).ShouldBeNull();
    }

    [Fact]
    public async Task Last_change_of_a_key_in_a_batch_counts()
    {
        var lease = await Open(Partition);
        await Put(lease, "put-then-delete", "old");
        var batch = new RowBatch()
            .Put(new RowKey("put-then-delete"), "new"u8.ToArray()).Delete(new RowKey("put-then-delete"))
            .Delete(new RowKey("delete-then-put")).Put(new RowKey("delete-then-put"), "new"u8.ToArray());
        await Commit(lease, batch);

        (await Get(Partition, "put-then-delete")).ShouldBeNull();
        (await Get(Partition, "delete-then-put")).ShouldBe("new");
    }

    [Fact]
    public async Task Empty_batch_is_acknowledged()
    {
        var lease = await Open(Partition);

        await Commit(lease, new RowBatch());
    }

    [Fact]
    public async Task Commit_of_thousands_of_rows_is_whole()
    {
        var lease = await Open(Partition);
        var puts = new RowBatch();
        for (var i = 0; i < 5_000; i++)
            puts.Put(Numbered(i), BitConverter.GetBytes(i));
        await Commit(lease, puts);
        var changes = new RowBatch();
        for (var i = 0; i < 5_000; i += 2)
            changes.Delete(Numbered(i));
        await Commit(lease, changes);
        await RestartAsync();

        var rows = await Store.ScanAsync(Partition, RowRange.StartingWith("row.", RowRange.LimitMax), Cancellation);

        rows.Select(row => BitConverter.ToInt32(row.Value.Span)).ShouldBe(Enumerable.Range(0, 2_500).Select(i => 2 * i + 1));
    }

    [Theory]
    [InlineData(RowBatch.ValueBytesMax)]
    [InlineData(RowBatch.ValueBytesMax - 1)]
    [InlineData(65_536)]
    [InlineData(65_537)]
    public async Task Value_keeps_every_byte(int length)
    {
        var value = new byte[length];
        new Random(length).NextBytes(value);
        var lease = await Open(Partition);
        await Commit(lease, new RowBatch().Put(new RowKey("large"), value).Put(new RowKey("small"), "s"u8.ToArray()));
        await RestartAsync();

        var got = await Store.GetAsync(Partition, new RowKey("large"), Cancellation);

        got!.Value.Span.SequenceEqual(value).ShouldBeTrue();
        (await Get(Partition, "small")).ShouldBe("s");
    }

    [Fact]
    public async Task Several_of_the_largest_values_share_a_commit()
    {
        var value = new byte[RowBatch.ValueBytesMax];
        new Random(1).NextBytes(value);
        var lease = await Open(Partition);
        var batch = new RowBatch();
        for (var i = 0; i < 8; i++)
            batch.Put(Numbered(i), value);
        await Commit(lease, batch);

        var rows = await Store.ScanAsync(Partition, RowRange.StartingWith("row.", 10), Cancellation);

        rows.Count.ShouldBe(8);
        rows.All(row => row.Value.Span.SequenceEqual(value)).ShouldBeTrue();
    }

    [Fact]
    public async Task Commits_of_a_lease_are_applied_in_the_order_of_the_calls()
    {
        var lease = await Open(Partition);
        var commits = Enumerable.Range(0, 200).Select(i => Put(lease, "a", $"{i}")).ToArray();
        await Task.WhenAll(commits);

        (await Get(Partition, "a")).ShouldBe("199");
    }

    [Fact]
    public async Task Partitions_commit_side_by_side()
    {
        const int Partitions = 50;
        const int Commits = 20;
        await Task.WhenAll(Enumerable.Range(0, Partitions).Select(WriteAsync));
        await RestartAsync();

        for (var i = 0; i < Partitions; i++)
        {
            var range = RowRange.StartingWith("row.", 2 * Commits);
            var rows = await Store.ScanAsync(new PartitionId("side-by-side", $"{i}"), range, Cancellation);
            rows.Select(row => row.Key).ShouldBe(Enumerable.Range(0, Commits).Select(Numbered));
            rows.All(row => BitConverter.ToInt32(row.Value.Span) == i).ShouldBeTrue();
        }

        async Task WriteAsync(int number)
        {
            var lease = await Open(new PartitionId("side-by-side", $"{number}"));
            for (var i = 0; i < Commits; i++)
                await Commit(lease, new RowBatch().Put(Numbered(i), BitConverter.GetBytes(number)));
        }
    }

    [Fact]
    public async Task Reader_sees_every_acknowledged_commit_and_none_that_was_not_made()
    {
        var lease = await Open(Partition);
        var begun = 0;
        var acknowledged = 0;
        var writing = WriteAsync();
        while (!writing.IsCompleted)
        {
            var least = System.Threading.Volatile.Read(ref acknowledged);
            var seen = int.Parse(await Get(Partition, "a") ?? "0", System.Globalization.CultureInfo.InvariantCulture);
            seen.ShouldBeInRange(least, System.Threading.Volatile.Read(ref begun));
        }

        await writing;

        async Task WriteAsync()
        {
            for (var i = 1; i <= 200; i++)
            {
                System.Threading.Volatile.Write(ref begun, i);
                await Put(lease, "a", $"{i}");
                System.Threading.Volatile.Write(ref acknowledged, i);
            }
        }
    }

    private static RowKey Numbered(int number) => new($"row.{RowKey.Number(number)}");
}
