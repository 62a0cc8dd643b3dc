using OrleansLld.Storage;
using OrleansLld.Storage.Volatile;

namespace OrleansLld.ObjectStore;

/// <summary>Whichever commit of a command fails, or seems to, the same command sent again ends well and nothing is left behind.</summary>
public sealed class UploadFaultTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    /// <summary>Commits on the way: of the upload, of the index, of the upload again.</summary>
    public static TheoryData<int, bool> Commits => new(
        from commitsBefore in Enumerable.Range(0, 3)
        from isOnlyTheAnswerLost in new[] { false, true }
        select (commitsBefore, isOnlyTheAnswerLost));

    [Theory]
    [MemberData(nameof(Commits))]
    public async Task A_completion_makes_one_object(int commitsBefore, bool isOnlyTheAnswerLost)
    {
        await using var objects = await ObjectsCluster.Start();
        var upload = await objects.Begin("a");
        var part = await objects.AddPart(upload, 1, "aaaa");
        await objects.AddPart(upload, 2, "bbbb");
        objects.Commits.Choose(commitsBefore, isOnlyTheAnswerLost);

        await Should.ThrowAsync<StorageUnavailableException>(() => objects.Complete(upload, (1, "aaaa")));
        var reply = await objects.Complete(upload, (1, "aaaa"));

        reply.Refusal.ShouldBe(MultipartRefusal.None);
        (await objects.Read("a")).ShouldBe("aaaa");
        (await objects.Complete(upload, (1, "aaaa"))).ShouldBe(reply);
        (await objects.List(ListingKind.Uploads)).ShouldBeEmpty();
        await objects.CollectAll();
        objects.Blobs.Ids.ShouldBe([part]);
    }

    [Theory]
    [MemberData(nameof(Commits))]
    public async Task A_completion_that_nobody_repeats_is_whole_or_still_open(int commitsBefore, bool isOnlyTheAnswerLost)
    {
        var objects = await ObjectsCluster.Start();
        var upload = await objects.Begin("a");
        await objects.AddPart(upload, 1, "aaaa");
        await objects.AddPart(upload, 2, "bbbb");
        objects.Commits.Choose(commitsBefore, isOnlyTheAnswerLost);
        await Should.ThrowAsync<StorageUnavailableException>(() => objects.Complete(upload, (1, "aaaa")));
        objects = await objects.Restart();

        await objects.CollectAll();

        if ((await objects.List(ListingKind.Uploads)).IsEmpty)
        {
            (await objects.Read("a")).ShouldBe("aaaa");
            objects.Blobs.Ids.Count.ShouldBe(1);
            (await objects.Rows(new PartitionId("objectstore.upload", upload))).ShouldBeEmpty();
        }
        else
        {
            (await objects.Read("a")).ShouldBeNull();
            objects.Blobs.Ids.Count.ShouldBe(2);
            (await objects.Complete(upload, (1, "aaaa"))).Refusal.ShouldBe(MultipartRefusal.None);
            (await objects.Read("a")).ShouldBe("aaaa");
        }

        await objects.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Commits))]
    public async Task An_abort_leaves_nothing(int commitsBefore, bool isOnlyTheAnswerLost)
    {
        await using var objects = await ObjectsCluster.Start();
        var upload = await objects.Begin("a");
        await objects.AddPart(upload, 1, "aaaa");
        objects.Commits.Choose(commitsBefore, isOnlyTheAnswerLost);

        await Should.ThrowAsync<StorageUnavailableException>(() => objects.Upload(upload).Abort(objects.First, None));
        (await objects.Upload(upload).Abort(objects.First, None)).ShouldBe(MultipartRefusal.None);

        await LeavesNothing(objects, upload);
    }

    [Theory]
    [MemberData(nameof(Commits))]
    public async Task An_abort_that_nobody_repeats_is_finished_by_the_collector_or_never_began(int commitsBefore, bool isOnlyTheAnswerLost)
    {
        await using var objects = await ObjectsCluster.Start();
        var upload = await objects.Begin("a");
        await objects.AddPart(upload, 1, "aaaa");
        objects.Commits.Choose(commitsBefore, isOnlyTheAnswerLost);
        await Should.ThrowAsync<StorageUnavailableException>(() => objects.Upload(upload).Abort(objects.First, None));

        for (var generation = 0; generation < 300; generation++)
        {
            objects.Time.Move(ObjectsCluster.Grace);
            await objects.Collect();
        }

        if ((await objects.Upload(upload).Tidy(UploadStanding.Listed, None)).State == UploadState.Open)
            (await objects.Complete(upload, (1, "aaaa"))).Refusal.ShouldBe(MultipartRefusal.None);
        else
            await LeavesNothing(objects, upload);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(0, true)]
    public async Task A_part_is_there_once(int commitsBefore, bool isOnlyTheAnswerLost)
    {
        await using var objects = await ObjectsCluster.Start();
        var upload = await objects.Begin("a");
        var blob = new BlobId(objects.NextId());
        await objects.Upload(upload).Intend(1, blob, None);
        await objects.Write(blob, "aaaa");
        objects.Commits.Choose(commitsBefore, isOnlyTheAnswerLost);

        await Should.ThrowAsync<StorageUnavailableException>(() => objects.Upload(upload).AddPart(objects.PartOf(1, blob, "aaaa"), None));
        (await objects.Upload(upload).AddPart(objects.PartOf(1, blob, "aaaa"), None)).ShouldBe(MultipartRefusal.None);

        (await objects.Complete(upload, (1, "aaaa"))).Refusal.ShouldBe(MultipartRefusal.None);
        (await objects.Read("a")).ShouldBe("aaaa");
    }

    [Theory]
    [InlineData(nameof(StoreOperation.Scan))]
    [InlineData(nameof(StoreOperation.Open))]
    [InlineData(nameof(StoreOperation.Commit))]
    public async Task A_beginning_that_the_store_refused_succeeds_when_sent_again(string failing)
    {
        await using var objects = await ObjectsCluster.Start();
        var id = objects.NextId();
        objects.Store.Faults.FailNext(Enum.Parse<StoreOperation>(failing));

        await Should.ThrowAsync<StorageUnavailableException>(() => objects.Upload(id).Begin(objects.BeginOf("a"), None));
        (await objects.Upload(id).Begin(objects.BeginOf("a"), None)).ShouldBe(MultipartRefusal.None);

        await objects.AddPart(id, 1, "aaaa");
        (await objects.List(ListingKind.Uploads)).ShouldHaveSingleItem().Id.ShouldBe(id);
    }

    private static async Task LeavesNothing(ObjectsCluster objects, string upload)
    {
        (await objects.List(ListingKind.Uploads)).ShouldBeEmpty();
        await objects.CollectAll();
        objects.Blobs.Ids.ShouldBeEmpty();
        (await objects.Rows(new PartitionId("objectstore.upload", upload))).ShouldBeEmpty();
    }
}
