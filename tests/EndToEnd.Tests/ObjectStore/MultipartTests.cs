using System.Security.Cryptography;
using Amazon.S3;
using Amazon.S3.Model;

namespace OrleansLld.ObjectStore;

/// <summary>Objects that come in parts.</summary>
[Collection(ObjectStoreProduct.Collection)]
public sealed class MultipartTests(ObjectStoreProduct store)
{
    private const int PartBytes = 5 << 20;

    private static CancellationToken Ended => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sixty_four_mebibytes_come_in_parts_and_go_out_in_one()
    {
        var (client, bucket) = await NewBucket();
        using var _ = client;
        var bytes = RandomNumberGenerator.GetBytes((64 << 20) + 1234);
        var upload = await Begin(client, bucket);

        var parts = new List<PartETag>();
        for (var from = 0; from < bytes.Length; from += 8 << 20)
            parts.Add(await Part(client, bucket, upload, parts.Count + 1, bytes[from..Math.Min(from + (8 << 20), bytes.Length)]));
        var completed = await Complete(client, bucket, upload, parts);

        completed.ETag.ShouldEndWith("-9\"");
        using var got = await client.GetObjectAsync(bucket, "k", Ended);
        SHA256.HashData(got.ResponseStream).ShouldBe(SHA256.HashData(bytes));
        using var across = await client.GetObjectAsync(
            new GetObjectRequest { BucketName = bucket, Key = "k", ByteRange = new ByteRange((8 << 20) - 100, (16 << 20) + 99) }, Ended);
        (await across.Bytes()).ShouldBe(bytes[((8 << 20) - 100)..((16 << 20) + 100)]);
        using var last = await client.GetObjectAsync(new GetObjectRequest { BucketName = bucket, Key = "k", PartNumber = 9 }, Ended);
        ((await last.Bytes()).Length, last.PartsCount).ShouldBe((1234, 9));
        (await client.GetObjectMetadataAsync(bucket, "k", Ended)).Metadata["colour"].ShouldBe("blue");
    }

    [Fact]
    public async Task A_part_may_be_sent_again_and_be_left_out()
    {
        var (client, bucket) = await NewBucket();
        using var _ = client;
        var upload = await Begin(client, bucket);
        await Part(client, bucket, upload, 2, new byte[PartBytes]);
        var again = await Part(client, bucket, upload, 2, [1, 2, 3]);
        var unused = await Part(client, bucket, upload, 7, [4]);

        var listed = await client.ListPartsAsync(new ListPartsRequest { BucketName = bucket, Key = "k", UploadId = upload }, Ended);
        var completed = await Complete(client, bucket, upload, [again]);
        var repeated = await Complete(client, bucket, upload, [again]);

        listed.Parts.Select(part => (part.PartNumber, part.ETag, part.Size)).ShouldBe([(2, again.ETag, 3), (7, unused.ETag, 1)]);
        repeated.ETag.ShouldBe(completed.ETag);
        using var got = await client.GetObjectAsync(bucket, "k", Ended);
        (await got.Bytes()).ShouldBe([1, 2, 3]);
    }

    [Fact]
    public async Task What_cannot_be_completed_is_refused()
    {
        var (client, bucket) = await NewBucket();
        using var _ = client;
        var upload = await Begin(client, bucket);
        var one = await Part(client, bucket, upload, 1, [1]);
        var two = await Part(client, bucket, upload, 2, [2]);

        (await CodeOf(Complete(client, bucket, upload, [one, two]))).ShouldBe("EntityTooSmall");
        (await CodeOf(Complete(client, bucket, upload, [new PartETag(1, "\"00000000000000000000000000000000\"")]))).ShouldBe("InvalidPart");
        (await CodeOf(Complete(client, bucket, upload, [new PartETag(3, one.ETag)]))).ShouldBe("InvalidPart");
        (await CodeOf(Complete(client, bucket, "no-such-upload-at-all", [one]))).ShouldBe("NoSuchUpload");
        await client.AbortMultipartUploadAsync(bucket, "k", upload, Ended);
        (await CodeOf(Complete(client, bucket, upload, [one]))).ShouldBe("NoSuchUpload");
        (await CodeOf(Part(client, bucket, upload, 1, [1]))).ShouldBe("NoSuchUpload");
        (await CodeOf(client.GetObjectAsync(bucket, "k", Ended))).ShouldBe("NoSuchKey");
    }

    [Fact]
    public async Task A_completion_may_depend_on_what_is_there()
    {
        var (client, bucket) = await NewBucket();
        using var _ = client;
        await client.PutObjectAsync(new PutObjectRequest { BucketName = bucket, Key = "k", ContentBody = "first" }, Ended);
        var upload = await Begin(client, bucket);
        var part = await Part(client, bucket, upload, 1, [1]);
        var request = new CompleteMultipartUploadRequest
        {
            BucketName = bucket,
            Key = "k",
            UploadId = upload,
            PartETags = [part],
            IfNoneMatch = "*",
        };

        (await CodeOf(client.CompleteMultipartUploadAsync(request, Ended))).ShouldBe("PreconditionFailed");
        await client.DeleteObjectAsync(bucket, "k", Ended);
        await client.CompleteMultipartUploadAsync(request, Ended);

        using var got = await client.GetObjectAsync(bucket, "k", Ended);
        (await got.Bytes()).ShouldBe([1]);
    }

    [Fact]
    public async Task Parts_may_be_copied_from_objects()
    {
        var (client, bucket) = await NewBucket();
        using var _ = client;
        var bytes = RandomNumberGenerator.GetBytes(PartBytes + 100);
        await client.PutObjectAsync(
            new PutObjectRequest { BucketName = bucket, Key = "source", InputStream = new MemoryStream(bytes) }, Ended);
        var upload = await Begin(client, bucket);

        var first = await Copy(1, 0, PartBytes - 1);
        var second = await Copy(2, 10, 19);
        await Complete(client, bucket, upload, [new PartETag(1, first.ETag), new PartETag(2, second.ETag)]);

        using var got = await client.GetObjectAsync(bucket, "k", Ended);
        (await got.Bytes()).ShouldBe([.. bytes[..PartBytes], .. bytes[10..20]]);
        (await CodeOf(Copy(3, 0, PartBytes + 100))).ShouldBe("InvalidRange");

        Task<CopyPartResponse> Copy(int number, long from, long to) => client.CopyPartAsync(
            new CopyPartRequest
            {
                SourceBucket = bucket,
                SourceKey = "source",
                DestinationBucket = bucket,
                DestinationKey = "k",
                UploadId = upload,
                PartNumber = number,
                FirstByte = from,
                LastByte = to,
            },
            Ended);
    }

    [Fact]
    public async Task The_attributes_tell_of_the_parts()
    {
        var (client, bucket) = await NewBucket();
        using var _ = client;
        var begun = await client.InitiateMultipartUploadAsync(
            new InitiateMultipartUploadRequest
            {
                BucketName = bucket,
                Key = "k",
                ChecksumAlgorithm = Amazon.S3.ChecksumAlgorithm.SHA256,
            },
            Ended);
        var complete = new CompleteMultipartUploadRequest { BucketName = bucket, Key = "k", UploadId = begun.UploadId };
        foreach (var (number, length) in new[] { (1, PartBytes), (2, 10) })
        {
            var part = await client.UploadPartAsync(
                new UploadPartRequest
                {
                    BucketName = bucket,
                    Key = "k",
                    UploadId = begun.UploadId,
                    PartNumber = number,
                    InputStream = new MemoryStream(new byte[length]),
                    ChecksumAlgorithm = Amazon.S3.ChecksumAlgorithm.SHA256,
                },
                Ended);
            complete.PartETags = [.. complete.PartETags ?? [], new PartETag(number, part.ETag) { ChecksumSHA256 = part.ChecksumSHA256 }];
        }

        var completed = await client.CompleteMultipartUploadAsync(complete, Ended);
        var attributes = await client.GetObjectAttributesAsync(
            new GetObjectAttributesRequest
            {
                BucketName = bucket,
                Key = "k",
                ObjectAttributes =
                [
                    ObjectAttributes.ETag, ObjectAttributes.ObjectSize, ObjectAttributes.ObjectParts, ObjectAttributes.Checksum,
                ],
            },
            Ended);

        completed.ChecksumSHA256.ShouldEndWith("-2");
        (attributes.ObjectSize, attributes.ETag).ShouldBe((PartBytes + 10, completed.ETag.Trim('"')));
        (attributes.Checksum.ChecksumSHA256 + "-2").ShouldBe(completed.ChecksumSHA256);
        attributes.ObjectParts.TotalPartsCount.ShouldBe(2);
        attributes.ObjectParts.Parts.Select(part => (part.PartNumber, part.Size)).ShouldBe([(1, PartBytes), (2, 10)]);
    }

    private async Task<(AmazonS3Client Client, string Bucket)> NewBucket()
    {
        var user = await store.NewUser();
        return (user.NewClient(), await user.NewBucket());
    }

    private static async Task<string> Begin(AmazonS3Client client, string bucket)
    {
        var request = new InitiateMultipartUploadRequest { BucketName = bucket, Key = "k" };
        request.Metadata["colour"] = "blue";
        return (await client.InitiateMultipartUploadAsync(request, Ended)).UploadId;
    }

    private static async Task<PartETag> Part(AmazonS3Client client, string bucket, string upload, int number, byte[] bytes) => new(
        await client.UploadPartAsync(
            new UploadPartRequest
            {
                BucketName = bucket,
                Key = "k",
                UploadId = upload,
                PartNumber = number,
                InputStream = new MemoryStream(bytes),
            },
            Ended));

    private static Task<CompleteMultipartUploadResponse> Complete(
        AmazonS3Client client, string bucket, string upload, List<PartETag> parts) => client.CompleteMultipartUploadAsync(
            new CompleteMultipartUploadRequest { BucketName = bucket, Key = "k", UploadId = upload, PartETags = parts }, Ended);

    private static async Task<string> CodeOf<T>(Task<T> request) =>
        (await Should.ThrowAsync<AmazonS3Exception>(async () => await request)).ErrorCode;
}
