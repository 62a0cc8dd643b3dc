using System.Text;

namespace OrleansLld.ObjectStore.Wire.Signing;

/// <summary>What S3 makes of addresses and headers, beyond what the vectors show.</summary>
public sealed class CanonicalRequestTests
{
    [Theory]
    [InlineData("/bucket/a//b/../c", "/bucket/a//b/../c")]
    [InlineData("/bucket/a%20b", "/bucket/a%20b")]
    [InlineData("/bucket/a+b", "/bucket/a%2Bb")]
    [InlineData("/bucket/a%2bb", "/bucket/a%2Bb")]
    [InlineData("/bucket/%7Eme", "/bucket/~me")]
    [InlineData("/bucket/~me", "/bucket/~me")]
    [InlineData("/bucket/a!*'()", "/bucket/a%21%2A%27%28%29")]
    [InlineData("/bucket/100%", "/bucket/100%25")]
    [InlineData("/bucket/%2525", "/bucket/%2525")]
    [InlineData("/bucket/%e1%88%b4", "/bucket/%E1%88%B4")]
    [InlineData("/bucket/\u1234\U0001F600", "/bucket/%E1%88%B4%F0%9F%98%80")]
    [InlineData("", "/")]
    public void A_path_is_escaped_once_and_not_resolved(string sent, string canonical) => Lines("GET", sent, "")[1].ShouldBe(canonical);

    [Theory]
    [InlineData("acl", "acl=")]
    [InlineData("b=2&a=1", "a=1&b=2")]
    [InlineData("a=2&a=1", "a=1&a=2")]
    [InlineData("a-b=1&a=2", "a=2&a-b=1")]
    [InlineData("prefix=a+b", "prefix=a%20b")]
    [InlineData("prefix=a%2Bb", "prefix=a%2Bb")]
    [InlineData("prefix=a/b&delimiter=/", "delimiter=%2F&prefix=a%2Fb")]
    [InlineData("a=b=c&&=x", "=x&a=b%3Dc")]
    [InlineData("X-Amz-Signature=f00&X-Amz-Date=1", "X-Amz-Date=1")]
    [InlineData("%41=1&B=2", "A=1&B=2")]
    public void Parameters_are_sorted_by_the_bytes_of_their_escaped_names(string sent, string canonical) =>
        Lines("GET", "/", sent)[2].ShouldBe(canonical);

    [Fact]
    public void Headers_are_trimmed_and_several_values_put_together()
    {
        var request = new CanonicalRequest();
        request.Begin("GET", "/", "");
        request.AddHeader("host");
        request.AddValue("  example  ");
        request.AddHeader("x-amz-meta-a");
        request.AddValue("one   two");
        request.AddValue("");
        request.AddValue("\tthree ");
        request.AddHeader("x-amz-meta-missing");
        request.End("host;x-amz-meta-a;x-amz-meta-missing", "UNSIGNED-PAYLOAD");

        Encoding.UTF8.GetString(request.Text).ShouldBe(
            "GET\n/\n\nhost:example\nx-amz-meta-a:one two,,three\nx-amz-meta-missing:\n\n"
            + "host;x-amz-meta-a;x-amz-meta-missing\nUNSIGNED-PAYLOAD");
    }

    [Fact]
    public void It_can_be_used_again()
    {
        var request = new CanonicalRequest();
        request.Begin("GET", "/one", "a=1&b=2");
        request.AddHeader("host");
        request.Begin("PUT", "/two", "");
        request.End("", "");

        Encoding.UTF8.GetString(request.Text).ShouldBe("PUT\n/two\n\n\n\n");
    }

    private static string[] Lines(string method, string path, string query)
    {
        var request = new CanonicalRequest();
        request.Begin(method, path, query);
        request.End("", "");
        return Encoding.UTF8.GetString(request.Text).Split('\n');
    }
}
