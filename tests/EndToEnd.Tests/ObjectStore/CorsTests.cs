namespace OrleansLld.ObjectStore;

/// <summary>Pages of other origins may do what a bucket's rules say; those of the house everything that their token allows.</summary>
[Collection(ObjectStoreProduct.Collection)]
public sealed class CorsTests(ObjectStoreProduct store)
{
    private const string Rules =
        "<CORSConfiguration>"
        + "<CORSRule><AllowedMethod>GET</AllowedMethod><AllowedOrigin>http://*.example</AllowedOrigin>"
        + "<AllowedHeader>x-amz-*</AllowedHeader><ExposeHeader>ETag</ExposeHeader><MaxAgeSeconds>60</MaxAgeSeconds></CORSRule>"
        + "<CORSRule><AllowedMethod>PUT</AllowedMethod><AllowedOrigin>*</AllowedOrigin></CORSRule></CORSConfiguration>";

    [Theory]
    [InlineData("http://a.example", "GET", "", 200, "http://a.example")]
    [InlineData("http://a.example", "GET", "x-amz-date, X-Amz-Acl", 200, "http://a.example")]
    [InlineData("http://a.example", "GET", "authorization", 403, null)]
    [InlineData("http://a.example", "DELETE", "", 403, null)]
    [InlineData("http://a.other", "GET", "", 403, null)]
    [InlineData("http://a.other", "PUT", "", 200, "*")]
    [InlineData("http://a.example", "BREW", "", 400, null)]
    [InlineData("http://a.example", "", "", 400, null)]
    [InlineData("", "GET", "", 400, null)]
    public async Task A_browser_is_told_before_it_asks(string origin, string method, string headers, int status, string? allowed)
    {
        using var plain = new PlainRequests(await store.NewUser());
        var bucket = await BucketWithRules(plain);

        var answer = await Preflight(plain, $"/{bucket}/key", origin, method, headers);

        (answer.Status, answer.Headers.GetValueOrDefault("Access-Control-Allow-Origin")).ShouldBe((status, allowed));
    }

    [Theory]
    [InlineData("GET", 200)]
    [InlineData("DELETE", 403)]
    public async Task A_browser_may_ask_at_a_presigned_address(string method, int status)
    {
        using var plain = new PlainRequests(await store.NewUser());
        var bucket = await BucketWithRules(plain);
        var presigned = $"/{bucket}/key?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=a%2F20260101%2Fus-east-1%2Fs3%2Faws4_request"
            + "&X-Amz-Date=20260101T000000Z&X-Amz-Expires=60&X-Amz-SignedHeaders=host&X-Amz-Signature=00";

        (await Preflight(plain, presigned, "http://a.example", method, "")).Status.ShouldBe(status);
    }

    [Fact]
    public async Task The_answer_says_how_far_the_rule_goes()
    {
        using var plain = new PlainRequests(await store.NewUser());
        var bucket = await BucketWithRules(plain);

        var answer = await Preflight(plain, $"/{bucket}/key", "http://a.example", "GET", "x-amz-date");

        answer.Headers["Access-Control-Allow-Methods"].ShouldBe("GET");
        answer.Headers["Access-Control-Allow-Headers"].ShouldBe("x-amz-date");
        answer.Headers["Access-Control-Expose-Headers"].ShouldBe("ETag");
        answer.Headers["Access-Control-Max-Age"].ShouldBe("60");
        answer.Headers["Vary"].ShouldBe("Origin,Access-Control-Request-Headers,Access-Control-Request-Method");
    }

    [Fact]
    public async Task Without_rules_no_page_may_ask()
    {
        var user = await store.NewUser();
        using var plain = new PlainRequests(user);
        (await Preflight(plain, $"/{await user.NewBucket()}/key", "http://a.example", "GET", "")).ShouldBe(403, "AccessForbidden");
        (await Preflight(plain, "/no-such-bucket/key", "http://a.example", "GET", "")).ShouldBe(403, "AccessForbidden");
        (await Preflight(plain, "/", "http://a.example", "GET", "")).ShouldBe(403, "AccessForbidden");
    }

    [Theory]
    [InlineData("GET", "http://a.example", "http://a.example")]
    [InlineData("GET", "http://a.other", null)]
    [InlineData("PUT", "http://a.other", "*")]
    public async Task An_answer_says_which_page_may_read_it(string method, string origin, string? allowed)
    {
        using var plain = new PlainRequests(await store.NewUser());
        var bucket = await BucketWithRules(plain);

        var admitted = await plain.SendText(method, $"/{bucket}/key", "", ("Origin", origin));
        var refused = await plain.SendAnonymously(method, $"/{bucket}/key", null, ("Origin", origin));

        admitted.Headers.GetValueOrDefault("Access-Control-Allow-Origin").ShouldBe(allowed);
        (refused.Status, refused.Headers.GetValueOrDefault("Access-Control-Allow-Origin")).ShouldBe((403, allowed));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/no-such-bucket")]
    public async Task Pages_of_the_house_may_ask_for_everything(string target)
    {
        using var plain = new PlainRequests(await store.NewUser());
        var house = store.Product.Address.GetLeftPart(UriPartial.Authority);

        var preflight = await Preflight(plain, target, house, "DELETE", "authorization, x-amz-meta-a");
        var answer = await plain.SendText("GET", target, "", ("Origin", house));

        (preflight.Status, preflight.Headers["Access-Control-Allow-Origin"]).ShouldBe((200, house));
        preflight.Headers["Access-Control-Allow-Headers"].ShouldBe("authorization, x-amz-meta-a");
        preflight.Headers["Access-Control-Allow-Methods"].ShouldContain("DELETE");
        answer.Headers["Access-Control-Allow-Origin"].ShouldBe(house);
        answer.Headers["Access-Control-Expose-Headers"].ShouldBe("*");
        answer.Headers.ShouldNotContainKey("Access-Control-Allow-Credentials");
    }

    private static async Task<string> BucketWithRules(PlainRequests plain)
    {
        var name = ObjectStoreProduct.NewBucketName();
        (await plain.SendText("PUT", $"/{name}")).Status.ShouldBe(200);
        (await plain.SendText("PUT", $"/{name}?cors", Rules)).Status.ShouldBe(200);
        return name;
    }

    private static Task<PlainAnswer> Preflight(PlainRequests plain, string target, string origin, string method, string headers)
    {
        (string Name, string Value)[] all =
            [("Origin", origin), ("Access-Control-Request-Method", method), ("Access-Control-Request-Headers", headers)];
        return plain.SendAnonymously("OPTIONS", target, null, [.. all.Where(header => header.Value.Length > 0)]);
    }
}
