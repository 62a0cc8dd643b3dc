using System.Net;
using System.Security.Cryptography;
using Amazon.S3;
using Amazon.S3.Model;

namespace OrleansLld.ObjectStore;

/// <summary>Objects are copied on the server.</summary>
[Collection(ObjectStoreProduct.Collection)]
public sealed class CopyTests(ObjectStoreProduct store)
{
    private static CancellationToken Ended => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(100)]
    [InlineData(100_000)]
    public async Task A_copy_has_the_bytes_and_the_metadata_of_its_source(int length)
    {
        var user = await store.NewUser();
        var (from, to) = (await user.NewBucket(), await user.NewBucket());
        using var client = user.NewClient();
        var bytes = RandomNumberGenerator.GetBytes(length);
        var put = await Put(client, from, "a/?ü+", bytes);

        var copied = await client.CopyObjectAsync(
            new CopyObjectRequest { SourceBucket = from, SourceKey = "a/?ü+", DestinationBucket = to, DestinationKey = "copy" }, Ended);
        await client.DeleteObjectAsync(from, "a/?ü+", Ended);

        copied.ETag.ShouldBe(put.ETag);
        using var got = await client.GetObjectAsync(to, "copy", Ended);
        (got.Metadata["colour"], got.Headers.ContentType).ShouldBe(("blue", "text/plain"));
        (await got.Bytes()).ShouldBe(bytes);
    }

    [Fact]
    public async Task A_copy_may_have_metadata_of_its_own()
    {
        var user = await store.NewUser();
        var bucket = await user.NewBucket();
        using var client = user.NewClient();
        await Put(client, bucket, "k", [1, 2, 3]);
        var request = new CopyObjectRequest
        {
            SourceBucket = bucket,
            SourceKey = "k",
            DestinationBucket = bucket,
            DestinationKey = "k",
            MetadataDirective = S3MetadataDirective.REPLACE,
        };
        request.Metadata["size"] = "large";

        await client.CopyObjectAsync(request, Ended);

        var head = await client.GetObjectMetadataAsync(bucket, "k", Ended);
        head.Metadata.Keys.ShouldBe(["x-amz-meta-size"]);
        (head.ContentLength, head.Headers.ContentType).ShouldBe((3, "binary/octet-stream"));
    }

    [Fact]
    public async Task A_copy_onto_itself_that_changes_nothing_is_refused()
    {
        var user = await store.NewUser();
        var bucket = await user.NewBucket();
        using var client = user.NewClient();
        await Put(client, bucket, "k", [1]);

        var refusal = await Should.ThrowAsync<AmazonS3Exception>(() => client.CopyObjectAsync(bucket, "k", bucket, "k", Ended));

        (refusal.StatusCode, refusal.ErrorCode).ShouldBe((HttpStatusCode.BadRequest, "InvalidRequest"));
    }

    [Fact]
    public async Task A_copy_may_depend_on_its_source()
    {
        var user = await store.NewUser();
        var bucket = await user.NewBucket();
        using var client = user.NewClient();
        var put = await Put(client, bucket, "k", [1]);

        (await Copy(request => request.ETagToMatch = put.ETag)).ShouldBe("OK");
        (await Copy(request => request.ETagToMatch = "\"x\"")).ShouldBe("PreconditionFailed");
        (await Copy(request => request.ETagToNotMatch = put.ETag)).ShouldBe("PreconditionFailed");
        var later = TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(1);
        (await Copy(request => request.ModifiedSinceDate = later)).ShouldBe("PreconditionFailed");
        (await Copy(request => request.SourceKey = "missing")).ShouldBe("NoSuchKey");
        (await Copy(request => request.SourceBucket = ObjectStoreProduct.NewBucketName())).ShouldBe("NoSuchBucket");

        async Task<string> Copy(Action<CopyObjectRequest> change)
        {
            var request = new CopyObjectRequest
            {
                SourceBucket = bucket,
                SourceKey = "k",
                DestinationBucket = bucket,
                DestinationKey = "copy",
            };
            change(request);
            try
            {
                return $"{(await client.CopyObjectAsync(request, Ended)).HttpStatusCode}";
            }
            catch (AmazonS3Exception refusal)
            {
                return refusal.ErrorCode;
            }
        }
    }

    private static Task<PutObjectResponse> Put(AmazonS3Client client, string bucket, string key, byte[] bytes)
    {
        var request = new PutObjectRequest
        {
            BucketName = bucket,
            Key = key,
            InputStream = new MemoryStream(bytes),
            ContentType = "text/plain",
        };
        request.Metadata["colour"] = "blue";
        return client.PutObjectAsync(request, Ended);
    }
}
