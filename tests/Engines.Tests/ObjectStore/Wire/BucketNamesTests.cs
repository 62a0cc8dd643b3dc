namespace OrleansLld.ObjectStore.Wire;

public sealed class BucketNamesTests
{
    [Theory]
    [InlineData("abc")]
    [InlineData("a-b.c-d.0")]
    [InlineData("123")]
    [InlineData("1.2.3.4.5")]
    [InlineData("192.168.5")]
    [InlineData("300.300.300.300")]
    [InlineData("a--b")]
    [InlineData("xn-ok")]
    [InlineData("ends-with-s3")]
    public void A_host_name_is_a_bucket_name(string name) => BucketNames.IsWellFormed(name).ShouldBeTrue();

    [Theory]
    [InlineData("")]
    [InlineData("ab")]
    [InlineData("Abc")]
    [InlineData("a_b")]
    [InlineData("a b")]
    [InlineData("-abc")]
    [InlineData("abc-")]
    [InlineData(".abc")]
    [InlineData("abc.")]
    [InlineData("a..b")]
    [InlineData("foo-.bar")]
    [InlineData("foo.-bar")]
    [InlineData("192.168.5.4")]
    [InlineData("xn--abc")]
    [InlineData("sthree-abc")]
    [InlineData("amzn-s3-demo-abc")]
    [InlineData("abc-s3alias")]
    [InlineData("abc--ol-s3")]
    [InlineData("abc.mrap")]
    [InlineData("abc--x-s3")]
    [InlineData("abc--table-s3")]
    [InlineData("bücher")]
    [InlineData("a/b")]
    public void Anything_else_is_not(string name) => BucketNames.IsWellFormed(name).ShouldBeFalse();

    [Fact]
    public void A_name_has_at_most_63_characters()
    {
        BucketNames.IsWellFormed(new string('a', 63)).ShouldBeTrue();
        BucketNames.IsWellFormed(new string('a', 64)).ShouldBeFalse();
    }
}
