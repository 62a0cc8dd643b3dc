using System.Net;
using OrleansLld.Accounts;

namespace OrleansLld.ObjectStore;

/// <summary>Links that the web page makes open one object for a while, with the rights of whoever made them.</summary>
[Collection(ObjectStoreProduct.Collection)]
public sealed class LinkTests(ObjectStoreProduct store)
{
    private static CancellationToken Ended => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_page_is_told_where_S3_is()
    {
        var answer = await new Visitor(store.Product.Http).Get("/api/objects/endpoint");
        (answer.Text("url"), answer.Text("region")).ShouldBe((store.Address.GetLeftPart(UriPartial.Authority), "us-east-1"));
    }

    [Fact]
    public async Task A_link_opens_an_object_to_whoever_has_it_until_its_credential_is_revoked()
    {
        var user = await store.NewUser();
        var visitor = new Visitor(store.Product.Http) { Token = user.Token };
        using var plain = new PlainRequests(user);
        var bucket = await user.NewBucket();
        await plain.SendText("PUT", $"/{bucket}/a%20b/%C3%BC%2B", "text");

        var link = await Link(visitor, new
        {
            method = "GET",
            bucket,
            key = "a b/ü+",
            expiresSeconds = 60,
            query = new Dictionary<string, string> { ["response-content-disposition"] = "attachment; filename=\"ü\"" },
        });
        var upload = await Link(visitor, new { method = "PUT", bucket, key = "new", expiresSeconds = 60 });

        (await Open("GET", link)).ShouldBe((HttpStatusCode.OK, "text"));
        (await Open("PUT", link)).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await Open("GET", link.Replace("filename", "name", StringComparison.Ordinal))).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await Open("PUT", upload)).Status.ShouldBe(HttpStatusCode.OK);
        (await plain.SendText("HEAD", $"/{bucket}/new")).Status.ShouldBe(200);

        var credentials = await visitor.Get("/api/accounts/credentials");
        var own = credentials.Json().EnumerateArray().Single(
            credential => credential.GetProperty("label").GetString() == "Links of the web page");
        await visitor.Send(HttpMethod.Delete, $"/api/accounts/credentials/{own.GetProperty("id").GetString()}");
        await UntilRefused(link);
        (await Open("GET", await Link(visitor, new { method = "GET", bucket, key = "a b/ü+", expiresSeconds = 60 })))
            .ShouldBe((HttpStatusCode.OK, "text"));
    }

    [Theory]
    [InlineData("POST", "bucket", "k", 60, "invalid-method")]
    [InlineData("GET", "Bucket", "k", 60, "invalid-bucket")]
    [InlineData("GET", "bucket", "", 60, "invalid-key")]
    [InlineData("GET", "bucket", "a\0", 60, "invalid-key")]
    [InlineData("GET", "bucket", "k", 0, "invalid-lifetime")]
    [InlineData("GET", "bucket", "k", 604_801, "invalid-lifetime")]
    public async Task A_link_that_cannot_be_is_refused(string method, string bucket, string key, int expiresSeconds, string code)
    {
        var visitor = await Visitor.SignedInTo(store.Product);
        var answer = await visitor.Send(HttpMethod.Post, "/api/objects/presign", new { method, bucket, key, expiresSeconds });
        (answer.Status, answer.Code).ShouldBe((HttpStatusCode.BadRequest, code));
    }

    [Fact]
    public async Task Nobody_else_adds_to_what_a_link_says()
    {
        var visitor = await Visitor.SignedInTo(store.Product);
        var query = new Dictionary<string, string> { ["X-Amz-Expires"] = "9999999" };
        var wish = new { method = "GET", bucket = "bucket", key = "k", expiresSeconds = 1, query };
        (await visitor.Send(HttpMethod.Post, "/api/objects/presign", wish)).Code.ShouldBe("invalid-query");
        var nobody = new Visitor(store.Product.Http);
        (await nobody.Send(HttpMethod.Post, "/api/objects/presign", wish)).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    private static async Task<string> Link(Visitor visitor, object wish)
    {
        var answer = await visitor.Send(HttpMethod.Post, "/api/objects/presign", wish);
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Body);
        return answer.Text("url");
    }

    private static async Task<(HttpStatusCode Status, string Body)> Open(string method, string link)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(new HttpMethod(method), link);
        using var answer = await http.SendAsync(request, Ended);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Ended));
    }

    /// <summary>Edges believe a credential for a few seconds.</summary>
    private static async Task UntilRefused(string link)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while ((await Open("GET", link)).Status != HttpStatusCode.Forbidden)
            await Task.Delay(TimeSpan.FromMilliseconds(100), patience.Token);
    }
}
