using System.Net;
using OrleansLld.Accounts;

namespace OrleansLld;

public sealed class GatewayTests
{
    [Fact]
    public async Task Every_answer_carries_the_security_headers_and_nothing_of_the_server()
    {
        await using var product = await RunningProduct.StartAsync();
        foreach (var path in new[] { "/", "/api/accounts/me", "/api/none", "/health/ready", "/docs/", "/openapi/v1.json", "/dashboard" })
        {
            var answer = await new Visitor(product.Http).Get(path);

            var policy = answer.Headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem();
            policy.ShouldContain("frame-ancestors 'none'");
            policy.ShouldContain("object-src 'none'");
            answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
            answer.Headers.GetValues("Referrer-Policy").ShouldBe(["no-referrer"]);
            answer.Headers.Contains("Server").ShouldBeFalse();
        }
    }

    [Fact]
    public async Task The_web_client_is_served_at_every_page_and_its_hashed_files_are_kept()
    {
        await using var product = await RunningProduct.StartAsync();
        var visitor = new Visitor(product.Http);

        var home = (await visitor.Get("/")).ShouldBe(HttpStatusCode.OK);
        var page = (await visitor.Get("/exchange/BTCUSDT")).ShouldBe(HttpStatusCode.OK);
        var asset = home.Body.Split('"').First(text => text.StartsWith("/assets/", StringComparison.Ordinal));

        home.MediaType.ShouldBe("text/html");
        page.Body.ShouldBe(home.Body);
        home.Headers.CacheControl!.NoCache.ShouldBeTrue();
        (await visitor.Get(asset)).ShouldBe(HttpStatusCode.OK).Headers.CacheControl!.ToString().ShouldContain("immutable");
        (await visitor.Get("/assets/none.js")).ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_api_describes_itself()
    {
        await using var product = await RunningProduct.StartAsync();
        var visitor = new Visitor(product.Http);

        var paths = (await visitor.Get("/openapi/v1.json")).ShouldBe(HttpStatusCode.OK).Json().GetProperty("paths");

        foreach (var path in new[] { "/api/accounts", "/api/accounts/sign-in", "/api/accounts/credentials/{id}" })
            paths.TryGetProperty(path, out _).ShouldBeTrue(path);
        (await visitor.Get("/docs/")).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Whoever_asks_too_often_is_told_to_wait()
    {
        await using var product = await RunningProduct.StartAsync(
            "--Gateway:RateLimits:SignInsPerMinute=3",
            "--Gateway:RateLimits:RegistrationsPerHour=2",
            "--Gateway:RateLimits:RequestsPerSecond=10");
        var visitor = new Visitor(product.Http);

        var signIns = await Repeat(5, () => visitor.SignIn("nobody", "not the password"));
        var registrations = await Repeat(4, () => visitor.Send(HttpMethod.Post, "/api/accounts", new { handle = "x", password = "x" }));
        var others = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => visitor.Get("/api/accounts/me")));

        signIns[..3].ShouldAllBe(code => code == "wrong-handle-or-password");
        signIns[3..].ShouldAllBe(code => code == "too-many-requests");
        registrations.ShouldBe(["invalid-handle", "invalid-handle", "too-many-requests", "too-many-requests"]);
        others.ShouldContain(answer => answer.Status == HttpStatusCode.TooManyRequests && answer.Code == "too-many-requests");
        (await visitor.Get("/health/ready")).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_gateway_of_its_own_serves_from_the_silo_it_is_told_of()
    {
        await using var silo = await RunningProduct.StartAsync("--Gateway:Enabled=false");
        await using var gateway = await RunningProduct.StartGatewayAsync(silo);

        var visitor = await Visitor.SignedInTo(gateway);

        (await visitor.Get("/api/accounts/me")).ShouldBe(HttpStatusCode.OK);
        (await new Visitor(silo.Http).Get("/api/accounts/me")).ShouldBe(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task A_gateway_that_lost_its_silo_refuses_for_now_and_serves_again_when_it_is_back()
    {
        await using var silo = await RunningProduct.StartAsync("--Gateway:Enabled=false");
        await using var gateway = await RunningProduct.StartGatewayAsync(silo);
        var visitor = await Visitor.SignedInTo(gateway);

        await silo.KillAsync();
        var lost = await visitor.Get("/api/accounts/credentials");
        var notReady = await visitor.Get("/health/ready");
        await silo.StartAgainAsync();
        await gateway.UntilReadyAsync();

        lost.ShouldBe(HttpStatusCode.ServiceUnavailable, "cluster-unavailable");
        lost.Json().GetProperty("retryable").GetBoolean().ShouldBeTrue();
        lost.Headers.RetryAfter.ShouldNotBeNull();
        notReady.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await visitor.SignIn(visitor.Handle, Visitor.Password)).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_named()
    {
        await using var product = await RunningProduct.StartAsync();

        var refused = await Should.ThrowAsync<InvalidOperationException>(
            () => RunningProduct.StartAsync($"--Orleans:SiloPort={product.OrleansSiloPort}"));

        refused.Message.ShouldContain("is in use; choose another with --Orleans:SiloPort");
    }

    private static async Task<string[]> Repeat(int times, Func<Task<Answer>> ask)
    {
        var codes = new string[times];
        for (var i = 0; i < times; i++)
            codes[i] = (await ask()).Code;
        return codes;
    }
}
