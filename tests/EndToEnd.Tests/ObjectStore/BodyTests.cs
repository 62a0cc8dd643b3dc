using System.Text;

namespace OrleansLld.ObjectStore;

/// <summary>Bodies that are not what was said of them leave nothing behind.</summary>
[Collection(ObjectStoreProduct.Collection)]
public sealed class BodyTests(ObjectStoreProduct store)
{
    [Theory]
    [InlineData(100)]
    [InlineData(300_000)]
    public async Task A_body_that_breaks_off_stores_nothing(int length)
    {
        var user = await store.NewUser();
        var bucket = await user.NewBucket();
        using var requests = new PlainRequests(user);

        var answer = await requests.SendCut($"PUT /{bucket}/k HTTP/1.1\r\nContent-Length: {length}", new byte[length - 1]);

        answer.ShouldNotContain("200 OK");
        (await requests.Get($"/{bucket}/k")).ShouldBe(404, "NoSuchKey");
    }

    [Theory]
    [InlineData(100)]
    [InlineData(300_000)]
    public async Task A_body_with_another_digest_stores_nothing(int length)
    {
        var user = await store.NewUser();
        var bucket = await user.NewBucket();
        using var requests = new PlainRequests(user);
        var body = new string('a', length);
        var right = Convert.ToBase64String(Contents.Md5(Encoding.ASCII.GetBytes(body)));
        var wrong = Convert.ToBase64String(new byte[16]);

        (await requests.Put($"/{bucket}/k", body, ("Content-MD5", wrong))).ShouldBe(400, "BadDigest");
        (await requests.Put($"/{bucket}/k", body, ("Content-MD5", "nonsense"))).ShouldBe(400, "InvalidDigest");
        (await requests.Put($"/{bucket}/k", body, ("x-amz-checksum-crc32", "AAAAAA=="))).ShouldBe(400, "BadDigest");
        (await requests.Put($"/{bucket}/k", body, ("x-amz-checksum-crc32", "A"))).ShouldBe(400, "InvalidRequest");
        (await requests.Get($"/{bucket}/k")).ShouldBe(404, "NoSuchKey");
        (await requests.Put($"/{bucket}/k", body, ("Content-MD5", right))).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_body_without_a_length_is_refused()
    {
        var user = await store.NewUser();
        var bucket = await user.NewBucket();
        using var requests = new PlainRequests(user);

        var chunked = Encoding.ASCII.GetBytes("5\r\nhello\r\n0\r\n\r\n");
        var answer = await requests.SendRaw($"PUT /{bucket}/k HTTP/1.1\r\nTransfer-Encoding: chunked", chunked);

        answer.ShouldContain("411 Length Required");
        answer.ShouldContain("<Code>MissingContentLength</Code>");
    }

    [Fact]
    public async Task A_refusal_before_the_body_does_not_spoil_the_next_request()
    {
        var user = await store.NewUser();
        var bucket = await user.NewBucket();
        using var requests = new PlainRequests(user);

        for (var i = 0; i < 3; i++)
        {
            (await requests.Put($"/{bucket}/k", "body", ("Expect", "100-continue"), ("x-amz-storage-class", "BRICK")))
                .ShouldBe(400, "InvalidStorageClass");
            (await requests.Put($"/{bucket}/k", "body", ("Expect", "100-continue"))).Status.ShouldBe(200);
            (await requests.Get($"/{bucket}/k")).Body.ShouldBe("body");
        }
    }

    [Fact]
    public async Task Headers_that_describe_no_object_are_refused()
    {
        var user = await store.NewUser();
        var bucket = await user.NewBucket();
        using var requests = new PlainRequests(user);

        (await Put("x-amz-meta-long", new string('a', 2050))).ShouldBe(400, "MetadataTooLarge");
        (await Put("x-amz-storage-class", "BRICK")).ShouldBe(400, "InvalidStorageClass");
        (await Put("x-amz-tagging", "a=1&a=2")).ShouldBe(400, "InvalidArgument");
        (await Put("x-amz-acl", "everybody")).ShouldBe(400, "InvalidArgument");
        (await Put("x-amz-acl", "public-read")).ShouldBe(400, "AccessControlListNotSupported");
        (await Put("x-amz-server-side-encryption", "AES256")).ShouldBe(501, "NotImplemented");
        (await Put("x-amz-object-lock-mode", "GOVERNANCE")).ShouldBe(400, "InvalidRequest");
        (await Put("x-amz-website-redirect-location", "elsewhere")).ShouldBe(400, "InvalidRedirectLocation");
        (await requests.Get($"/{bucket}/k")).ShouldBe(404, "NoSuchKey");

        Task<PlainAnswer> Put(string name, string value) => requests.Put($"/{bucket}/k", "body", (name, value));
    }
}
