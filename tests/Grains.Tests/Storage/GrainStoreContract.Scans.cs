namespace OrleansLld.Storage;

public abstract partial class GrainStoreContract
{
    [Theory]
    [InlineData("a", "z", 10, ScanOrder.Ascending, "a aa ab b ba c")]
    [InlineData("a", "z", 10, ScanOrder.Descending, "c ba b ab aa a")]
    [InlineData("a", "z", 2, ScanOrder.Ascending, "a aa")]
    [InlineData("a", "z", 2, ScanOrder.Descending, "c ba")]
    [InlineData("aa", "b", 10, ScanOrder.Ascending, "aa ab")]
    [InlineData("aa", "b", 10, ScanOrder.Descending, "ab aa")]
    [InlineData("a", "a!", 10, ScanOrder.Ascending, "a")]
    [InlineData("aab", "baa", 10, ScanOrder.Descending, "ba b ab")]
    [InlineData("aa", "ab", 1, ScanOrder.Descending, "aa")]
    [InlineData("d", "z", 10, ScanOrder.Ascending, "")]
    [InlineData("A", "Z", 10, ScanOrder.Descending, "")]
    [InlineData("b", "b", 10, ScanOrder.Ascending, "")]
    [InlineData("c", "a", 10, ScanOrder.Descending, "")]
    public async Task Scan_returns_the_rows_between_its_bounds(string from, string to, int limit, ScanOrder order, string found)
    {
        await PutKeys(Partition, "b", "aa", "c", "a", "ba", "ab");

        (await Scan(Partition, from, to, limit, order)).ShouldBe(found);
    }

    [Theory]
    [InlineData(1, ScanOrder.Ascending, "a;a ;aa;b;c")]
    [InlineData(2, ScanOrder.Ascending, "a;a ;aa;b;c")]
    [InlineData(5, ScanOrder.Ascending, "a;a ;aa;b;c")]
    [InlineData(6, ScanOrder.Descending, "c;b;aa;a ;a")]
    [InlineData(1, ScanOrder.Descending, "c;b;aa;a ;a")]
    public async Task Scan_of_all_returns_each_row_once_whatever_is_read_at_a_time(int limit, ScanOrder order, string found)
    {
        await PutKeys(Partition, "b", "aa", "c", "a", "a ");
        var range = new RowRange(new RowKey("a"), new RowKey("d"), limit, order);

        var rows = await Store.ScanAllAsync(Partition, range, Cancellation).ToListAsync(Cancellation);

        string.Join(';', rows.Select(row => row.Key)).ShouldBe(found);
    }

    [Fact]
    public async Task Keys_sort_by_their_characters()
    {
        await PutKeys(Partition, "a", "B", "a b", "a-b", "a.b", "a~", "0", "_", "a0", "1");

        (await Scan(Partition, "!", "~", 20)).ShouldBe("0 1 B _ a a b a-b a.b a0 a~");
    }

    [Fact]
    public async Task Prefix_finds_its_keys_and_no_others()
    {
        await PutKeys(Partition, "row", "row.", "row.1", "row.~", "row0", "roW.2", "row-");

        var rows = await Store.ScanAsync(Partition, RowRange.StartingWith("row.", 10), Cancellation);

        rows.Select(row => row.Key.ToString()).ShouldBe(["row.", "row.1", "row.~"]);
    }

    [Fact]
    public async Task Partition_whose_name_begins_with_another_keeps_its_own_rows()
    {
        string[] names = ["p", "p1", "p:", "p 1", "p~", "q"];
        foreach (var name in names)
            await PutKeys(new PartitionId("kind", name), "!", "a", "~~");

        foreach (var name in names)
        {
            var partition = new PartitionId("kind", name);
            (await Scan(partition, "!", "~~~", 100)).ShouldBe("! a ~~");
            (await Scan(partition, "!", "~~~", 100, ScanOrder.Descending)).ShouldBe("~~ a !");
            (await Get(partition, "a")).ShouldBe($"{partition}");
            (await Get(partition, "1")).ShouldBeNull();
        }
    }

    [Fact]
    public async Task Opened_partition_without_rows_is_empty_both_ways()
    {
        await PutKeys(new PartitionId("kind", "a"), "x");
        await Open(new PartitionId("kind", "b"));
        await PutKeys(new PartitionId("kind", "c"), "x");

        (await Scan(new PartitionId("kind", "b"), " ", "~", 10)).ShouldBe("");
        (await Scan(new PartitionId("kind", "b"), " ", "~", 10, ScanOrder.Descending)).ShouldBe("");
        (await Scan(new PartitionId("kind", "never"), " ", "~", 10)).ShouldBe("");
    }

    [Fact]
    public async Task Longest_names_and_keys_are_kept()
    {
        var partition = new PartitionId("k", new string('p', PartitionId.LengthMax - 2));
        var key = new string('r', RowKey.LengthMax);
        await PutKeys(partition, key, key[1..]);

        (await Get(partition, key)).ShouldBe($"{partition}");
        (await Scan(partition, "r", "s", 10)).ShouldBe($"{key[1..]} {key}");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(RowRange.LimitMax + 1)]
    public async Task Limit_out_of_range_is_refused(int limit) =>
        await Should.ThrowAsync<ArgumentOutOfRangeException>(() => Scan(Partition, "a", "b", limit));

    /// <summary>Puts rows whose value is the partition's name.</summary>
    private async Task PutKeys(PartitionId partition, params string[] keys)
    {
        var batch = new RowBatch();
        foreach (var key in keys)
            batch.Put(new RowKey(key), System.Text.Encoding.ASCII.GetBytes($"{partition}"));
        await Commit(await Open(partition), batch);
    }
}
