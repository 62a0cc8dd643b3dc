using System.Net;
using Amazon.S3;
using Amazon.S3.Model;

namespace OrleansLld.ObjectStore;

/// <summary>
/// Writes objects of its own, in all the ways there are, and remembers of each key what it may be: one thing after an answer, several
/// when an answer never came.
/// </summary>
internal sealed class KilledWriter(S3User user, string bucket, int number, int seed) : IDisposable
{
    private const int KeysCount = 12;
    private const int PartBytes = 5 << 20;

    private readonly AmazonS3Client _client = user.NewClient(config => config.Timeout = TimeSpan.FromSeconds(20));
    private readonly Random _random = new(seed);
    private readonly Dictionary<string, List<byte[]?>> _possible = Enumerable.Range(0, KeysCount)
        .ToDictionary(key => $"w{number}/{key}", _ => new List<byte[]?> { null });

    public IEnumerable<string> Keys => _possible.Keys;

    public int Acknowledged { get; private set; }

    public int Unanswered { get; private set; }

    /// <summary>Goes on until it is told to stop, or gets no answer any more.</summary>
    public async Task WriteUntil(CancellationToken ended)
    {
        while (!ended.IsCancellationRequested)
        {
            var key = $"w{number}/{_random.Next(KeysCount)}";
            var source = $"w{number}/{_random.Next(KeysCount)}";
            var roll = _random.Next(100);
            if (roll < 40)
                await Do(key, NewContent(1, 8 << 10), content => Put(key, content));
            else if (roll < 70)
                await Do(key, NewContent(9 << 10, 400 << 10), content => Put(key, content));
            else if (roll < 75)
                await Do(key, NewContent(PartBytes, PartBytes + 100_000), content => PutInParts(key, content));
            else if (roll < 85 && source != key && _possible[source] is [{ } copied])
                await Do(key, copied, _ => Copy(source, key));
            else
                await Do(key, null, _ => _client.DeleteObjectAsync(bucket, key, CancellationToken.None));
        }
    }

    /// <summary>Each key is one of the things that it may be, whole, and is listed if and only if it is there.</summary>
    public async Task ShouldBeAsAnswered(AmazonS3Client client, Dictionary<string, long> listed)
    {
        foreach (var (key, possible) in _possible)
        {
            var found = await Read(client, key);
            possible.Any(content => content is null ? found is null : found is not null && content.AsSpan().SequenceEqual(found))
                .ShouldBeTrue($"{key} has {found?.Length.ToString() ?? "no"} bytes; it may have "
                    + string.Join(", ", possible.Select(content => content?.Length.ToString() ?? "none")));
            listed.TryGetValue(key, out var bytes).ShouldBe(found is not null, key);
            bytes.ShouldBe(found?.Length ?? 0, key);
            _possible[key] = [found];
        }
    }

    public void Dispose() => _client.Dispose();

    private async Task Do(string key, byte[]? content, Func<byte[], Task> write)
    {
        try
        {
            await write(content ?? []);
            _possible[key] = [content];
            Acknowledged++;
        }
        catch (Exception lost) when (lost is not AmazonS3Exception { StatusCode: < HttpStatusCode.InternalServerError and > 0 })
        {
            _possible[key].Add(content);
            Unanswered++;
        }
    }

    private byte[] NewContent(int bytesMin, int bytesMax)
    {
        var content = new byte[_random.Next(bytesMin, bytesMax)];
        _random.NextBytes(content);
        return content;
    }

    private Task<PutObjectResponse> Put(string key, byte[] content) => _client.PutObjectAsync(
        new PutObjectRequest { BucketName = bucket, Key = key, InputStream = new MemoryStream(content) }, CancellationToken.None);

    private Task<CopyObjectResponse> Copy(string from, string to) => _client.CopyObjectAsync(
        new CopyObjectRequest { SourceBucket = bucket, SourceKey = from, DestinationBucket = bucket, DestinationKey = to },
        CancellationToken.None);

    private async Task PutInParts(string key, byte[] content)
    {
        var upload = (await _client.InitiateMultipartUploadAsync(bucket, key, CancellationToken.None)).UploadId;
        var parts = new List<PartETag>();
        for (var at = 0; at < content.Length; at += PartBytes)
        {
            var part = new MemoryStream(content, at, Math.Min(PartBytes, content.Length - at));
            parts.Add(new PartETag(await _client.UploadPartAsync(
                new UploadPartRequest
                {
                    BucketName = bucket,
                    Key = key,
                    UploadId = upload,
                    PartNumber = parts.Count + 1,
                    InputStream = part,
                },
                CancellationToken.None)));
        }

        await _client.CompleteMultipartUploadAsync(
            new CompleteMultipartUploadRequest { BucketName = bucket, Key = key, UploadId = upload, PartETags = parts },
            CancellationToken.None);
    }

    private async Task<byte[]?> Read(AmazonS3Client client, string key)
    {
        try
        {
            using var got = await client.GetObjectAsync(bucket, key, CancellationToken.None);
            return await got.Bytes();
        }
        catch (AmazonS3Exception missing) when (missing.ErrorCode == "NoSuchKey")
        {
            return null;
        }
    }
}
