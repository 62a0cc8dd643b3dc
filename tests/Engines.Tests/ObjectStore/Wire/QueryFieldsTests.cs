namespace OrleansLld.ObjectStore.Wire;

public sealed class QueryFieldsTests
{
    private readonly QueryFields _fields = new();

    [Theory]
    [InlineData("", "acl", null)]
    [InlineData("acl", "acl", "")]
    [InlineData("acl=", "acl", "")]
    [InlineData("prefix=a%2Fb+c%2B&delimiter=%2F", "prefix", "a/b c+")]
    [InlineData("prefix=a%2Fb+c%2B&delimiter=%2F", "delimiter", "/")]
    [InlineData("a=1&a=2", "a", "1")]
    [InlineData("&&a=b=c&", "a", "b=c")]
    [InlineData("list%2Dtype=2", "list-type", "2")]
    public void Names_and_values_are_decoded(string query, string name, string? value)
    {
        _fields.Read(query).ShouldBeTrue();
        _fields[name].ShouldBe(value);
    }

    [Theory]
    [InlineData("a=%")]
    [InlineData("%z=1")]
    [InlineData("a=%00")]
    [InlineData("a=%ff")]
    public void What_cannot_be_decoded_is_refused(string query) => _fields.Read(query).ShouldBeFalse();

    [Fact]
    public void Reading_again_forgets()
    {
        _fields.Read("a=1").ShouldBeTrue();
        _fields.Read("b=2").ShouldBeTrue();
        _fields.Has("a").ShouldBeFalse();
        _fields.Count.ShouldBe(1);
    }

    [Fact]
    public void More_fields_than_anybody_needs_are_refused() =>
        _fields.Read(string.Join('&', Enumerable.Range(0, QueryFields.CountMax + 1))).ShouldBeFalse();
}
