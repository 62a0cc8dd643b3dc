using Amazon.S3;
using Amazon.S3.Model;
using OrleansLld.Accounts;
using OrleansLld.Cluster;

namespace OrleansLld.ObjectStore;

/// <summary>A silo and two gateways, each a process of its own, over one Azurite: an object is everywhere, whoever took it.</summary>
public sealed class ObjectStoreClusterTests : IAsyncLifetime
{
    private RunningCluster? _cluster;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private RunningProduct One => _cluster!.Gateways[0];

    private RunningProduct Other => _cluster!.Gateways[1];

    public async ValueTask InitializeAsync() =>
        _cluster = await RunningCluster.StartAsync(1, 2, ["--Gateway:DrainSeconds=0", .. AccountsProduct.NoRateLimits]);

    public async ValueTask DisposeAsync() => await _cluster!.DisposeAsync();

    [Fact]
    public async Task What_one_gateway_took_another_gives()
    {
        var (one, other, bucket) = await Clients();
        foreach (var length in (int[])[0, 100, 9_000, 5_000_001])
        {
            var bytes = Bytes(length);
            await one.PutObjectAsync(
                new PutObjectRequest { BucketName = bucket, Key = $"of {length}", InputStream = new MemoryStream(bytes) }, Cancellation);

            using var got = await other.GetObjectAsync(bucket, $"of {length}", Cancellation);
            (await got.Bytes()).ShouldBe(bytes);
        }

        var listed = await other.ListObjectsV2Async(new ListObjectsV2Request { BucketName = bucket }, Cancellation);
        listed.S3Objects.Select(it => it.Size).ShouldBe([0, 100, 5_000_001, 9_000]);
    }

    [Fact]
    public async Task Upload_goes_on_at_another_gateway_when_its_own_is_killed()
    {
        var (one, other, bucket) = await Clients();
        var upload = (await one.InitiateMultipartUploadAsync(bucket, "big", Cancellation)).UploadId;
        var (first, second) = (Bytes(5 << 20), Bytes(1_000_003));
        var parts = new List<PartETag> { await Part(one, first, 1) };
        await One.KillAsync();
        parts.Add(await Part(other, second, 2));

        await other.CompleteMultipartUploadAsync(
            new CompleteMultipartUploadRequest { BucketName = bucket, Key = "big", UploadId = upload, PartETags = parts }, Cancellation);

        using var got = await other.GetObjectAsync(bucket, "big", Cancellation);
        (await got.Bytes()).ShouldBe([.. first, .. second]);

        async Task<PartETag> Part(AmazonS3Client client, byte[] bytes, int number)
        {
            var part = new UploadPartRequest
            {
                BucketName = bucket,
                Key = "big",
                UploadId = upload,
                PartNumber = number,
                InputStream = new MemoryStream(bytes),
            };
            return new PartETag(number, (await client.UploadPartAsync(part, Cancellation)).ETag);
        }
    }

    [Fact]
    public async Task Gateway_whose_bytes_would_be_elsewhere_names_a_silo_that_differs_and_does_not_start()
    {
        var refused = await Should.ThrowAsync<InvalidOperationException>(() => _cluster!.AddGatewayAsync("--Storage:Provider=RocksDb"));

        refused.Message.ShouldContain("This process keeps the bytes of objects in files marked ");
        refused.Message.ShouldContain("in the container orleanslld of the storage account devstoreaccount1.");
    }

    private async Task<(AmazonS3Client One, AmazonS3Client Other, string Bucket)> Clients()
    {
        var user = await S3User.SignUp(One);
        return (user.NewClient(), (user with { Address = Other.S3Address }).NewClient(), await user.NewBucket());
    }

    private static byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }
}
