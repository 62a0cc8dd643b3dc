using System.Text;

namespace OrleansLld.ObjectStore;

/// <summary>Keys are bytes: nothing in them is a path.</summary>
[Collection(ObjectStoreProduct.Collection)]
public sealed class KeyTests(ObjectStoreProduct store)
{
    [Theory]
    [InlineData("..")]
    [InlineData("../../etc/passwd")]
    [InlineData("a/../b")]
    [InlineData("./a")]
    [InlineData("/")]
    [InlineData("//a//")]
    [InlineData("%252e%252e")]
    [InlineData("a%2Fb%5Cc")]
    [InlineData("%C3%BC%20%2B%26%3F%23")]
    [InlineData("%01%7F")]
    [InlineData("%F0%9F%98%80")]
    public async Task Whatever_is_written_under_a_key_is_read_under_it(string key)
    {
        var user = await store.NewUser();
        var bucket = await user.NewBucket();
        using var requests = new PlainRequests(user);

        (await requests.Put($"/{bucket}/{key}", "body of " + key)).Status.ShouldBe(200);

        (await requests.Get($"/{bucket}/{key}")).Body.ShouldBe("body of " + key);
        (await requests.Send("HEAD", $"/{bucket}/{key}x", null)).Status.ShouldBe(404);
        (await requests.Send("DELETE", $"/{bucket}/{key}", null)).Status.ShouldBe(204);
        (await requests.Get($"/{bucket}/{key}")).ShouldBe(404, "NoSuchKey");
    }

    [Theory]
    [InlineData("%FF")]
    [InlineData("%zz")]
    [InlineData("a%00b")]
    public async Task What_is_no_text_is_no_key(string key)
    {
        var user = await store.NewUser();
        var bucket = await user.NewBucket();
        using var requests = new PlainRequests(user);

        (await requests.Put($"/{bucket}/{key}", "body")).Status.ShouldBe(400);
    }

    [Fact]
    public async Task A_key_has_1024_bytes_at_most()
    {
        var user = await store.NewUser();
        var bucket = await user.NewBucket();
        using var requests = new PlainRequests(user);
        var longest = string.Concat(Enumerable.Repeat("%C3%BC", 512));
        Encoding.UTF8.GetByteCount(Uri.UnescapeDataString(longest)).ShouldBe(1024);

        (await requests.Put($"/{bucket}/{longest}", "body")).Status.ShouldBe(200);
        (await requests.Get($"/{bucket}/{longest}")).Body.ShouldBe("body");
        (await requests.Put($"/{bucket}/{longest}a", "body")).ShouldBe(400, "KeyTooLongError");
    }
}
