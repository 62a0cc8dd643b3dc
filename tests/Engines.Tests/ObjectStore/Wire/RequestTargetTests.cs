namespace OrleansLld.ObjectStore.Wire;

public sealed class RequestTargetTests
{
    private static readonly string[] Domains = ["s3.localhost", "localhost"];

    [Theory]
    [InlineData("/", "127.0.0.1:9000", "", "")]
    [InlineData("/bucket", "127.0.0.1:9000", "bucket", "")]
    [InlineData("/bucket/", "127.0.0.1:9000", "bucket", "")]
    [InlineData("/bucket/key", "127.0.0.1:9000", "bucket", "key")]
    [InlineData("/bucket//", "127.0.0.1:9000", "bucket", "/")]
    [InlineData("/bucket/a//b/../c/./", "127.0.0.1:9000", "bucket", "a//b/../c/./")]
    [InlineData("/bucket/a%2Fb%2e%2E", "127.0.0.1:9000", "bucket", "a/b..")]
    [InlineData("/bucket/a+b%20c%2B", "127.0.0.1:9000", "bucket", "a+b c+")]
    [InlineData("/bucket/%2541", "127.0.0.1:9000", "bucket", "%41")]
    [InlineData("/bucket/%e4%b8%80%F0%9F%90%8D", "127.0.0.1:9000", "bucket", "一🐍")]
    [InlineData("/bucket/key", "localhost:9000", "bucket", "key")]
    [InlineData("/bucket/key", "s3.localhost", "bucket", "key")]
    [InlineData("/bucket/key", "[::1]:9000", "bucket", "key")]
    [InlineData("/bucket/key", "elsewhere.example", "bucket", "key")]
    [InlineData("/key", "bucket.localhost:9000", "bucket", "key")]
    [InlineData("/a/b", "bucket.S3.LocalHost:9000", "bucket", "a/b")]
    [InlineData("/", "my.bucket.s3.localhost", "my.bucket", "")]
    [InlineData("//", "bucket.localhost", "bucket", "/")]
    [InlineData("http://bucket.localhost:9000/key", "bucket.localhost:9000", "bucket", "key")]
    [InlineData("http://127.0.0.1:9000", "127.0.0.1:9000", "", "")]
    [InlineData("http://127.0.0.1:9000?x=1", "127.0.0.1:9000", "", "")]
    public void A_bucket_stands_in_the_path_or_in_the_host(string target, string host, string bucket, string key)
    {
        RequestTarget.TryParse(target, host, Domains, out var read).ShouldBeTrue();
        (read.Bucket, read.Key).ShouldBe((bucket, key));
    }

    [Theory]
    [InlineData("")]
    [InlineData("*")]
    [InlineData("//key")]
    [InlineData("/bucket/%")]
    [InlineData("/bucket/%4")]
    [InlineData("/bucket/%zz")]
    [InlineData("/bucket/a%00b")]
    [InlineData("/bucket/%ff")]
    [InlineData("/bucket/%c0%af")]
    [InlineData("/bucket/%ed%a0%80")]
    [InlineData("/%ff/key")]
    public void What_cannot_be_decoded_is_no_target(string target) =>
        RequestTarget.TryParse(target, "127.0.0.1:9000", Domains, out _).ShouldBeFalse();

    [Fact]
    public void Path_and_query_stay_as_they_were_sent()
    {
        RequestTarget.TryParse("/bucket/a%2Fb?x=%2F&acl", "127.0.0.1:9000", Domains, out var read).ShouldBeTrue();
        (read.Path, read.Query).ShouldBe(("/bucket/a%2Fb", "x=%2F&acl"));
    }
}
