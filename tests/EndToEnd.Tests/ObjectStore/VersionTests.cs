using System.Net;
using Amazon.S3;
using Amazon.S3.Model;

namespace OrleansLld.ObjectStore;

/// <summary>Versions of objects and delete markers, as a client sees them.</summary>
[Collection(ObjectStoreProduct.Collection)]
public sealed class VersionTests(ObjectStoreProduct store)
{
    private static CancellationToken Ended => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_write_makes_a_version_that_can_be_read()
    {
        var (client, bucket) = await NewVersioned();
        using var _ = client;

        var first = await Put(client, bucket, "one");
        var second = await Put(client, bucket, "two");

        first.ShouldNotBe(second);
        (await Read(client, bucket)).ShouldBe(("two", second));
        (await Read(client, bucket, first)).ShouldBe(("one", first));
        (await Read(client, bucket, second)).ShouldBe(("two", second));
    }

    [Fact]
    public async Task A_delete_leaves_a_marker_and_takes_no_version()
    {
        var (client, bucket) = await NewVersioned();
        using var _ = client;
        var version = await Put(client, bucket, "one");

        var deleted = await client.DeleteObjectAsync(bucket, "k", Ended);
        var missing = await Should.ThrowAsync<AmazonS3Exception>(() => client.GetObjectAsync(bucket, "k", Ended));
        var marker = await Should.ThrowAsync<AmazonS3Exception>(() => client.GetObjectAsync(bucket, "k", deleted.VersionId, Ended));

        deleted.DeleteMarker.ShouldBe("true");
        (missing.StatusCode, missing.ErrorCode).ShouldBe((HttpStatusCode.NotFound, "NoSuchKey"));
        (marker.StatusCode, marker.ErrorCode).ShouldBe((HttpStatusCode.MethodNotAllowed, "MethodNotAllowed"));
        (await Read(client, bucket, version)).ShouldBe(("one", version));

        var undone = await client.DeleteObjectAsync(bucket, "k", deleted.VersionId, Ended);
        (undone.DeleteMarker, undone.VersionId).ShouldBe(("true", deleted.VersionId));
        (await Read(client, bucket)).ShouldBe(("one", version));
    }

    [Fact]
    public async Task A_version_that_is_deleted_makes_room_for_the_one_before()
    {
        var (client, bucket) = await NewVersioned();
        using var _ = client;
        var first = await Put(client, bucket, "one");
        var second = await Put(client, bucket, "two");

        var deleted = await client.DeleteObjectAsync(bucket, "k", second, Ended);

        (deleted.VersionId, deleted.DeleteMarker).ShouldBe((second, null));
        (await Read(client, bucket)).ShouldBe(("one", first));
        var gone = await Should.ThrowAsync<AmazonS3Exception>(() => client.GetObjectAsync(bucket, "k", second, Ended));
        (gone.StatusCode, gone.ErrorCode).ShouldBe((HttpStatusCode.NotFound, "NoSuchVersion"));
    }

    [Fact]
    public async Task A_suspended_bucket_replaces_the_null_version()
    {
        var user = await store.NewUser();
        var bucket = await user.NewBucket();
        using var client = user.NewClient();
        await Put(client, bucket, "before");
        await Set(client, bucket, VersionStatus.Enabled);
        var kept = await Put(client, bucket, "kept");
        await Set(client, bucket, VersionStatus.Suspended);

        var written = await Put(client, bucket, "after");

        written.ShouldBe("null");
        (await Read(client, bucket)).ShouldBe(("after", "null"));
        (await Read(client, bucket, "null")).ShouldBe(("after", "null"));
        (await Read(client, bucket, kept)).ShouldBe(("kept", kept));
    }

    [Fact]
    public async Task A_list_of_deletes_tells_what_became_of_each()
    {
        var (client, bucket) = await NewVersioned();
        using var _ = client;
        var version = await Put(client, bucket, "one");
        await Put(client, bucket, "two");
        var request = new DeleteObjectsRequest { BucketName = bucket };
        request.AddKey("k");
        request.AddKey("k", version);
        request.AddKey("never there");

        var answer = await client.DeleteObjectsAsync(request, Ended);

        answer.DeletedObjects.Select(line => $"{line.Key} {line.VersionId} {line.DeleteMarker ?? false}")
            .ShouldBe(["k  True", $"k {version} False", "never there  True"]);
        answer.DeletedObjects[0].DeleteMarkerVersionId.ShouldNotBeNullOrEmpty();
    }

    private async Task<(AmazonS3Client Client, string Bucket)> NewVersioned()
    {
        var user = await store.NewUser();
        var bucket = await user.NewBucket();
        var client = user.NewClient();
        await Set(client, bucket, VersionStatus.Enabled);
        return (client, bucket);
    }

    private static Task<PutBucketVersioningResponse> Set(AmazonS3Client client, string bucket, VersionStatus status)
    {
        var config = new S3BucketVersioningConfig { Status = status };
        return client.PutBucketVersioningAsync(new PutBucketVersioningRequest { BucketName = bucket, VersioningConfig = config }, Ended);
    }

    private static async Task<string> Put(AmazonS3Client client, string bucket, string body) => (await client.PutObjectAsync(
        new PutObjectRequest { BucketName = bucket, Key = "k", ContentBody = body }, Ended)).VersionId;

    private static async Task<(string Body, string Version)> Read(AmazonS3Client client, string bucket, string? version = null)
    {
        using var got = await client.GetObjectAsync(bucket, "k", version, Ended);
        return (await got.Text(), got.VersionId);
    }
}
