using System.Net;

namespace OrleansLld.Accounts;

public sealed class AccountTests(AccountsProduct running) : IClassFixture<AccountsProduct>
{
    private RunningProduct Product => running.Product;

    [Fact]
    public async Task Whoever_registers_can_sign_in_and_is_told_who_they_are()
    {
        var visitor = new Visitor(Product.Http);
        var registered = await visitor.Send(HttpMethod.Post, "/api/accounts", new { handle = visitor.Handle, password = Visitor.Password });
        var signedIn = await visitor.SignIn(visitor.Handle.ToUpperInvariant(), Visitor.Password);

        registered.ShouldBe(HttpStatusCode.Created);
        signedIn.ShouldBe(HttpStatusCode.OK);
        signedIn.Text("handle").ShouldBe(visitor.Handle);
        signedIn.Text("id").ShouldBe(registered.Text("id"));
        signedIn.Json().GetProperty("administrator").GetBoolean().ShouldBeFalse();
        signedIn.Json().GetProperty("expiresAt").GetDateTimeOffset()
            .ShouldBeGreaterThan(TimeProvider.System.GetUtcNow() + TimeSpan.FromHours(11));
        (await visitor.Get("/api/accounts/me")).ShouldBe(HttpStatusCode.OK).Text("id").ShouldBe(registered.Text("id"));
    }

    [Fact]
    public async Task A_handle_belongs_to_the_first_and_a_repeat_of_the_command_is_no_second()
    {
        var first = await Visitor.SignedInTo(Product);
        var other = new Visitor(Product.Http);
        var command = new { handle = other.Handle, password = Visitor.Password, commandId = "the-same" };

        (await other.Send(HttpMethod.Post, "/api/accounts", new { handle = first.Handle, password = Visitor.Password }))
            .ShouldBe(HttpStatusCode.Conflict, "handle-taken");
        var made = (await other.Send(HttpMethod.Post, "/api/accounts", command)).ShouldBe(HttpStatusCode.Created);
        var again = (await other.Send(HttpMethod.Post, "/api/accounts", command)).ShouldBe(HttpStatusCode.Created);
        again.Body.ShouldBe(made.Body);
    }

    [Theory]
    [InlineData("ab", "correct horse", "invalid-handle")]
    [InlineData("../etc/passwd", "correct horse", "invalid-handle")]
    [InlineData("x\u0000y", "correct horse", "invalid-handle")]
    [InlineData("newcomer", "short", "invalid-password")]
    [InlineData("demo", "correct horse", "handle-taken")]
    public async Task A_registration_against_the_rules_is_refused(string handle, string password, string code)
    {
        var answer = await new Visitor(Product.Http).Send(HttpMethod.Post, "/api/accounts", new { handle, password });

        ((int)answer.Status).ShouldBeInRange(400, 409);
        answer.Code.ShouldBe(code);
    }

    [Theory]
    [InlineData("s3", 20, 40)]
    [InlineData("exchange", 64, 64)]
    [InlineData("mail", 20, 40)]
    [InlineData("git", 20, 40)]
    public async Task A_credential_is_made_listed_without_its_secret_and_revoked(string kind, int idLength, int secretLength)
    {
        var visitor = await Visitor.SignedInTo(Product);

        var made = await visitor.Send(HttpMethod.Post, "/api/accounts/credentials", new { kind, label = "mine" });
        var listed = (await visitor.Get("/api/accounts/credentials")).ShouldBe(HttpStatusCode.OK);
        var revoked = await visitor.Send(HttpMethod.Delete, $"/api/accounts/credentials/{made.Text("id")}");
        var after = await visitor.Get("/api/accounts/credentials");

        made.ShouldBe(HttpStatusCode.Created);
        made.Text("id").Length.ShouldBe(idLength);
        made.Text("secret").Length.ShouldBe(secretLength);
        listed.Json().EnumerateArray().ShouldHaveSingleItem().GetProperty("id").GetString().ShouldBe(made.Text("id"));
        listed.Body.ShouldNotContain(made.Text("secret"));
        revoked.ShouldBe(HttpStatusCode.NoContent);
        after.Body.ShouldBe("[]");
        (await visitor.Send(HttpMethod.Delete, $"/api/accounts/credentials/{made.Text("id")}"))
            .ShouldBe(HttpStatusCode.NotFound, "unknown-credential");
    }

    [Fact]
    public async Task A_credential_command_sent_again_gets_the_same_credential()
    {
        var visitor = await Visitor.SignedInTo(Product);
        var command = new { kind = "exchange", label = "bot", scopes = new[] { "read" }, commandId = "the-same" };

        var first = await visitor.Send(HttpMethod.Post, "/api/accounts/credentials", command);
        var again = await visitor.Send(HttpMethod.Post, "/api/accounts/credentials", command);

        again.Text("secret").ShouldBe(first.Text("secret"));
        (await visitor.Get("/api/accounts/credentials")).Json().GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task An_outsider_sees_and_ends_nobody_elses_credentials()
    {
        var owner = await Visitor.SignedInTo(Product);
        var outsider = await Visitor.SignedInTo(Product);
        var made = await owner.Send(HttpMethod.Post, "/api/accounts/credentials", new { kind = "git" });

        (await outsider.Get("/api/accounts/credentials")).Body.ShouldBe("[]");
        (await outsider.Send(HttpMethod.Delete, $"/api/accounts/credentials/{made.Text("id")}")).Code.ShouldBe("unknown-credential");
        (await owner.Get("/api/accounts/credentials")).Json().GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task A_deleted_account_is_gone_and_its_token_and_credentials_open_nothing_any_more()
    {
        var visitor = await Visitor.SignedInTo(Product);
        await visitor.Send(HttpMethod.Post, "/api/accounts/credentials", new { kind = "git" });

        (await visitor.Send(HttpMethod.Delete, "/api/accounts/me", new { password = "not the password" }))
            .ShouldBe(HttpStatusCode.Forbidden, "wrong-password");
        (await visitor.Get("/api/accounts/me")).ShouldBe(HttpStatusCode.OK);
        (await visitor.Send(HttpMethod.Delete, "/api/accounts/me", new { password = Visitor.Password })).ShouldBe(HttpStatusCode.NoContent);

        (await visitor.Get("/api/accounts/me")).ShouldBe(HttpStatusCode.Unauthorized, "not-signed-in");
        (await visitor.SignIn(visitor.Handle, Visitor.Password)).ShouldBe(HttpStatusCode.Unauthorized, "wrong-handle-or-password");
        var again = await visitor.Send(
            HttpMethod.Post, "/api/accounts", new { handle = visitor.Handle, password = Visitor.Password });
        again.ShouldBe(HttpStatusCode.Conflict, "handle-taken");
    }

    [Theory]
    [InlineData("GET", "/api/accounts/me")]
    [InlineData("DELETE", "/api/accounts/me")]
    [InlineData("GET", "/api/accounts/credentials")]
    [InlineData("POST", "/api/accounts/credentials")]
    [InlineData("DELETE", "/api/accounts/credentials/any")]
    public async Task Without_a_token_nothing_of_an_account_is_open(string method, string path) =>
        (await new Visitor(Product.Http).Send(new HttpMethod(method), path)).ShouldBe(HttpStatusCode.Unauthorized, "not-signed-in");

    [Fact]
    public async Task A_token_that_was_changed_is_worth_nothing()
    {
        var visitor = await Visitor.SignedInTo(Product);
        var parts = visitor.Token!.Split('.');
        var forged = parts[1].Replace(parts[1][^5], parts[1][^5] == 'A' ? 'B' : 'A');
        foreach (var token in new[] { $"{parts[0]}.{forged}.{parts[2]}", $"eyJhbGciOiJub25lIn0.{parts[1]}.", $"{parts[0]}.{parts[1]}." })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/accounts/me");
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");

            (await Answer.Of(Product.Http, request)).ShouldBe(HttpStatusCode.Unauthorized, "not-signed-in");
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_sixth_wrong_password_meets_a_lock_whether_there_is_such_an_account_or_not(bool isThere)
    {
        var visitor = isThere ? await Visitor.SignedInTo(Product) : new Visitor(Product.Http);
        for (var i = 0; i < 5; i++)
            (await visitor.SignIn(visitor.Handle, "not the password")).ShouldBe(HttpStatusCode.Unauthorized, "wrong-handle-or-password");

        var locked = await visitor.SignIn(visitor.Handle, Visitor.Password);

        locked.ShouldBe(HttpStatusCode.TooManyRequests, "too-many-attempts");
        locked.Headers.RetryAfter!.Delta!.Value.ShouldBeInRange(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30));
    }
}
