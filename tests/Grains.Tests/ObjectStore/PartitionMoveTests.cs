using OrleansLld.Accounts;
using OrleansLld.Storage;
using OrleansLld.Storage.Volatile;

namespace OrleansLld.ObjectStore;

/// <summary>Splits and merges: nothing is lost, nothing is there twice, whatever comes between.</summary>
public sealed class PartitionMoveTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    private static readonly string[] Keys =
    [
        "a", "a/b", "f", "m", "m/1", "z", "漢", new('f', 500), new('m', 500), new string('m', 500) + "/x", new('m', 1_000), new('y', 400),
    ];

    [Fact]
    public async Task Keys_move_with_their_versions_uploads_notes_and_contents_and_come_back_as_they_were()
    {
        await using var index = await IndexCluster.Start();
        await Fill(index);
        var (before, garbage) = (await Dump(index, 1), await index.Rows(IndexSpace.Garbage));
        var bucket = new MovingBucket(index);
        var entries = await bucket.List(ListingKind.Versions);

        await bucket.Split(0, "m");
        (await index.Find("a")).Outcome.ShouldBe(WriteOutcome.Done);
        (await index.Find("m")).Outcome.ShouldBe(WriteOutcome.Moved);
        (await index.Find("m", partition: 2)).Outcome.ShouldBe(WriteOutcome.Done);
        (await index.Find("a", partition: 2)).Outcome.ShouldBe(WriteOutcome.Moved);
        (await index.List()).End.ShouldBe("m");
        (await bucket.List(ListingKind.Versions, 3)).ShouldBe(entries);
        var (left, right) = (await Dump(index, 1), await Dump(index, 2));
        left.Keys.Intersect(right.Keys).ShouldBeEmpty();
        left.Concat(right).OrderBy(row => row.Key, StringComparer.Ordinal).ShouldBe(before);

        await bucket.Merge(1);
        (await Dump(index, 1)).ShouldBe(before);
        (await Dump(index, 2)).ShouldBeEmpty();
        (await Load(index, 2)).Rows.ShouldBe(0);
        (await index.Rows(IndexSpace.Garbage)).ShouldBe(garbage);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_split_and_a_merge_end_well_whichever_of_their_commits_fails(bool isOnlyTheAnswerLost)
    {
        for (var failing = 0; ; failing++)
        {
            var store = new VolatileGrainStore();
            var commits = new ChosenCommitFails(store);
            await using var index = await IndexCluster.Start(commits, store);
            await Fill(index);
            var before = await Dump(index, 1);
            var bucket = new MovingBucket(index);
            commits.Choose(failing, isOnlyTheAnswerLost);

            await bucket.Split(0, "m");
            await bucket.Merge(1);

            (await IndexFailureTests.UntilAnswered(() => Dump(index, 1))).ShouldBe(before, $"Commit {failing} failed.");
            (await Dump(index, 2)).ShouldBeEmpty();
            if (!commits.HasFailed)
                break;
        }
    }

    [Fact]
    public async Task Each_step_may_be_repeated_also_after_the_next()
    {
        await using var index = await IndexCluster.Start();
        await Fill(index);
        var before = await Dump(index, 1);
        PartitionStep seal = new PartitionStep.Seal("m"), drop = new PartitionStep.Drop(IndexCluster.IdOf(2), "m");
        PartitionStep adopt = new PartitionStep.Adopt("bucket", IndexCluster.IdOf(1), "m", "");
        (long Partition, PartitionStep Step)[] steps =
            [(1, seal), (1, seal), (2, adopt), (2, adopt), (1, seal), (1, drop), (1, drop), (2, adopt), (1, seal)];
        foreach (var (partition, step) in steps)
            await index.Partition(partition).Move(step, None);

        (await Dump(index, 1)).Concat(await Dump(index, 2)).OrderBy(row => row.Key, StringComparer.Ordinal).ShouldBe(before);
        (await Load(index, 1)).Objects.ShouldBe((await index.List()).Entries.Length);
        (await Load(index, 2)).Objects.ShouldBe((await index.List(partition: 2)).Entries.Length);
        (await index.Partition(2).Put(index.PutOf("m"), None)).Outcome.ShouldBe(WriteOutcome.Done);
        (await index.Partition(1).Put(index.PutOf("l"), None)).Outcome.ShouldBe(WriteOutcome.Done);
    }

    [Fact]
    public async Task Sealed_keys_are_read_and_not_written()
    {
        await using var index = await IndexCluster.Start();
        await Fill(index);
        await index.Partition().Move(new PartitionStep.Seal("m"), None);

        (await index.Find("m")).Outcome.ShouldBe(WriteOutcome.Done);
        (await index.Partition().Put(index.PutOf("m"), None)).Outcome.ShouldBe(WriteOutcome.Moved);
        (await index.Delete(index.DeleteOf("m/1"))).Outcome.ShouldBe(WriteOutcome.Moved);
        (await index.Partition().Intend(new ObjectKey("z"), new BlobId("late"), None)).ShouldBeFalse();
        (await index.Partition().Put(index.PutOf("a"), None)).Outcome.ShouldBe(WriteOutcome.Done);
        await index.Partition().Tidy(new PartitionTidying([new BlobId("noted-z")], [], []), None);
        (await index.Rows(IndexSpace.Intents)).ShouldContain(IndexNote.RowOf(IndexSpace.Intents, "noted-z"));
    }

    [Fact]
    public async Task A_write_is_answered_as_the_first_time_by_whoever_has_the_key_by_now()
    {
        await using var index = await IndexCluster.Start();
        var bucket = new MovingBucket(index);
        var put = index.PutOf("m", VersioningState.Off);
        var first = await bucket.Put(put);
        await bucket.Put(index.PutOf("m", writeId: "later"));

        await bucket.Split(0, "m");

        (await bucket.Put(put)).ShouldBe(first);
        (await index.Read("m", 2)).ShouldBe("later");
    }

    [Fact]
    public async Task Versions_rise_across_moves_though_the_clock_goes_back()
    {
        await using var index = await IndexCluster.Start();
        var bucket = new MovingBucket(index);
        await bucket.Put(index.PutOf("m", VersioningState.Enabled, "one"));
        await bucket.Split(0, "m");
        index.Time.Move(TimeSpan.FromHours(-1));
        await bucket.Put(index.PutOf("m", VersioningState.Enabled, "two"));
        await bucket.Merge(1);
        await bucket.Put(index.PutOf("m", VersioningState.Enabled, "three"));

        (await index.List(ListingKind.Versions)).Entries.Select(entry => entry.ETag).ShouldBe(["three", "two", "one"]);
    }

    [Fact]
    public async Task The_first_range_may_be_merged_into_the_second()
    {
        await using var index = await IndexCluster.Start();
        await Fill(index);
        var before = await Dump(index, 1);
        await new MovingBucket(index).Split(0, "m");

        await index.Partition(1).Move(new PartitionStep.Seal(""), None);
        await index.Partition(2).Move(new PartitionStep.Adopt("bucket", IndexCluster.IdOf(1), "", "m"), None);
        await index.Partition(1).Move(new PartitionStep.Drop(IndexCluster.IdOf(2), ""), None);

        (await Dump(index, 2)).ShouldBe(before);
        (await Dump(index, 1)).ShouldBeEmpty();
        (await index.Find("a")).Outcome.ShouldBe(WriteOutcome.Moved);
        (await index.List()).Outcome.ShouldBe(WriteOutcome.Moved);
    }

    [Fact]
    public async Task Only_an_empty_partition_is_closed_and_it_may_open_again()
    {
        await using var index = await IndexCluster.Start();
        await index.Partition().Put(index.PutOf("a"), None);
        (await index.Partition().Move(new PartitionStep.Close(), None)).IsClosed.ShouldBeFalse();
        await index.Delete(index.DeleteOf("a"));
        (await index.Partition().Move(new PartitionStep.Close(), None)).IsClosed.ShouldBeTrue();
        (await index.Partition().Move(new PartitionStep.Close(), None)).IsClosed.ShouldBeTrue();

        (await index.Partition().Put(index.PutOf("a"), None)).Outcome.ShouldBe(WriteOutcome.NoSuchBucket);
        (await index.Find("a")).Outcome.ShouldBe(WriteOutcome.NoSuchBucket);
        (await index.List()).Outcome.ShouldBe(WriteOutcome.NoSuchBucket);

        (await index.Partition().Move(new PartitionStep.Reopen(), None)).IsClosed.ShouldBeFalse();
        (await index.Partition().Put(index.PutOf("a"), None)).Outcome.ShouldBe(WriteOutcome.Done);
    }

    [Fact]
    public async Task A_measure_tells_totals_and_a_key_in_the_middle()
    {
        await using var index = await IndexCluster.Start();
        (await Load(index, 1)).MiddleKey.ShouldBeEmpty();
        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => index.Partition().Put(index.PutOf($"key-{i:D3}"), None)));
        await index.Delete(index.DeleteOf("key-000"));

        var load = await Load(index, 1);
        (load.Objects, load.Rows).ShouldBe((199L, 199L));
        load.MiddleKey.ShouldBe("key-100");
        load.Bytes.ShouldBe((await index.List()).Entries.Sum(entry => entry.Bytes));
        load.WritesPerSecond.ShouldBe(3);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Under_random_load_failures_splits_and_merges_every_acknowledged_version_is_there_once(int seed)
    {
        await using var index = await IndexCluster.Start();
        var bucket = new MovingBucket(index);
        index.Store.Faults.FailRandomly(seed, failures: 0.01, lostAnswers: 0.01);
        var random = new Random(seed);
        var writers = Enumerable.Range(0, 6).Select(_ => Write(index, bucket, random.Next())).ToList();
        using var ended = new CancellationTokenSource();
        var reader = Look(bucket, ended.Token);
        for (var step = 0; step < 12 || !writers.TrueForAll(writer => writer.IsCompleted); step++)
        {
            var map = bucket.Map;
            if (map.Length > 1 && random.Next(2) == 0)
                await bucket.Merge(random.Next(1, map.Length));
            else if (map.Length < 5)
                await Split(bucket, random);
        }

        var acknowledged = (await Task.WhenAll(writers)).SelectMany(it => it).ToList();
        await ended.CancelAsync();
        await reader;
        index.Store.Faults.Clear();
        (await bucket.List(ListingKind.Versions, 7)).Select(entry => (entry.Key, entry.Id)).ShouldBe(acknowledged, ignoreOrder: true);
        foreach (var (key, id) in acknowledged)
            (await bucket.Find(key, id)).Outcome.ShouldBe(WriteOutcome.Done);
    }

    private static async Task Split(MovingBucket bucket, Random random)
    {
        var at = KeyOf(random)[..random.Next(1, 4)];
        var place = bucket.Map.Count(range => ObjectKey.Compare(range.From, at) <= 0) - 1;
        if (bucket.Map[place].From != at)
            await bucket.Split(place, at);
    }

    private static string KeyOf(Random random) =>
        $"{(char)('a' + random.Next(4))}{(char)('a' + random.Next(4))}{random.Next(3)}{new string('k', random.Next(2) * 500)}";

    private static async Task<List<(string Key, string Id)>> Write(IndexCluster index, MovingBucket bucket, int seed)
    {
        var random = new Random(seed);
        var made = new List<(string Key, string Id)>();
        for (var i = 0; i < 60; i++)
        {
            if (made.Count > 0 && random.Next(4) == 0)
            {
                var (key, id) = made[random.Next(made.Count)];
                (await bucket.Delete(index.DeleteOf(key, VersioningState.Enabled, id))).Outcome.ShouldBe(WriteOutcome.Done);
                made.Remove((key, id));
            }
            else
            {
                var put = index.PutOf(KeyOf(random), VersioningState.Enabled);
                made.Add((put.Key.ToString(), (await bucket.Put(put)).VersionId!));
            }
        }

        return made;
    }

    // What a page of objects shows is there: it is found, unless all its versions were deleted since.
    private static async Task Look(MovingBucket bucket, CancellationToken ended)
    {
        while (!ended.IsCancellationRequested)
        {
            var page = await bucket.List(ListingKind.Objects, 5);
            page.Select(entry => entry.Key).ShouldBeInOrder(SortDirection.Ascending, Comparer<string>.Create(ObjectKey.Compare));
            page.Select(entry => entry.Key).ShouldBeUnique();
            foreach (var entry in page)
                (await bucket.Find(entry.Key)).Outcome.ShouldBeOneOf(WriteOutcome.Done, WriteOutcome.NoSuchKey);
        }
    }

    private static async Task Fill(IndexCluster index)
    {
        var large = new byte[ObjectContent.InlineBytesMax];
        foreach (var (place, key) in Keys.Index())
        {
            await index.Partition().Put(index.PutOf(key, VersioningState.Enabled), None);
            await index.Partition().Put(
                index.PutOf(key, VersioningState.Enabled) with { Content = new ObjectContent.Inline(large.AsMemory(place)) }, None);
            if (place % 3 == 2)
                await index.Delete(index.DeleteOf(key, VersioningState.Enabled));
            var upload = new UploadEntry(
                new ObjectKey(key), $"upload-{place}", DateTimeOffset.UnixEpoch, IndexCluster.Alice, IndexCluster.Alice, "", null);
            await index.Partition().Announce(upload, None);
            await index.Partition().Announce(upload with { UploadId = $"ended-{place}" }, None);
            await index.Partition().Intend(upload.Key, new BlobId($"noted-{(key.Length == 1 && key[0] < 128 ? key : place)}"), None);
            await index.Partition().Discard(new ObjectKey(key), $"ended-{place}", [new BlobId($"part-{place}")], None);
        }
    }

    /// <summary>All rows but those that stay where they are.</summary>
    private static async Task<SortedDictionary<string, string>> Dump(IndexCluster index, long partition)
    {
        var rows = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var all = new RowRange(new RowKey(" "), new RowKey("~"), 1_000);
        await foreach (var row in index.Store.ScanAllAsync(IndexRows.PartitionOf(IndexCluster.IdOf(partition)), all, None))
        {
            if (row.Key.ToString()[0] is not ((char)IndexSpace.Meta or (char)IndexSpace.Writes or (char)IndexSpace.Garbage))
                rows[row.Key.ToString()] = Convert.ToHexString(row.Value.Span);
        }

        return rows;
    }

    private static Task<PartitionLoad> Load(IndexCluster index, long partition) =>
        index.Partition(partition).Move(new PartitionStep.Measure(), None);
}
