using OrleansLld.Storage;
using OrleansLld.Storage.Volatile;

namespace OrleansLld.ObjectStore;

/// <summary>What nobody refers to goes, in its time; what somebody refers to stays.</summary>
public sealed class GarbageGrainTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Overwritten_bytes_are_deleted_when_the_grace_period_has_ended_and_not_before()
    {
        await using var objects = await ObjectsCluster.Start();
        var old = await objects.Put("a", "old bytes");
        var young = await objects.Put("a", "young bytes");

        (await objects.Collect()).ShouldBe(new GarbageReport(true, 0, 0, 1));
        objects.Time.Move(ObjectsCluster.Grace - TimeSpan.FromSeconds(1));
        await objects.Collect();
        objects.Blobs.Ids.ShouldBe([old, young], ignoreOrder: true);

        objects.Time.Move(ObjectsCluster.Grace + TimeSpan.FromSeconds(1));
        (await objects.Collect()).ShouldBe(new GarbageReport(true, 1, 0, 0));
        objects.Blobs.Ids.ShouldBe([young]);
        (await objects.Notes(IndexSpace.Garbage)).ShouldBeEmpty();
        (await objects.Read("a")).ShouldBe("young bytes");
    }

    [Fact]
    public async Task Deleted_objects_go_and_kept_versions_stay()
    {
        await using var objects = await ObjectsCluster.Start();
        var version = await objects.Put("a", "kept", VersioningState.Enabled);
        await objects.Delete("a", VersioningState.Enabled);
        await objects.Put("b", "gone");
        await objects.Delete("b");

        await objects.CollectAll();

        objects.Blobs.Ids.ShouldBe([version]);
    }

    [Fact]
    public async Task The_blob_of_a_writer_that_died_is_given_up_after_a_day_and_can_become_no_object_any_more()
    {
        await using var objects = await ObjectsCluster.Start();
        var blob = new BlobId(objects.NextId());
        await objects.Partition.Intend(new ObjectKey("a"), blob, None);
        await objects.Write(blob, "late");
        objects.Time.Move(ObjectsCluster.Day - TimeSpan.FromMinutes(1));
        (await objects.Collect()).ShouldBe(new GarbageReport(true, 0, 0, 1));

        objects.Time.Move(TimeSpan.FromMinutes(1));
        (await objects.Collect()).Orphans.ShouldBe(1);

        (await objects.Partition.Put(ObjectsCluster.PutOf("a", blob, "late"), None)).Outcome.ShouldBe(WriteOutcome.NotNoted);
        objects.Blobs.Ids.ShouldBe([blob]);
        objects.Time.Move(2 * ObjectsCluster.Grace);
        await objects.Collect();
        objects.Blobs.Ids.ShouldBeEmpty();
        (await objects.Notes(IndexSpace.Garbage)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_blob_of_a_refused_put_is_garbage_unless_an_earlier_attempt_has_used_it()
    {
        await using var objects = await ObjectsCluster.Start();
        var there = await objects.Put("a", "there already");
        var blob = new BlobId(objects.NextId());
        await objects.Partition.Intend(new ObjectKey("a"), blob, None);
        await objects.Write(blob, "refused");
        var put = ObjectsCluster.PutOf("a", blob, "refused") with { Condition = WriteCondition.None with { IfAbsent = true } };
        var late = ObjectsCluster.PutOf("a", there, "there already") with { WriteId = "another attempt", Condition = put.Condition };

        (await objects.Partition.Put(put, None)).Outcome.ShouldBe(WriteOutcome.PreconditionFailed);
        (await objects.Partition.Put(late, None)).Outcome.ShouldBe(WriteOutcome.NotNoted);

        (await objects.Notes(IndexSpace.Intents)).ShouldBeEmpty();
        (await objects.Notes(IndexSpace.Garbage)).ShouldHaveSingleItem().Id.ShouldBe(blob.ToString());
        objects.Time.Move(2 * ObjectsCluster.Grace);
        await objects.Collect();
        objects.Blobs.Ids.ShouldBe([there]);
    }

    [Fact]
    public async Task Each_call_does_a_bounded_piece_and_a_restart_goes_on()
    {
        var objects = await ObjectsCluster.Start();
        var blobs = new List<BlobId>();
        for (var i = 0; i < 900; i++)
            blobs.Add(await objects.Write("useless"));
        await objects.Begin("keeps the partition from being empty");
        var upload = await objects.Begin("b");
        await objects.Partition.Discard(new ObjectKey("b"), upload, [.. blobs], None);
        objects.Time.Move(2 * ObjectsCluster.Grace);

        (await objects.ShardOf(objects.First).Collect(None)).ShouldBe(new GarbageReport(false, 200, 0, 0));
        objects = await objects.Restart();
        await objects.Collect();

        objects.Blobs.Ids.ShouldBeEmpty();
        await objects.DisposeAsync();
    }

    [Fact]
    public async Task Every_partition_of_the_shard_has_its_turn()
    {
        await using var objects = await ObjectsCluster.Start();
        var partitions = Enumerable.Range(2, 9).Select(number => objects.First with { Number = number }).ToArray();
        foreach (var id in partitions)
        {
            await objects.Open(id);
            var blob = await objects.Write("useless");
            var upload = objects.NextId();
            var key = new ObjectKey("a");
            await objects.PartitionOf(id).Announce(
                new UploadEntry(key, upload, objects.Time.GetUtcNow(), ObjectsCluster.Alice, ObjectsCluster.Alice, "", null), None);
            await objects.PartitionOf(id).Discard(key, upload, [blob], None);
        }

        objects.Time.Move(2 * ObjectsCluster.Grace);
        (await objects.Collect()).Deleted.ShouldBe(9);

        objects.Blobs.Ids.ShouldBeEmpty();
        (await objects.Collect()).Deleted.ShouldBe(0);
    }

    [Fact]
    public async Task What_cannot_be_deleted_today_is_deleted_another_day()
    {
        await using var objects = await ObjectsCluster.Start();
        foreach (var content in (string[])["one", "two", "three", "four"])
            await objects.Put("a", content);
        objects.Time.Move(2 * ObjectsCluster.Grace);
        objects.Blobs.Faults.FailNext(StoreOperation.DeleteBlob);

        (await objects.Collect()).ShouldBe(new GarbageReport(true, 2, 0, 1));
        objects.Blobs.Ids.Count.ShouldBe(2);
        (await objects.Notes(IndexSpace.Garbage)).Count.ShouldBe(1);

        (await objects.Collect()).ShouldBe(new GarbageReport(true, 1, 0, 0));
        objects.Blobs.Ids.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(UploadStanding.Listed, 1)]
    [InlineData(UploadStanding.Ended, 0)]
    public async Task A_part_that_cannot_be_deleted_today_is_deleted_another_day(UploadStanding standing, int kept)
    {
        await using var objects = await ObjectsCluster.Start();
        var upload = await objects.Begin("a");
        await objects.AddPart(upload, 1, "one");
        await objects.AddPart(upload, 1, "two");
        await objects.AddPart(upload, 1, "three");
        objects.Blobs.Faults.FailNext(StoreOperation.DeleteBlob);

        var first = await objects.Upload(upload).Tidy(standing, None);
        first.State.ShouldNotBe(UploadState.Gone);
        first.Waiting.ShouldBe(1);
        objects.Blobs.Ids.Count.ShouldBe(kept + 1);

        (await objects.Upload(upload).Tidy(standing, None)).Waiting.ShouldBe(0);
        objects.Blobs.Ids.Count.ShouldBe(kept);
    }

    [Fact]
    public async Task A_released_partition_gives_up_its_uploads_and_leaves_no_row()
    {
        await using var objects = await ObjectsCluster.Start();
        var upload = await objects.Begin("a");
        var part = await objects.AddPart(upload, 1, "aaaa");
        await objects.Put("b", "gone");
        await objects.Delete("b");
        await objects.Partition.Move(new PartitionStep.Close(), None);
        await objects.CollectAll();
        objects.Blobs.Ids.ShouldBe([part]);

        await objects.ShardOf(objects.First).Release(objects.First, None);
        await objects.CollectAll();

        objects.Blobs.Ids.ShouldBeEmpty();
        (await objects.Rows(IndexRows.PartitionOf(objects.First))).ShouldBeEmpty();
        (await objects.Rows(new PartitionId("objectstore.upload", upload))).ShouldBeEmpty();
        for (var shard = 0; shard < ObjectsCluster.GarbageShards; shard++)
            (await objects.Rows(new PartitionId("objectstore.garbage", RowKey.Number(shard)), "w:")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Only_a_released_partition_is_removed_however_empty_a_closed_one_is()
    {
        await using var objects = await ObjectsCluster.Start();
        await objects.Partition.Move(new PartitionStep.Close(), None);

        await objects.CollectAll();
        await objects.Partition.Move(new PartitionStep.Reopen(), None);

        await objects.Put("a", "again");
        (await objects.Read("a")).ShouldBe("again");
    }
}
