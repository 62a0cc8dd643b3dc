using OrleansLld.Storage;
using OrleansLld.Storage.Volatile;

namespace OrleansLld.ObjectStore;

/// <summary>Commits that fail or lose their answer, repeats, callers at the same time, activations that lose their partition.</summary>
public sealed class IndexFailureTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task A_put_whose_answer_was_lost_is_answered_as_the_first_time()
    {
        await using var index = await IndexCluster.Start();
        var put = index.PutOf("a", VersioningState.Enabled);
        index.Store.Faults.LoseAnswerOfNext(StoreOperation.Commit);
        await Should.ThrowAsync<StorageUnavailableException>(() => index.Partition().Put(put, None));

        var first = await UntilAnswered(() => index.Partition().Put(put, None));
        var second = await index.Partition().Put(put, None);

        second.ShouldBe(first);
        (await index.List(ListingKind.Versions)).Entries.ShouldHaveSingleItem().Id.ShouldBe(first.VersionId);
    }

    [Fact]
    public async Task A_put_that_the_store_refused_leaves_nothing_and_can_be_sent_again()
    {
        await using var index = await IndexCluster.Start();
        var put = index.PutOf("a");
        index.Store.Faults.FailNext(StoreOperation.Commit);
        await Should.ThrowAsync<StorageUnavailableException>(() => index.Partition().Put(put, None));

        (await UntilAnswered(() => index.Find("a"))).Outcome.ShouldBe(WriteOutcome.NoSuchKey);
        (await index.Partition().Put(put, None)).Outcome.ShouldBe(WriteOutcome.Done);
    }

    [Theory]
    [InlineData(VersioningState.Off)]
    [InlineData(VersioningState.Suspended)]
    [InlineData(VersioningState.Enabled)]
    public async Task A_repeat_undoes_nothing_that_came_between(VersioningState versioning)
    {
        var store = new VolatileGrainStore();
        PutObject put;
        DeleteObject delete;
        WriteReply written;
        await using (var index = await IndexCluster.Start(store))
        {
            put = index.PutOf("a", versioning, "the-put");
            delete = index.DeleteOf("b", versioning, writeId: "the-delete");
            await index.Partition().Put(index.PutOf("b", versioning), None);
            written = await index.Partition().Put(put, None);
            await index.Delete(delete);
            await index.Partition().Put(index.PutOf("a", versioning, "later-a"), None);
            await index.Partition().Put(index.PutOf("b", versioning, "later-b"), None);
        }

        await using var restarted = await IndexCluster.Start(store);
        (await restarted.Partition().Put(put, None)).ShouldBe(written);
        (await restarted.Delete(delete)).Outcome.ShouldBe(WriteOutcome.Done);
        (await restarted.Read("a")).ShouldBe("later-a");
        (await restarted.Read("b")).ShouldBe("later-b");
    }

    [Fact]
    public async Task Nothing_is_answered_or_shown_before_it_is_durable()
    {
        await using var index = await IndexCluster.Start();
        await index.Partition().Put(index.PutOf("a", writeId: "one"), None);
        Task<WriteReply> put;
        Task<WriteReply> refused;
        using (var stall = index.Store.Faults.Stall(StoreOperation.Commit))
        {
            put = index.Partition().Put(index.PutOf("a", writeId: "two"), None);
            await stall.Reached;
            refused = index.Partition().Put(index.PutOf("a", condition: WriteCondition.None with { IfETag = "one" }), None);

            (await index.Read("a")).ShouldBe("one");
            (await index.List()).Entries.ShouldHaveSingleItem().ETag.ShouldBe("one");
            put.IsCompleted.ShouldBeFalse();
            refused.IsCompleted.ShouldBeFalse();
        }

        (await put).Outcome.ShouldBe(WriteOutcome.Done);
        (await refused).Outcome.ShouldBe(WriteOutcome.PreconditionFailed);
        (await index.Read("a")).ShouldBe("two");
    }

    [Fact]
    public async Task Of_concurrent_puts_of_one_key_all_are_answered_and_one_is_the_newest()
    {
        await using var index = await IndexCluster.Start();
        var puts = Enumerable.Range(0, 50).Select(_ => index.PutOf("a", VersioningState.Enabled)).ToList();

        var replies = await Task.WhenAll(puts.Select(put => index.Partition().Put(put, None)));

        var versions = (await index.List(ListingKind.Versions)).Entries;
        versions.Select(version => version.Id).ShouldBe(replies.Select(reply => reply.VersionId!), ignoreOrder: true);
        versions.Count(version => version.IsLatest).ShouldBe(1);
        versions.Select(version => version.ModifiedAt).ShouldBeInOrder(SortDirection.Descending);
        (await index.List()).Entries.ShouldHaveSingleItem().ETag.ShouldBe(versions[0].ETag);
    }

    [Fact]
    public async Task Of_concurrent_puts_that_want_the_key_absent_one_wins()
    {
        await using var index = await IndexCluster.Start();
        var puts = Enumerable.Range(0, 20).Select(_ => index.PutOf("a", condition: WriteCondition.None with { IfAbsent = true })).ToList();

        var replies = await Task.WhenAll(puts.Select(put => index.Partition().Put(put, None)));

        replies.Count(reply => reply.Outcome == WriteOutcome.Done).ShouldBe(1);
        replies.Count(reply => reply.Outcome == WriteOutcome.PreconditionFailed).ShouldBe(19);
        (await index.Read("a")).ShouldBe(puts[replies.ToList().FindIndex(reply => reply.Outcome == WriteOutcome.Done)].WriteId);
    }

    [Fact]
    public async Task Objects_of_very_many_parts_that_are_deleted_at_once_share_no_commit_that_is_too_large()
    {
        const int Count = 11;
        await using var index = await IndexCluster.Start();
        for (var number = 0; number < Count; number++)
        {
            var parts = Enumerable.Range(1, 10_000).Select(part =>
                new ObjectPart(part, new BlobId($"blob-{number}-{part}"), 1, "etag", "", DateTimeOffset.UnixEpoch));
            var put = index.PutOf($"key-{number}") with { Content = new ObjectContent.Parts([.. parts]) };
            (await index.Partition().Put(put, None)).Outcome.ShouldBe(WriteOutcome.Done);
        }

        List<Task<DeleteReply>> deletions;
        using (var stall = index.Store.Faults.Stall(StoreOperation.Get))
        {
            deletions = [.. Enumerable.Range(0, Count).Select(number => index.Delete(index.DeleteOf($"key-{number}")))];
            await stall.Reached;
        }

        (await Task.WhenAll(deletions)).ShouldAllBe(reply => reply.Outcome == WriteOutcome.Done);
        (await index.List()).Entries.ShouldBeEmpty();
        (await index.Store.ScanAllAsync(
            IndexRows.PartitionOf(IndexCluster.IdOf(1)), RowRange.StartingWith($"{(char)IndexSpace.Garbage}", 1_000), None)
            .CountAsync(None)).ShouldBe(Count * 10_000);
    }

    [Fact]
    public async Task An_activation_that_lost_its_partition_acknowledges_nothing()
    {
        await using var old = await IndexCluster.Start();
        await old.Partition().Put(old.PutOf("a", writeId: "one"), None);
        await using var other = await IndexCluster.Start(old.Store);
        await other.Partition().Put(other.PutOf("a", writeId: "two"), None);

        await Should.ThrowAsync<Exception>(() => old.Partition().Put(old.PutOf("a", writeId: "three"), None));

        (await UntilAnswered(() => old.Read("a"))).ShouldBe("two");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Under_random_failures_no_acknowledged_version_is_lost_and_none_is_there_twice(int seed)
    {
        await using var index = await IndexCluster.Start();
        index.Store.Faults.FailRandomly(seed, failures: 0.03, lostAnswers: 0.03);
        var random = new Random(seed);
        var writers = Enumerable.Range(0, 8).Select(_ => Write(index, random.Next()));
        var acknowledged = (await Task.WhenAll(writers)).SelectMany(it => it).ToList();

        index.Store.Faults.Clear();
        var versions = await UntilAnswered(() => index.List(ListingKind.Versions));
        versions.IsTruncated.ShouldBeFalse();
        versions.Entries.Select(entry => (entry.Key, entry.Id)).ShouldBe(acknowledged, ignoreOrder: true);
        foreach (var (key, id) in acknowledged)
            (await index.Find(key, id)).Outcome.ShouldBeOneOf(WriteOutcome.Done, WriteOutcome.IsDeleteMarker);
        foreach (var group in versions.Entries.GroupBy(entry => entry.Key))
            group.Select(entry => entry.IsLatest).ShouldBe(group.Select((_, place) => place == 0));
    }

    [Fact]
    public async Task Versions_that_stay_are_always_found_and_listed_while_newer_ones_come_and_go()
    {
        await using var index = await IndexCluster.Start();
        var old = await index.Partition().Put(index.PutOf("a", VersioningState.Enabled), None);
        var stays = await index.Partition().Put(index.PutOf("a", VersioningState.Enabled), None);
        var coming = ComeAndGo(index);
        while (!coming.IsCompleted)
        {
            (await index.Find("a", stays.VersionId)).Outcome.ShouldBe(WriteOutcome.Done);
            (await index.Find("a")).Outcome.ShouldBeOneOf(WriteOutcome.Done, WriteOutcome.IsDeleteMarker);
            (await index.List(ListingKind.Versions)).Entries.Select(entry => entry.Id).TakeLast(2)
                .ShouldBe([stays.VersionId!, old.VersionId!]);
        }

        await coming;
    }

    private static async Task ComeAndGo(IndexCluster index)
    {
        for (var i = 0; i < 200; i++)
        {
            var id = i % 2 == 0
                ? (await index.Partition().Put(index.PutOf("a", VersioningState.Enabled), None)).VersionId
                : (await index.Delete(index.DeleteOf("a", VersioningState.Enabled))).VersionId;
            await index.Delete(index.DeleteOf("a", VersioningState.Enabled, id));
        }
    }

    // Puts and deletes, each sent until it is answered; what was made and not deleted again.
    private static async Task<List<(string Key, string Id)>> Write(IndexCluster index, int seed)
    {
        var random = new Random(seed);
        var made = new List<(string Key, string Id)>();
        for (var i = 0; i < 40; i++)
        {
            var key = $"key-{random.Next(6)}";
            if (random.Next(3) > 0)
            {
                var put = index.PutOf(key, VersioningState.Enabled);
                made.Add((key, (await UntilAnswered(() => index.Partition().Put(put, None))).VersionId!));
            }
            else if (made.Count == 0 || random.Next(2) == 0)
            {
                var delete = index.DeleteOf(key, VersioningState.Enabled);
                made.Add((key, (await UntilAnswered(() => index.Delete(delete))).VersionId!));
            }
            else
            {
                var (oldKey, id) = made[random.Next(made.Count)];
                var delete = index.DeleteOf(oldKey, VersioningState.Enabled, id);
                (await UntilAnswered(() => index.Delete(delete))).Outcome.ShouldBe(WriteOutcome.Done);
                made.Remove((oldKey, id));
            }
        }

        return made;
    }

    internal static async Task<T> UntilAnswered<T>(Func<Task<T>> command)
    {
        while (true)
        {
            try
            {
                return await command();
            }
            catch (Exception failure) when (failure is StorageUnavailableException or Orleans.Runtime.OrleansException)
            {
                // What a client retries after: the store failed, or the grain was just leaving because of it.
            }
        }
    }
}
