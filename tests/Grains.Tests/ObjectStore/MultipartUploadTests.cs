using OrleansLld.Storage;
using OrleansLld.Storage.Volatile;

namespace OrleansLld.ObjectStore;

public sealed class MultipartUploadTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Theory]
    [InlineData("never-begun-upload")]
    [InlineData("short")]
    [InlineData("not/an?id#at%all, but long enough")]
    public async Task Asking_for_an_upload_that_was_never_begun_stores_nothing(string id)
    {
        await using var objects = await ObjectsCluster.Start(new VolatileGrainStore());
        var upload = objects.Upload(id);

        (await upload.Describe(None)).ShouldBeNull();
        (await upload.Parts(0, 1_000, None)).Refusal.ShouldBe(MultipartRefusal.NoSuchUpload);
        (await upload.Intend(1, new BlobId("b"), None)).ShouldBe(MultipartRefusal.NoSuchUpload);
        (await upload.Abort(objects.First, None)).ShouldBe(MultipartRefusal.NoSuchUpload);
        (await upload.Tidy(UploadStanding.Listed, None)).State.ShouldBe(UploadState.Gone);
        objects.Store.Count(StoreOperation.Open).ShouldBe(0);
    }

    [Fact]
    public async Task An_upload_is_listed_from_its_beginning_to_its_end()
    {
        await using var objects = await ObjectsCluster.Start();
        var first = await objects.Begin("a");
        var second = await objects.Begin("a");
        (await objects.List(ListingKind.Uploads)).Select(line => line.Id).ShouldBe([first, second]);

        await objects.AddPart(first, 1, "aaaa");
        await objects.Complete(first, (1, "aaaa"));
        await objects.Upload(second).Abort(objects.First, None);

        (await objects.List(ListingKind.Uploads)).ShouldBeEmpty();
        (await objects.Read("a")).ShouldBe("aaaa");
    }

    [Fact]
    public async Task What_was_described_is_what_the_object_becomes()
    {
        await using var objects = await ObjectsCluster.Start();
        var upload = await objects.Begin("a");
        var begun = objects.BeginOf("a").Upload;
        (await objects.Upload(upload).Describe(None))!.Description.Owner.ShouldBe(begun.Description.Owner);
        await objects.AddPart(upload, 2, "bbbb");
        await objects.AddPart(upload, 1, "aaaa");
        await objects.AddPart(upload, 3, "c");

        var reply = await objects.Complete(upload, (1, "aaaa"), (2, "bbbb"), (3, "c"));

        reply.Refusal.ShouldBe(MultipartRefusal.None);
        var found = (await objects.Partition.Find(new FindObject(new ObjectKey("a"), null), None)).Object!;
        (await objects.Read("a")).ShouldBe("aaaabbbbc");
        found.Description.Bytes.ShouldBe(9);
        found.Description.ETag.ShouldBe(reply.ETag);
        found.ModifiedAt.ShouldBe(reply.Write!.ModifiedAt);
        reply.ETag.ShouldEndWith("-3");
    }

    [Fact]
    public async Task Parts_are_listed_in_pages_by_number()
    {
        await using var objects = await ObjectsCluster.Start();
        var upload = await objects.Begin("a");
        foreach (var number in new[] { 5, 1, 9 })
            await objects.AddPart(upload, number, "aaaa");

        var page = await objects.Upload(upload).Parts(0, 2, None);
        page.Parts.Select(part => part.Number).ShouldBe([1, 5]);
        page.IsTruncated.ShouldBeTrue();
        (await objects.Upload(upload).Parts(5, 2, None)).Parts.Select(part => part.Number).ShouldBe([9]);
    }

    [Fact]
    public async Task A_repeated_completion_gets_the_first_answer_for_a_day()
    {
        var objects = await ObjectsCluster.Start();
        var upload = await objects.Begin("a");
        await objects.AddPart(upload, 1, "aaaa");
        await objects.AddPart(upload, 2, "bbbb");
        var first = await objects.Complete(upload, (1, "aaaa"), (2, "bbbb"));
        await objects.Delete("a");
        objects = await objects.Restart();
        objects.Time.Move(ObjectsCluster.Day - TimeSpan.FromMinutes(1));

        (await objects.Complete(upload, (1, "aaaa"), (2, "bbbb"))).ShouldBe(first);
        (await objects.Complete(upload, (1, "aaaa"))).Refusal.ShouldBe(MultipartRefusal.NoSuchUpload);
        (await objects.Read("a")).ShouldBeNull();

        objects.Time.Move(TimeSpan.FromMinutes(2));
        (await objects.Complete(upload, (1, "aaaa"), (2, "bbbb"))).Refusal.ShouldBe(MultipartRefusal.NoSuchUpload);
        (await objects.Upload(upload).Describe(None)).ShouldBeNull();
        await objects.DisposeAsync();
    }

    [Fact]
    public async Task Concurrent_completions_get_one_answer()
    {
        await using var objects = await ObjectsCluster.Start();
        var upload = await objects.Begin("a");
        await objects.AddPart(upload, 1, "aaaa");

        var replies = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => objects.Complete(upload, (1, "aaaa"))));

        replies.Distinct().ShouldHaveSingleItem().Refusal.ShouldBe(MultipartRefusal.None);
        (await objects.Notes(IndexSpace.Garbage)).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_upload_that_the_index_refuses_goes_on()
    {
        await using var objects = await ObjectsCluster.Start();
        await objects.Put("a", "there already");
        var upload = await objects.Begin("a");
        await objects.AddPart(upload, 1, "aaaa");

        var refused = await objects.Complete(upload, WriteCondition.None with { IfAbsent = true }, (1, "aaaa"));
        refused.Refusal.ShouldBe(MultipartRefusal.NotWritten);
        refused.Write!.Outcome.ShouldBe(WriteOutcome.PreconditionFailed);
        (await objects.Read("a")).ShouldBe("there already");

        await objects.AddPart(upload, 2, "bbbb");
        (await objects.Complete(upload, (1, "aaaa"), (2, "bbbb"))).Refusal.ShouldBe(MultipartRefusal.None);
        (await objects.Read("a")).ShouldBe("aaaabbbb");
    }

    [Fact]
    public async Task An_aborted_upload_takes_nothing_and_its_bytes_go()
    {
        await using var objects = await ObjectsCluster.Start();
        var upload = await objects.Begin("a");
        await objects.AddPart(upload, 1, "aaaa");
        await objects.AddPart(upload, 1, "bbbb");
        var late = new BlobId(objects.NextId());
        await objects.Upload(upload).Intend(2, late, None);
        await objects.Write(late, "late");

        (await objects.Upload(upload).Abort(objects.First, None)).ShouldBe(MultipartRefusal.None);
        (await objects.Upload(upload).Abort(objects.First, None)).ShouldBe(MultipartRefusal.None);

        (await objects.Upload(upload).AddPart(objects.PartOf(2, late, "late"), None)).ShouldBe(MultipartRefusal.NoSuchUpload);
        (await objects.Complete(upload, (1, "bbbb"))).Refusal.ShouldBe(MultipartRefusal.NoSuchUpload);
        await objects.CollectAll();
        objects.Blobs.Ids.ShouldBeEmpty();
        (await objects.Rows(new PartitionId("objectstore.upload", upload))).ShouldBeEmpty();
        (await objects.Notes(IndexSpace.Ended)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_replaced_part_does_not_wait_for_the_uploads_end_to_be_deleted()
    {
        await using var objects = await ObjectsCluster.Start();
        var upload = await objects.Begin("a");
        for (var i = 0; i < 300; i++)
            await objects.AddPart(upload, 1, $"part-{i}");
        objects.Blobs.Ids.Count.ShouldBeLessThan(300);

        (await objects.Upload(upload).Tidy(UploadStanding.Listed, None)).State.ShouldBe(UploadState.Open);

        objects.Blobs.Ids.ShouldHaveSingleItem();
        await objects.Complete(upload, (1, "part-299"));
        (await objects.Read("a")).ShouldBe("part-299");
    }

    [Fact]
    public async Task An_upload_that_is_not_touched_any_more_keeps_its_parts_and_loses_what_dead_writers_left()
    {
        await using var objects = await ObjectsCluster.Start();
        var upload = await objects.Begin("a");
        var part = await objects.AddPart(upload, 1, "aaaa");
        var dead = new BlobId(objects.NextId());
        await objects.Upload(upload).Intend(2, dead, None);
        await objects.Write(dead, "dead");
        for (var generation = 0; generation < 300; generation++)
        {
            objects.Time.Move(ObjectsCluster.Grace);
            await objects.Collect();
        }

        objects.Blobs.Ids.ShouldBe([part]);
        (await objects.Upload(upload).AddPart(objects.PartOf(2, dead, "dead"), None)).ShouldBe(MultipartRefusal.NotNoted);
        (await objects.Complete(upload, (1, "aaaa"))).Refusal.ShouldBe(MultipartRefusal.None);
    }

    [Fact]
    public async Task An_upload_that_was_listed_and_never_begun_leaves_the_list_some_day()
    {
        await using var objects = await ObjectsCluster.Start();
        var entry = new UploadEntry(
            new ObjectKey("a"), objects.NextId(), objects.Time.GetUtcNow(), ObjectsCluster.Alice, ObjectsCluster.Alice, "", null);
        await objects.Partition.Announce(entry, None);

        for (var generation = 0; generation < 300; generation++)
        {
            objects.Time.Move(ObjectsCluster.Grace);
            await objects.Collect();
        }

        (await objects.List(ListingKind.Uploads)).ShouldBeEmpty();
        await objects.CollectAll();
        (await objects.Notes(IndexSpace.Ended)).ShouldBeEmpty();
    }
}
