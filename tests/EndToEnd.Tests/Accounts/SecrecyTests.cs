using System.Net;
using System.Text;

namespace OrleansLld.Accounts;

public sealed class SecrecyTests
{
    [Theory]
    [InlineData("--Logging:Json=true")]
    [InlineData("--Logging:Json=false")]
    public async Task No_secret_reaches_the_log(string logging)
    {
        await using var product = await RunningProduct.StartAsync(
            ["--Demo", logging, "--Logging:LogLevel:Default=Debug", "--Logging:LogLevel:Microsoft=Debug", .. AccountsProduct.NoRateLimits]);
        var visitor = await Visitor.SignedInTo(product);
        var made = await visitor.Send(HttpMethod.Post, "/api/accounts/credentials", new { kind = "exchange", label = "bot" });
        await visitor.SignIn(visitor.Handle, "a wrong password");
        await visitor.Send(HttpMethod.Post, "/api/accounts", new StringContent("{\"handle\":\"x\",\"password\":\"cut off here"));
        using (var query = new HttpRequestMessage(HttpMethod.Get, $"/hubs/none?access_token={visitor.Token}"))
            await Answer.Of(product.Http, query);
        (await product.StopAsync()).ShouldBe(0);

        foreach (var secret in new[] { Visitor.Password, "a wrong password", "cut off here", made.Text("secret"), visitor.Token! })
            product.Log.Contains(secret, StringComparison.Ordinal).ShouldBeFalse(secret);
        var passwordFile = Path.Combine(product.DataDirectory, "data", "demo-password");
        var demoPassword = await File.ReadAllTextAsync(passwordFile, TestContext.Current.CancellationToken);
        product.Log.Contains(demoPassword, StringComparison.Ordinal).ShouldBe(logging.EndsWith("false", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Secrets_at_rest_are_the_owners_and_survive_a_kill()
    {
        await using var product = await RunningProduct.StartAsync("--Demo");
        var visitor = await Visitor.SignedInTo(product);
        var made = await visitor.Send(HttpMethod.Post, "/api/accounts/credentials", new { kind = "mail", commandId = "the-same" });
        await product.KillAsync();

        var data = Path.Combine(product.DataDirectory, "data");
        foreach (var file in new[] { "demo-password", "keys/accounts-credentialkey", "keys/gateway-tokenkey" })
            new FileInfo(Path.Combine(data, file)).UnixFileMode.ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite, file);
        new DirectoryInfo(data).UnixFileMode.ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        foreach (var file in Directory.EnumerateFiles(data, "*", SearchOption.AllDirectories))
        {
            var text = Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
            text.Contains(made.Text("secret"), StringComparison.Ordinal).ShouldBeFalse(file);
            text.Contains(Visitor.Password, StringComparison.Ordinal).ShouldBeFalse(file);
        }

        await product.StartAgainAsync();
        (await visitor.Get("/api/accounts/me")).ShouldBe(HttpStatusCode.OK);
        (await visitor.Send(HttpMethod.Post, "/api/accounts/credentials", new { kind = "mail", commandId = "the-same" }))
            .Text("secret").ShouldBe(made.Text("secret"));
    }
}
