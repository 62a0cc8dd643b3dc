using System.Net;

namespace OrleansLld.Accounts;

public sealed class OperatorTests(AccountsProduct running) : IClassFixture<AccountsProduct>
{
    private RunningProduct Product => running.Product;

    [Theory]
    [InlineData("/metrics")]
    [InlineData("/dashboard")]
    [InlineData("/dashboard/")]
    [InlineData("/dashboard/ClusterStats")]
    public async Task The_operators_pages_are_closed_to_others(string path)
    {
        var user = await Visitor.SignedInTo(Product);

        (await new Visitor(Product.Http).Get(path)).ShouldBe(HttpStatusCode.Unauthorized, "not-signed-in");
        (await user.Get(path)).ShouldBe(HttpStatusCode.Forbidden, "forbidden");
    }

    [Fact]
    public async Task The_demonstration_account_reads_the_figures_of_every_part()
    {
        var demo = await Demo();
        await demo.Get("/api/accounts/me");

        var figures = (await demo.Get("/metrics")).ShouldBe(HttpStatusCode.OK).Body;

        foreach (var name in new[]
                 {
                     "orleans_app_requests_latency", "orleanslld_journal_commit_duration", "orleanslld_journal_commit_events",
                     "http_server_request_duration", "dotnet_gc_collections",
                 })
            figures.ShouldContain(name);
    }

    [Fact]
    public async Task A_handle_that_the_configuration_names_is_an_administrator()
    {
        var boss = new Visitor(Product.Http);
        await boss.Send(HttpMethod.Post, "/api/accounts", new { handle = AccountsProduct.Administrator, password = Visitor.Password });

        var signedIn = await boss.SignIn(AccountsProduct.Administrator, Visitor.Password);

        signedIn.Json().GetProperty("administrator").GetBoolean().ShouldBeTrue();
        (await boss.Get("/metrics")).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_administrators_browser_opens_the_pages_by_a_cookie_that_is_good_for_nothing_else()
    {
        var demo = new Visitor(Product.Http);
        var cookie = (await demo.SignIn("demo", DemoPassword())).Headers.GetValues("Set-Cookie").ShouldHaveSingleItem();

        cookie.ShouldContain("httponly");
        cookie.ShouldContain("samesite=strict");
        (await With(cookie, HttpMethod.Get, "/metrics")).ShouldBe(HttpStatusCode.OK);
        (await With(cookie, HttpMethod.Get, "/dashboard/")).ShouldBe(HttpStatusCode.OK).Body.ShouldContain("Orleans Dashboard");
        (await With(cookie, HttpMethod.Get, "/api/accounts/me")).ShouldBe(HttpStatusCode.Unauthorized);
        (await With(cookie, HttpMethod.Post, "/api/accounts/credentials")).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Nobody_else_gets_that_cookie()
    {
        var user = await Visitor.SignedInTo(Product);

        (await user.SignIn(user.Handle, Visitor.Password)).Headers.Contains("Set-Cookie").ShouldBeFalse();
    }

    private async Task<Visitor> Demo()
    {
        var demo = new Visitor(Product.Http);
        (await demo.SignIn("demo", DemoPassword())).ShouldBe(HttpStatusCode.OK);
        return demo;
    }

    private string DemoPassword() => File.ReadAllText(Path.Combine(Product.DataDirectory, "data", "demo-password"));

    private async Task<Answer> With(string cookie, HttpMethod method, string path)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Add("Cookie", cookie.Split(';')[0]);
        return await Answer.Of(Product.Http, request);
    }
}
