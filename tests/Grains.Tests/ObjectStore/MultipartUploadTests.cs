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
        await using var objects = await ObjectsCluster.Start();
        var upload = objects.Grains.GetGrain<IMultipartUploadGrain>(id);

        (await upload.Describe(None)).ShouldBeNull();
        (await upload.Parts(0, 1_000, None)).Refusal.ShouldBe(MultipartRefusal.NoSuchUpload);
        (await upload.Intend(1, new BlobId("b"), None)).ShouldBe(MultipartRefusal.NoSuchUpload);
        (await upload.Abort(new IndexPartitionId("bucket", 1), None)).ShouldBe(MultipartRefusal.NoSuchUpload);
        (await upload.Tidy(UploadStanding.Listed, None)).State.ShouldBe(UploadState.Gone);
        objects.Store.Count(StoreOperation.Open).ShouldBe(0);
    }
}
