using System.Net;
using System.Security.Cryptography;
using Amazon.S3;
using Amazon.S3.Model;

namespace OrleansLld.ObjectStore;

/// <summary>Objects are written and read.</summary>
[Collection(ObjectStoreProduct.Collection)]
public sealed class ObjectTests(ObjectStoreProduct store)
{
    private static CancellationToken Ended => TestContext.Current.CancellationToken;

    private static DateTime Now => TimeProvider.System.GetUtcNow().UtcDateTime;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(8 << 10)]
    [InlineData((8 << 10) + 1)]
    [InlineData(128 << 10)]
    [InlineData((5 << 20) + 17)]
    public async Task What_was_written_is_read(int length)
    {
        var (client, bucket) = await NewBucket();
        using var _ = client;
        var bytes = RandomNumberGenerator.GetBytes(length);

        var put = await client.PutObjectAsync(
            new PutObjectRequest { BucketName = bucket, Key = "a b/ü", InputStream = new MemoryStream(bytes) }, Ended);
        using var got = await client.GetObjectAsync(bucket, "a b/ü", Ended);
        var head = await client.GetObjectMetadataAsync(bucket, "a b/ü", Ended);

        (await got.Bytes()).ShouldBe(bytes);
        put.ETag.ShouldBe(Contents.ETagOf(bytes));
        (got.ETag, head.ETag).ShouldBe((put.ETag, put.ETag));
        (got.ContentLength, head.ContentLength).ShouldBe((length, length));
        got.VersionId.ShouldBeNull();
        got.LastModified!.Value.ShouldBeInRange(Now.AddMinutes(-5), Now.AddMinutes(1));
    }

    [Fact]
    public async Task Headers_and_metadata_come_back_as_they_were_sent()
    {
        var (client, bucket) = await NewBucket();
        using var _ = client;
        var request = new PutObjectRequest { BucketName = bucket, Key = "k", ContentBody = "body", ContentType = "text/plain" };
        request.Headers.CacheControl = "max-age=60";
        request.Headers.ContentDisposition = "attachment; filename=\"a.txt\"";
        request.Headers.ContentEncoding = "gzip";
        request.Headers["Content-Language"] = "de";
        request.Metadata["Colour"] = "Blue";
        request.Metadata["rfc"] = "=?UTF-8?B?w6k=?=";
        request.TagSet = [new Amazon.S3.Model.Tag { Key = "a", Value = "1" }, new Amazon.S3.Model.Tag { Key = "b", Value = "" }];
        await client.PutObjectAsync(request, Ended);

        var head = await client.GetObjectMetadataAsync(bucket, "k", Ended);

        (head.Headers.ContentType, head.Headers.CacheControl, head.Headers.ContentDisposition, head.Headers.ContentEncoding)
            .ShouldBe(("text/plain", "max-age=60", "attachment; filename=\"a.txt\"", "gzip"));
        head.Headers["Content-Language"].ShouldBe("de");
        (head.Metadata["colour"], head.Metadata["rfc"]).ShouldBe(("Blue", "=?UTF-8?B?w6k=?="));
        using var got = await client.GetObjectAsync(bucket, "k", Ended);
        got.TagCount.ShouldBe(2);
    }

    [Theory]
    [InlineData(0, 4, "bytes 0-4/26", "ABCDE")]
    [InlineData(20, 99, "bytes 20-25/26", "UVWXYZ")]
    public async Task A_range_is_part_of_the_object(long from, long to, string range, string text)
    {
        var (client, bucket) = await NewAlphabet();
        using var _ = client;

        using var got = await client.GetObjectAsync(
            new GetObjectRequest { BucketName = bucket, Key = "abc", ByteRange = new ByteRange(from, to) }, Ended);

        got.HttpStatusCode.ShouldBe(HttpStatusCode.PartialContent);
        got.ContentRange.ShouldBe(range);
        (await got.Text()).ShouldBe(text);
    }

    [Fact]
    public async Task A_range_behind_the_end_is_refused()
    {
        var (client, bucket) = await NewAlphabet();
        using var _ = client;

        var refusal = await Should.ThrowAsync<AmazonS3Exception>(() => client.GetObjectAsync(
            new GetObjectRequest { BucketName = bucket, Key = "abc", ByteRange = new ByteRange(26, 30) }, Ended));

        (refusal.StatusCode, refusal.ErrorCode).ShouldBe((HttpStatusCode.RequestedRangeNotSatisfiable, "InvalidRange"));
    }

    [Fact]
    public async Task A_read_may_depend_on_the_tag_and_the_time()
    {
        var (client, bucket) = await NewAlphabet();
        using var _ = client;
        var head = await client.GetObjectMetadataAsync(bucket, "abc", Ended);
        var (before, after) = (head.LastModified!.Value.AddHours(-1), head.LastModified!.Value.AddHours(1));

        (await StatusOf(new GetObjectRequest { EtagToMatch = head.ETag })).ShouldBe(HttpStatusCode.OK);
        (await StatusOf(new GetObjectRequest { EtagToMatch = "\"x\"" })).ShouldBe(HttpStatusCode.PreconditionFailed);
        (await StatusOf(new GetObjectRequest { EtagToNotMatch = head.ETag })).ShouldBe(HttpStatusCode.NotModified);
        (await StatusOf(new GetObjectRequest { EtagToNotMatch = "\"x\"" })).ShouldBe(HttpStatusCode.OK);
        (await StatusOf(new GetObjectRequest { ModifiedSinceDate = before })).ShouldBe(HttpStatusCode.OK);
        (await StatusOf(new GetObjectRequest { ModifiedSinceDate = after })).ShouldBe(HttpStatusCode.NotModified);
        (await StatusOf(new GetObjectRequest { UnmodifiedSinceDate = before })).ShouldBe(HttpStatusCode.PreconditionFailed);
        (await StatusOf(new GetObjectRequest { UnmodifiedSinceDate = after })).ShouldBe(HttpStatusCode.OK);

        async Task<HttpStatusCode> StatusOf(GetObjectRequest request)
        {
            (request.BucketName, request.Key) = (bucket, "abc");
            try
            {
                using var got = await client.GetObjectAsync(request, Ended);
                return got.HttpStatusCode;
            }
            catch (AmazonS3Exception refusal)
            {
                return refusal.StatusCode;
            }
        }
    }

    [Fact]
    public async Task A_read_may_ask_for_other_headers()
    {
        var (client, bucket) = await NewAlphabet();
        using var _ = client;
        var request = new GetObjectRequest { BucketName = bucket, Key = "abc" };
        request.ResponseHeaderOverrides.ContentType = "text/html";
        request.ResponseHeaderOverrides.ContentDisposition = "inline; filename=ü.txt";

        using var got = await client.GetObjectAsync(request, Ended);

        (got.Headers.ContentType, got.Headers.ContentDisposition.Length > 0).ShouldBe(("text/html", true));
    }

    [Fact]
    public async Task What_is_not_there_is_not_found()
    {
        var (client, bucket) = await NewBucket();
        using var _ = client;

        var missing = await Should.ThrowAsync<AmazonS3Exception>(() => client.GetObjectAsync(bucket, "k", Ended));
        var version = await Should.ThrowAsync<AmazonS3Exception>(() => client.GetObjectAsync(bucket, "k", "not a version", Ended));
        var noBucket = await Should.ThrowAsync<AmazonS3Exception>(
            () => client.GetObjectAsync(ObjectStoreProduct.NewBucketName(), "k", Ended));

        (missing.StatusCode, missing.ErrorCode).ShouldBe((HttpStatusCode.NotFound, "NoSuchKey"));
        (version.StatusCode, version.ErrorCode).ShouldBe((HttpStatusCode.BadRequest, "InvalidArgument"));
        (noBucket.StatusCode, noBucket.ErrorCode).ShouldBe((HttpStatusCode.NotFound, "NoSuchBucket"));
    }

    [Fact]
    public async Task A_write_may_depend_on_what_is_there()
    {
        var (client, bucket) = await NewBucket();
        using var _ = client;

        (await Put(ifNoneMatch: "*")).ShouldBe("OK");
        (await Put(ifNoneMatch: "*")).ShouldBe("PreconditionFailed");
        (await Put(ifMatch: "\"x\"")).ShouldBe("PreconditionFailed");
        var tag = (await client.GetObjectMetadataAsync(bucket, "k", Ended)).ETag;
        (await Put(ifMatch: tag)).ShouldBe("OK");
        (await Put(ifNoneMatch: tag)).ShouldBe("NotImplemented");
        (await Put(ifMatch: tag, key: "other")).ShouldBe("NoSuchKey");

        async Task<string> Put(string? ifMatch = null, string? ifNoneMatch = null, string key = "k")
        {
            try
            {
                var request = new PutObjectRequest
                {
                    BucketName = bucket,
                    Key = key,
                    ContentBody = "body",
                    IfMatch = ifMatch,
                    IfNoneMatch = ifNoneMatch,
                };
                return $"{(await client.PutObjectAsync(request, Ended)).HttpStatusCode}";
            }
            catch (AmazonS3Exception refusal)
            {
                return refusal.ErrorCode;
            }
        }
    }

    [Fact]
    public async Task Of_writers_of_one_key_one_wins_and_all_are_answered()
    {
        var (client, bucket) = await NewBucket();
        using var _ = client;
        var bodies = Enumerable.Range(0, 16).Select(number => new string((char)('a' + number), 20_000)).ToList();

        var written = await Task.WhenAll(bodies.Select(body => client.PutObjectAsync(
            new PutObjectRequest { BucketName = bucket, Key = "k", ContentBody = body }, Ended)));
        var first = await Task.WhenAll(bodies.Select(async body =>
        {
            try
            {
                var request = new PutObjectRequest { BucketName = bucket, Key = "once", ContentBody = body, IfNoneMatch = "*" };
                return (await client.PutObjectAsync(request, Ended)).ETag;
            }
            catch (AmazonS3Exception refusal) when (refusal.StatusCode == HttpStatusCode.PreconditionFailed)
            {
                return null;
            }
        }));

        using var got = await client.GetObjectAsync(bucket, "k", Ended);
        bodies.ShouldContain(await got.Text());
        written.Select(answer => answer.ETag).ShouldContain(got.ETag);
        var once = first.OfType<string>().ShouldHaveSingleItem();
        (await client.GetObjectMetadataAsync(bucket, "once", Ended)).ETag.ShouldBe(once);
    }

    private async Task<(AmazonS3Client Client, string Bucket)> NewBucket()
    {
        var user = await store.NewUser();
        return (user.NewClient(), await user.NewBucket());
    }

    private async Task<(AmazonS3Client Client, string Bucket)> NewAlphabet()
    {
        var (client, bucket) = await NewBucket();
        await client.PutObjectAsync(
            new PutObjectRequest { BucketName = bucket, Key = "abc", ContentBody = "ABCDEFGHIJKLMNOPQRSTUVWXYZ" }, Ended);
        return (client, bucket);
    }
}
