using Amazon.S3;
using Amazon.S3.Model;
using Amazon.S3.Transfer;

namespace OrleansLld.ObjectStore.Clients;

/// <summary>AWS's library for .NET.</summary>
[Collection(ObjectStoreProduct.Collection)]
public sealed class DotnetTests(ObjectStoreProduct store) : IDisposable
{
    private readonly FileTree _tree = new(seed: 11_252_026);

    public void Dispose() => _tree.Dispose();

    [Fact]
    public async Task The_transfer_utility_sends_a_directory_and_brings_it_back()
    {
        var user = await store.NewUser();
        var bucket = await user.NewBucket();
        using var client = user.NewClient();
        using var transfer = new TransferUtility(client, new TransferUtilityConfig { MinSizeBeforePartUpload = 16 << 20 });
        var back = _tree.NewFolder("back");
        var ended = TestContext.Current.CancellationToken;

        await transfer.UploadDirectoryAsync(
            new TransferUtilityUploadDirectoryRequest
            {
                BucketName = bucket,
                Directory = _tree.Source,
                KeyPrefix = "tree",
                SearchOption = SearchOption.AllDirectories,
            },
            ended);
        await transfer.DownloadDirectoryAsync(bucket, "tree", back, ended);
        var longest = await client.GetObjectMetadataAsync(bucket, "tree/films/the longest.bin", ended);
        var listed = await client.ListObjectsV2Async(
            new ListObjectsV2Request { BucketName = bucket, Prefix = "tree/", Delimiter = "/" }, ended);

        _tree.ShouldBeIn(back);
        longest.ContentLength.ShouldBe(FileTree.LongestBytes);
        longest.ETag.ShouldMatch("-[0-9]+\"$");
        listed.CommonPrefixes.ShouldBe(["tree/films/", "tree/notes/"]);
        listed.S3Objects.Select(line => line.Key).ShouldBe(["tree/empty.txt", "tree/one.txt"]);
    }

    [Theory]
    [InlineData("CRC32")]
    [InlineData("CRC32C")]
    [InlineData("CRC64NVME")]
    [InlineData("SHA1")]
    [InlineData("SHA256")]
    public async Task Each_checksum_goes_along_and_comes_back(string algorithm)
    {
        var user = await store.NewUser();
        var bucket = await user.NewBucket();
        using var client = user.NewClient();
        var ended = TestContext.Current.CancellationToken;

        var put = await client.PutObjectAsync(
            new PutObjectRequest
            {
                BucketName = bucket,
                Key = "checked",
                FilePath = _tree.PathOf("notes/deep/er/medium.bin"),
                ChecksumAlgorithm = Amazon.S3.ChecksumAlgorithm.FindValue(algorithm),
            },
            ended);
        using var got = await client.GetObjectAsync(
            new GetObjectRequest { BucketName = bucket, Key = "checked", ChecksumMode = ChecksumMode.ENABLED }, ended);

        Value(put).ShouldNotBeNullOrEmpty();
        got.ResponseStream.ShouldNotBeNull();
        ValueOf(got).ShouldBe(Value(put));

        string Value(PutObjectResponse answer) => algorithm switch
        {
            "CRC32" => answer.ChecksumCRC32,
            "CRC32C" => answer.ChecksumCRC32C,
            "CRC64NVME" => answer.ChecksumCRC64NVME,
            "SHA1" => answer.ChecksumSHA1,
            _ => answer.ChecksumSHA256,
        };

        string ValueOf(GetObjectResponse answer) => algorithm switch
        {
            "CRC32" => answer.ChecksumCRC32,
            "CRC32C" => answer.ChecksumCRC32C,
            "CRC64NVME" => answer.ChecksumCRC64NVME,
            "SHA1" => answer.ChecksumSHA1,
            _ => answer.ChecksumSHA256,
        };
    }
}
