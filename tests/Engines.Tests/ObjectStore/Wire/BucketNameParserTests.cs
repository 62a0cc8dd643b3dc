namespace OrleansLld.ObjectStore.Wire;

public sealed class BucketNameParserTests
{
    [Theory]
    [InlineData("abc")]
    [InlineData("0bucket")]
    [InlineData("my.bucket-1")]
    [InlineData("1.2.3")]
    [InlineData("a23456789012345678901234567890123456789012345678901234567890123")]
    public void Names_that_a_bucket_may_have(string name) => BucketNameParser.IsWellFormed(name).ShouldBeTrue();

    [Theory]
    [InlineData("")]
    [InlineData("ab")]
    [InlineData("a234567890123456789012345678901234567890123456789012345678901234")]
    [InlineData("Bucket")]
    [InlineData("under_score")]
    [InlineData("-bucket")]
    [InlineData("bucket-")]
    [InlineData(".bucket")]
    [InlineData("bucket.")]
    [InlineData("a..b")]
    [InlineData("a.-b")]
    [InlineData("a-.b")]
    [InlineData("192.168.5.123")]
    [InlineData("xn--bucket")]
    [InlineData("bucket-s3alias")]
    [InlineData("bücket")]
    [InlineData("a/b")]
    public void Names_that_no_bucket_has(string name) => BucketNameParser.IsWellFormed(name).ShouldBeFalse();
}
