using OrleansLld.Storage.Volatile;

namespace OrleansLld.Storage;

/// <summary>Rows of a grain that keeps no events.</summary>
public sealed class GrainRowsTests
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly PartitionId Partition = new("rows", "one");

    private readonly VolatileGrainStore _store = new();
    private readonly List<Exception> _failures = [];

    [Fact]
    public async Task What_is_put_while_a_commit_is_in_flight_shares_the_next()
    {
        var rows = await Open();
        Task first, others;
        using (_store.Faults.Stall(StoreOperation.Commit))
        {
            Put(rows, "a", 1);
            first = rows.CommitAsync();
            Put(rows, "b", 2);
            others = rows.CommitAsync();
            Put(rows, "c", 3);
            rows.CommitAsync().ShouldBe(others);
            first.IsCompleted.ShouldBeFalse();
        }

        await others;
        first.IsCompletedSuccessfully.ShouldBeTrue();
        _store.Count(StoreOperation.Commit).ShouldBe(2);
        (await Stored()).ShouldBe(["a1", "b2", "c3"]);
    }

    [Fact]
    public async Task Reads_see_what_is_pending_in_flight_or_not()
    {
        var rows = await Open();
        foreach (var key in (string[])["a", "b", "c", "d"])
            Put(rows, key, 1);
        await rows.CommitAsync();
        Task commit;
        using (_store.Faults.Stall(StoreOperation.Commit))
        {
            Put(rows, "b", 2);
            rows.Delete(new RowKey("c"));
            commit = rows.CommitAsync();
            rows.Delete(new RowKey("a"));
            Put(rows, "e", 3);
            rows.IsPending(new RowKey("b")).ShouldBeTrue();
            rows.IsPending(new RowKey("d")).ShouldBeFalse();

            (await Scan(rows, 10)).ShouldBe(["b2", "d1", "e3"]);
            (await Scan(rows, 2)).ShouldBe(["b2", "d1"]);
            (await Scan(rows, 2, ScanOrder.Descending)).ShouldBe(["e3", "d1"]);
            (await rows.GetAsync(new RowKey("c"), None)).ShouldBeNull();
            (await rows.GetAsync(new RowKey("b"), None))!.Value.ToArray().ShouldBe([2]);
        }

        await commit;
        await rows.CommitAsync();
        (await Stored()).ShouldBe(["b2", "d1", "e3"]);
        (await Scan(rows, 10)).ShouldBe(["b2", "d1", "e3"]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Random_scans_of_pending_and_stored_rows_are_what_a_sorted_list_says(int seed)
    {
        var random = new Random(seed);
        var rows = await Open();
        var naive = new SortedDictionary<string, byte>(StringComparer.Ordinal);
        for (var step = 0; step < 500; step++)
        {
            var (key, value) = ($"{random.Next(40):D2}", (byte)random.Next(10));
            if (random.Next(3) > 0)
            {
                Put(rows, key, value);
                naive[key] = value;
            }
            else
            {
                rows.Delete(new RowKey(key));
                naive.Remove(key);
            }

            if (random.Next(5) == 0)
                await rows.CommitAsync();
            var (from, to, limit) = (random.Next(40), random.Next(41), random.Next(1, 12));
            var order = random.Next(2) == 0 ? ScanOrder.Ascending : ScanOrder.Descending;
            var found = await rows.ScanAsync(new RowRange(new RowKey($"{from:D2}"), new RowKey($"{to:D2}"), limit, order), None);
            var there = naive
                .Where(row => string.CompareOrdinal(row.Key, $"{from:D2}") >= 0 && string.CompareOrdinal(row.Key, $"{to:D2}") < 0)
                .Select(row => $"{row.Key}{row.Value}");
            found.Select(Text).ShouldBe((order == ScanOrder.Ascending ? there : there.Reverse()).Take(limit));
        }
    }

    [Fact]
    public async Task Rows_that_sum_up_a_commit_go_with_it()
    {
        var count = 0;
        var rows = await GrainRows.OpenAsync(
            _store, Partition, batch => batch.Put(new RowKey("z"), new[] { (byte)++count }), _failures.Add, None);
        Put(rows, "a", 1);
        await rows.CommitAsync();
        await rows.CommitAsync();
        Put(rows, "b", 1);
        await rows.CommitAsync();

        (await Stored()).ShouldBe(["a1", "b1", "z2"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task After_a_failure_everything_is_refused(bool isOnlyTheAnswerLost)
    {
        var rows = await Open();
        if (isOnlyTheAnswerLost)
            _store.Faults.LoseAnswerOfNext(StoreOperation.Commit);
        else
            _store.Faults.FailNext(StoreOperation.Commit);
        Put(rows, "a", 1);
        var first = rows.CommitAsync();
        Put(rows, "b", 1);
        var second = rows.CommitAsync();

        await Should.ThrowAsync<StorageUnavailableException>(() => first);
        await Should.ThrowAsync<StorageUnavailableException>(() => second);
        Should.Throw<StorageUnavailableException>(() => Put(rows, "c", 1));
        await Should.ThrowAsync<StorageUnavailableException>(async () => await rows.GetAsync(new RowKey("a"), None));
        _failures.ShouldHaveSingleItem();
        (await Stored()).ShouldBe(isOnlyTheAnswerLost ? ["a1"] : []);
    }

    private static void Put(GrainRows rows, string key, byte value) => rows.Put(new RowKey(key), new[] { value });

    private static async Task<IEnumerable<string>> Scan(GrainRows rows, int limit, ScanOrder order = ScanOrder.Ascending) =>
        (await rows.ScanAsync(new RowRange(new RowKey(" "), new RowKey("~"), limit, order), None)).Select(Text);

    private static string Text(Row row) => $"{row.Key}{row.Value.Span[0]}";

    private Task<GrainRows> Open() => GrainRows.OpenAsync(_store, Partition, _ => { }, _failures.Add, None);

    private async Task<IEnumerable<string>> Stored() =>
        (await _store.ScanAsync(Partition, new RowRange(new RowKey(" "), new RowKey("~"), 100), None)).Select(Text);
}
