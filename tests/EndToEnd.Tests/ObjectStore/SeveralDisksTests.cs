using System.Net;
using Amazon.S3;
using Amazon.S3.Model;
using OrleansLld.Accounts;

namespace OrleansLld.ObjectStore;

/// <summary>Disks come, go and fail under a product that runs.</summary>
public sealed class SeveralDisksTests
{
    private const int Objects = 24;
    private static readonly TimeSpan MovedWithin = TimeSpan.FromMinutes(3);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Objects_are_all_there_while_one_disk_comes_and_another_is_emptied()
    {
        await using var product = await RunningProduct.StartAsync([.. Disks("a:1", "b:1")]);
        var user = await S3User.SignUp(product);
        var bucket = await user.NewBucket();
        using var client = user.NewClient();
        await PutAll(client, bucket);
        BlobsOn(product, "a").ShouldBeInRange(1, Objects - 1);

        await product.StopAsync();
        await product.StartAgainAsync(Disks("a:0", "b:1", "c:1"));
        using var patience = new CancellationTokenSource(MovedWithin);
        do
            await AllAreThere(client, bucket);
        while ((BlobsOn(product, "a") > 0 || BlobsOn(product, "b") + BlobsOn(product, "c") > Objects)
            && !patience.IsCancellationRequested);

        BlobsOn(product, "a").ShouldBe(0);
        BlobsOn(product, "c").ShouldBeInRange(1, Objects - 1);
        (BlobsOn(product, "b") + BlobsOn(product, "c")).ShouldBe(Objects);
        await AllAreThere(client, bucket);
    }

    [Fact]
    public async Task Disk_that_is_gone_fails_its_own_objects_and_is_named_by_the_health()
    {
        await using var product = await RunningProduct.StartAsync([.. Disks("a:1", "b:1")]);
        var user = await S3User.SignUp(product);
        var bucket = await user.NewBucket();
        using var client = user.NewClient();
        await PutAll(client, bucket);
        Directory.Move(Folder(product, "a"), Folder(product, "gone"));

        var failed = 0;
        for (var number = 0; number < Objects; number++)
            failed += await Read(client, bucket, number) == HttpStatusCode.ServiceUnavailable ? 1 : 0;

        failed.ShouldBe(BlobsOn(product, "gone"));
        (await product.Http.GetStringAsync(new Uri("/health/ready", UriKind.Relative), Cancellation)).ShouldBe("ready; failing disk: a");
        Directory.Move(Folder(product, "gone"), Folder(product, "a"));
        await AllAreThere(client, bucket);
        (await product.Http.GetStringAsync(new Uri("/health/ready", UriKind.Relative), Cancellation)).ShouldBe("ready");
    }

    private static string[] Disks(params string[] disks) =>
    [
        .. AccountsProduct.NoRateLimits,
        .. disks.Index().SelectMany(disk => (string[])
        [
            $"--Storage:Files:Disks:{disk.Index}:Name={disk.Item[0]}",
            $"--Storage:Files:Disks:{disk.Index}:Path=disk-{disk.Item[0]}",
            $"--Storage:Files:Disks:{disk.Index}:Weight={disk.Item[2..]}",
        ]),
    ];

    private static string Folder(RunningProduct product, string disk) => Path.Combine(product.DataDirectory, $"disk-{disk}");

    private static int BlobsOn(RunningProduct product, string disk) => Directory.EnumerateDirectories(Folder(product, disk))
        .Where(directory => Path.GetFileName(directory).Length == 2).Sum(directory => Directory.EnumerateFiles(directory).Count());

    private static async Task PutAll(AmazonS3Client client, string bucket)
    {
        for (var number = 0; number < Objects; number++)
        {
            var put = new PutObjectRequest { BucketName = bucket, Key = $"{number}", InputStream = new MemoryStream(Bytes(number)) };
            await client.PutObjectAsync(put, Cancellation);
        }
    }

    private static async Task AllAreThere(AmazonS3Client client, string bucket)
    {
        for (var number = 0; number < Objects; number++)
            (await Read(client, bucket, number)).ShouldBe(HttpStatusCode.OK);
    }

    private static async Task<HttpStatusCode> Read(AmazonS3Client client, string bucket, int number)
    {
        try
        {
            using var got = await client.GetObjectAsync(bucket, $"{number}", Cancellation);
            (await got.Bytes()).ShouldBe(Bytes(number));
            return got.HttpStatusCode;
        }
        catch (AmazonS3Exception refusal)
        {
            return refusal.StatusCode;
        }
    }

    private static byte[] Bytes(int number)
    {
        var bytes = new byte[20_000 + number];
        new Random(number).NextBytes(bytes);
        return bytes;
    }
}
