using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace OrleansLld.Accounts;

/// <summary>A running demonstration without limits by address, for tests that share nothing else.</summary>
public sealed class AccountsProduct : IAsyncLifetime
{
    public const string Administrator = "boss";

    public static readonly string[] NoRateLimits =
    [
        "--Gateway:RateLimits:RegistrationsPerHour=1000000",
        "--Gateway:RateLimits:SignInsPerMinute=1000000",
        "--Gateway:RateLimits:RequestsPerSecond=1000000",
    ];

    public RunningProduct Product { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Product = await RunningProduct.StartAsync(
        ["--Demo", "--Logging:LogLevel:OrleansLld=Trace", $"--Accounts:Administrators:0={Administrator}", .. NoRateLimits]);

    public async ValueTask DisposeAsync() => await Product.DisposeAsync();
}

/// <summary>Somebody at the REST edge, signed in or not.</summary>
public sealed class Visitor(HttpClient http)
{
    public const string Password = "correct horse battery";

    public string Handle { get; } = "v" + Guid.NewGuid().ToString("N")[..20];

    public string? Token { get; set; }

    /// <summary>Somebody new who has registered and signed in.</summary>
    public static async Task<Visitor> SignedInTo(RunningProduct product)
    {
        var visitor = new Visitor(product.Http);
        var registered = await visitor.Send(HttpMethod.Post, "/api/accounts", new { handle = visitor.Handle, password = Password });
        registered.ShouldBe(HttpStatusCode.Created);
        await visitor.SignIn(visitor.Handle, Password);
        return visitor;
    }

    public async Task<Answer> SignIn(string handle, string password)
    {
        var answer = await Send(HttpMethod.Post, "/api/accounts/sign-in", new { handle, password });
        if (answer.Status == HttpStatusCode.OK)
            Token = answer.Text("token");
        return answer;
    }

    public Task<Answer> Get(string path) => Send(HttpMethod.Get, path);

    public Task<Answer> Send(HttpMethod method, string path, object? body = null) =>
        Send(method, path, body is null ? null : JsonContent.Create(body));

    public async Task<Answer> Send(HttpMethod method, string path, HttpContent? body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body };
        if (Token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        return await Answer.Of(http, request);
    }
}

/// <summary>What the REST edge answered.</summary>
public sealed record Answer(HttpStatusCode Status, string Body, HttpResponseHeaders Headers, string? MediaType)
{
    /// <summary>The stable code of a refusal.</summary>
    public string Code => MediaType == "application/problem+json" ? Text("code") : throw new InvalidOperationException($"{Status} {Body}");

    public static async Task<Answer> Of(HttpClient http, HttpRequestMessage request)
    {
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return new Answer(response.StatusCode, body, response.Headers, response.Content.Headers.ContentType?.MediaType);
    }

    public JsonElement Json() => JsonDocument.Parse(Body).RootElement;

    public string Text(string property) => Json().GetProperty(property).GetString()!;

    public Answer ShouldBe(HttpStatusCode status)
    {
        Status.ShouldBe(status, Body);
        return this;
    }

    public void ShouldBe(HttpStatusCode status, string code)
    {
        ShouldBe(status);
        Code.ShouldBe(code);
    }
}
