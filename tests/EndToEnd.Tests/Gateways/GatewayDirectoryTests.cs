using System.Net;
using OrleansLld.Accounts;

namespace OrleansLld.Gateways;

public sealed class GatewayDirectoryTests
{
    private const string AllowOrigin = "Access-Control-Allow-Origin";

    [Fact]
    public async Task Gateways_know_one_another_and_who_stops_says_goodbye()
    {
        await using var cluster = await TwoGateways.Start();
        var visitor = await Visitor.SignedInTo(cluster.One);

        var elsewhere = new Visitor(cluster.Other.Http) { Token = visitor.Token };
        (await elsewhere.Get("/api/accounts/me")).ShouldBe(HttpStatusCode.OK);
        (await cluster.Other.StopAsync()).ShouldBe(0);
        await TwoGateways.UntilListed(cluster.One, cluster.One);
        await cluster.Other.StartAgainAsync();
        await TwoGateways.UntilListed(cluster.One, cluster.One, cluster.Other);
        await cluster.One.KillAsync();
        await TwoGateways.UntilListed(cluster.Other, cluster.Other);

        // The page that was opened there lives on.
        var answer = await Ask(cluster.Other, HttpMethod.Get, "/api/v3/time", TwoGateways.OriginOf(cluster.One));
        answer.ShouldBe((HttpStatusCode.OK, TwoGateways.OriginOf(cluster.One)));
    }

    [Fact]
    public async Task Pages_of_the_other_gateway_may_ask_and_nobody_elses()
    {
        await using var cluster = await TwoGateways.Start();
        var sibling = TwoGateways.OriginOf(cluster.One);
        string[] foreign =
        [
            "https://evil.example", "null", "http://127.0.0.1", sibling + ".evil.example",
            sibling.Replace("http", "https", StringComparison.Ordinal),
        ];

        string[] paths = ["/api/accounts/me", "/api/v3/time", "/api/cluster/gateways", "/hubs/exchange/negotiate", "/health/ready"];

        foreach (var path in paths)
        {
            foreach (var method in new[] { HttpMethod.Get, HttpMethod.Options })
            {
                (await Ask(cluster.Other, method, path, sibling)).AllowedOrigin.ShouldBe(sibling, path);
                foreach (var origin in foreign)
                    (await Ask(cluster.Other, method, path, origin)).AllowedOrigin.ShouldBeNull($"{path} from {origin}");
            }
        }

        (await Ask(cluster.Other, HttpMethod.Get, "/metrics", sibling)).AllowedOrigin.ShouldBeNull();
    }

    [Fact]
    public async Task A_page_may_connect_to_the_gateways_of_its_cluster_and_to_nobody_else()
    {
        await using var cluster = await TwoGateways.Start();
        var other = TwoGateways.OriginOf(cluster.Other);

        string[] stores = [.. new[] { cluster.One, cluster.Other }.Select(gateway => gateway.S3Address.GetLeftPart(UriPartial.Authority))];
        var objects = string.Join(' ', stores.Order(StringComparer.Ordinal));

        var policy = (await new Visitor(cluster.One.Http).Get("/")).Headers.GetValues("Content-Security-Policy").Single();

        policy.Split("; ").Single(part => part.StartsWith("connect-src", StringComparison.Ordinal))
            .ShouldBe($"connect-src 'self' {other} {other.Replace("http", "ws", StringComparison.Ordinal)} {objects}");
    }

    [Fact]
    public async Task An_address_that_is_none_is_refused_at_the_start()
    {
        var refused = await Should.ThrowAsync<InvalidOperationException>(
            () => RunningProduct.StartAsync("--Gateway:PublicAddress=https://exchange.example/path"));

        refused.Message.ShouldContain("Gateway:PublicAddress is http or https");
    }

    private static async Task<(HttpStatusCode Status, string? AllowedOrigin)> Ask(
        RunningProduct gateway, HttpMethod method, string path, string origin)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", "POST");
        using var answer = await gateway.Http.SendAsync(request);
        answer.Headers.Contains("Access-Control-Allow-Credentials").ShouldBeFalse();
        return (answer.StatusCode, answer.Headers.TryGetValues(AllowOrigin, out var allowed) ? allowed.Single() : null);
    }
}
