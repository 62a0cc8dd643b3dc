using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace OrleansLld.ObjectStore;

/// <summary>Forms of browsers upload what their policy foresees.</summary>
[Collection(ObjectStoreProduct.Collection)]
public sealed class PostFormTests(ObjectStoreProduct store)
{
    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(1 << 20)]
    public async Task A_form_uploads_its_file(int length)
    {
        var user = await store.NewUser();
        var bucket = await user.NewBucket();
        using var requests = new PlainRequests(user);
        var file = RandomNumberGenerator.GetBytes(length);

        var answer = await Post(
            user,
            bucket,
            file,
            [StartsWith("key", "up/"), Eq("x-amz-meta-colour", "blue"), Eq("Content-Type", "text/plain")],
            ("key", "up/${filename}"),
            ("x-amz-meta-colour", "blue"),
            ("Content-Type", "text/plain"),
            ("x-ignore-me", "anything"));

        answer.ShouldBe(204, "");
        var got = await requests.Get($"/{bucket}/up/photo.png");
        (got.Headers["x-amz-meta-colour"], got.Headers["Content-Type"]).ShouldBe(("blue", "text/plain"));
        got.Headers["ETag"].ShouldBe(Contents.ETagOf(file));
    }

    [Fact]
    public async Task A_form_says_how_it_wants_to_be_answered()
    {
        var user = await store.NewUser();
        var bucket = await user.NewBucket();

        var created = await Post(
            user, bucket, [1], [Eq("key", "k"), Eq("success_action_status", "201")], ("key", "k"), ("success_action_status", "201"));
        var elsewhere = await Post(
            user,
            bucket,
            [1],
            [Eq("key", "k"), Eq("success_action_redirect", "http://localhost/done")],
            ("key", "k"),
            ("success_action_redirect", "http://localhost/done"));

        (created.Status, created.Body.Contains("<Key>k</Key>", StringComparison.Ordinal)).ShouldBe((201, true));
        elsewhere.Status.ShouldBe(303);
        elsewhere.Headers["Location"].ShouldBe($"http://localhost/done?bucket={bucket}&key=k&etag=%2255a54008ad1ba589aa210d2629c1df41%22");
    }

    [Fact]
    public async Task What_the_policy_does_not_foresee_is_refused()
    {
        var user = await store.NewUser();
        var bucket = await user.NewBucket();
        using var requests = new PlainRequests(user);
        object[] upToFour = ["content-length-range", 2, 4];

        (await Post(user, bucket, [1, 2], [Eq("key", "other")], ("key", "k"))).ShouldBe(403, "AccessDenied");
        (await Post(user, bucket, [1, 2], [Eq("key", "k")], ("key", "k"), ("x-amz-meta-a", "1"))).ShouldBe(403, "AccessDenied");
        (await Post(user, bucket, new byte[5], [Eq("key", "k"), upToFour], ("key", "k"))).ShouldBe(400, "EntityTooLarge");
        (await Post(user, bucket, [1], [Eq("key", "k"), upToFour], ("key", "k"))).ShouldBe(400, "EntityTooSmall");
        (await Post(user, bucket, [1], [new { }], ("key", "k"))).ShouldBe(400, "InvalidPolicyDocument");
        (await Post(user, bucket, [1], [])).ShouldBe(400, "InvalidArgument");
        (await Post(user with { Secret = "wrong" }, bucket, [1], [Eq("key", "k")], ("key", "k"))).ShouldBe(403, "SignatureDoesNotMatch");
        (await requests.Get($"/{bucket}/k")).ShouldBe(404, "NoSuchKey");
    }

    [Fact]
    public async Task A_form_that_breaks_off_or_lies_stores_nothing()
    {
        var user = await store.NewUser();
        var bucket = await user.NewBucket();
        using var requests = new PlainRequests(user);
        const string CutOff = "--X\r\nContent-Disposition: form-data; name=\"key\"\r\n\r\nk\r\n"
            + "--X\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nbytes";
        using var cut = new ByteArrayContent(Encoding.ASCII.GetBytes(CutOff));
        cut.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=X");

        (await requests.Send("POST", $"/{bucket}", cut)).ShouldBe(400, "MalformedPOSTRequest");
        const string Checksum = "x-amz-checksum-crc32";
        (await Post(user, bucket, [1], [Eq("key", "k"), Eq(Checksum, "AAAAAA==")], ("key", "k"), (Checksum, "AAAAAA==")))
            .ShouldBe(400, "BadDigest");
        (await requests.Get($"/{bucket}/k")).ShouldBe(404, "NoSuchKey");
    }

    private static string[] StartsWith(string name, string value) => ["starts-with", "$" + name, value];

    private static Dictionary<string, string> Eq(string name, string value) => new() { [name] = value };

    private static async Task<PlainAnswer> Post(
        S3User user, string bucket, byte[] file, object[] conditions, params (string Name, string Value)[] fields)
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        var day = now.ToString("yyyyMMdd");
        var credential = $"{user.AccessKeyId}/{day}/us-east-1/s3/aws4_request";
        var time = now.ToString("yyyyMMdd'T'HHmmss'Z'");
        var policy = Convert.ToBase64String(JsonSerializer.SerializeToUtf8Bytes(new
        {
            expiration = now.AddMinutes(10).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'"),
            conditions = (object[])
            [
                Eq("bucket", bucket), Eq("x-amz-algorithm", "AWS4-HMAC-SHA256"), Eq("x-amz-credential", credential),
                Eq("x-amz-date", time), .. conditions,
            ],
        }));
        using var form = new MultipartFormDataContent("a-boundary");
        foreach (var (name, value) in fields)
            form.Add(new StringContent(value), Quoted(name));
        form.Add(new StringContent("AWS4-HMAC-SHA256"), Quoted("x-amz-algorithm"));
        form.Add(new StringContent(credential), Quoted("x-amz-credential"));
        form.Add(new StringContent(time), Quoted("x-amz-date"));
        form.Add(new StringContent(policy), Quoted("policy"));
        form.Add(new StringContent(Sign(user.Secret, day, policy)), Quoted("x-amz-signature"));
        form.Add(new ByteArrayContent(file), Quoted("file"), "photo.png");
        using var requests = new PlainRequests(user);
        return await requests.SendAnonymously("POST", $"/{bucket}", form);
    }

    private static string Quoted(string name) => $"\"{name}\"";

    private static string Sign(string secret, string day, string policy)
    {
        var key = Encoding.UTF8.GetBytes("AWS4" + secret);
        foreach (var part in new[] { day, "us-east-1", "s3", "aws4_request" })
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        return Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(policy)));
    }
}
