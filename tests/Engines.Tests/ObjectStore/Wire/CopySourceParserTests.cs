namespace OrleansLld.ObjectStore.Wire;

public sealed class CopySourceParserTests
{
    [Theory]
    [InlineData("bucket/key", "bucket", "key", null)]
    [InlineData("/bucket/key", "bucket", "key", null)]
    [InlineData("bucket/a/b//c/", "bucket", "a/b//c/", null)]
    [InlineData("bucket%2Fa%2Fb", "bucket", "a/b", null)]
    [InlineData("bucket/a+b%2Bc%20d", "bucket", "a b+c d", null)]
    [InlineData("bucket/%C3%A9", "bucket", "é", null)]
    [InlineData("bucket/key?versionId=abc", "bucket", "key", "abc")]
    [InlineData("bucket/%3FversionId", "bucket", "?versionId", null)]
    [InlineData("bucket/a%3FversionId%3D1?versionId=2", "bucket", "a?versionId=1", "2")]
    public void A_source_is_bucket_key_and_perhaps_version(string header, string bucket, string key, string? version)
    {
        CopySourceParser.TryParse(header, out var source).ShouldBeTrue();
        source.ShouldBe(new CopySource(bucket, key, version));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("bucket")]
    [InlineData("bucket/")]
    [InlineData("//key")]
    [InlineData("bucket/%zz")]
    [InlineData("bucket/%ff")]
    [InlineData("bucket/key?versionId=")]
    public void What_names_no_object_is_no_source(string header) => CopySourceParser.TryParse(header, out _).ShouldBeFalse();
}
