using System.Net;
using System.Text;

namespace OrleansLld.Accounts;

public sealed class BadInputTests(AccountsProduct running) : IClassFixture<AccountsProduct>
{
    private const int Bodies = 1_500;

    private RunningProduct Product => running.Product;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Whatever_the_body_is_the_answer_is_a_refusal_with_a_code(int seed)
    {
        var random = new Random(seed);
        var user = await Visitor.SignedInTo(Product);
        var nobody = new Visitor(Product.Http);
        for (var i = 0; i < Bodies; i++)
        {
            var body = MalformedBodies.Next(random);
            using var content = new ByteArrayContent(body);
            content.Headers.TryAddWithoutValidation("Content-Type", random.Next(10) == 0 ? "text/plain" : "application/json");
            var answer = random.Next(3) switch
            {
                0 => await nobody.Send(HttpMethod.Post, "/api/accounts", content),
                1 => await nobody.Send(HttpMethod.Post, "/api/accounts/sign-in", content),
                _ => await user.Send(HttpMethod.Post, "/api/accounts/credentials", content),
            };

            ((int)answer.Status).ShouldBeInRange(400, 499, $"body {i} of seed {seed}: {Encoding.Latin1.GetString(body)}");
            answer.Code.ShouldMatch("^[a-z0-9-]+$");
            answer.Body.ShouldNotContain("Exception");
        }

        (await user.Get("/api/accounts/credentials")).Body.ShouldBe("[]");
    }

    [Fact]
    public async Task A_body_beyond_a_mebibyte_is_not_read()
    {
        using var body = new StringContent("{\"handle\":\"" + new string('x', 2 << 20) + "\"}", Encoding.UTF8, "application/json");

        (await new Visitor(Product.Http).Send(HttpMethod.Post, "/api/accounts", body))
            .ShouldBe(HttpStatusCode.RequestEntityTooLarge, "payload-too-large");
    }

    [Theory]
    [InlineData("GET", "/api/nothing/here", HttpStatusCode.NotFound, "not-found")]
    [InlineData("POST", "/api/nothing/here", HttpStatusCode.NotFound, "not-found")]
    [InlineData("PUT", "/api/accounts", HttpStatusCode.MethodNotAllowed, "method-not-allowed")]
    [InlineData("POST", "/api/accounts", HttpStatusCode.BadRequest, "malformed-request")]
    public async Task An_address_that_is_not_there_says_so(string method, string path, HttpStatusCode status, string code) =>
        (await new Visitor(Product.Http).Send(new HttpMethod(method), path)).ShouldBe(status, code);

    [Fact]
    public async Task Ids_of_every_shape_are_unknown_credentials()
    {
        var user = await Visitor.SignedInTo(Product);
        foreach (var id in new[] { "x", "..%2F..", "%F0%9F%92%A9", new string('K', 4000), "a%20b", "%25" })
        {
            var answer = await user.Send(HttpMethod.Delete, $"/api/accounts/credentials/{id}");
            ((int)answer.Status).ShouldBeInRange(400, 404, id);
            answer.Code.ShouldBeOneOf("unknown-credential", "bad-request", "not-found");
        }
    }
}

/// <summary>Bodies that no address of the accounts can accept.</summary>
internal static class MalformedBodies
{
    private static readonly string[] Values =
    [
        "null", "1", "-1e400", "true", "[]", "{}", "\"\"", "\"x\"", "\"\\u0000\"", "\"\\ud800\"",
        "[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]",
        "\"🤷\"", "99999999999999999999999999", "\"a b\"", "\"'; drop table accounts --\"", "\"<script>\"",
    ];

    private static readonly string[] Names = ["handle", "password", "commandId", "kind", "label", "scopes", "Handle", "__proto__", ""];

    public static byte[] Next(Random random) => random.Next(4) switch
    {
        0 => Noise(random),
        1 => Cut(random, Encoding.UTF8.GetBytes(Fields(random))),
        2 => Encoding.UTF8.GetBytes($"{{\"handle\":\"newcomer\",\"password\":\"{new string('p', random.Next(8))}\",{Fields(random)[1..]}"),
        _ => Encoding.UTF8.GetBytes(Fields(random)),
    };

    private static byte[] Noise(Random random)
    {
        var bytes = new byte[random.Next(200)];
        random.NextBytes(bytes);
        return bytes;
    }

    private static byte[] Cut(Random random, byte[] whole) => whole[..random.Next(whole.Length)];

    private static string Fields(Random random)
    {
        var fields = Enumerable.Range(0, random.Next(6)).Select(_ => $"\"{Pick(random, Names)}\":{Pick(random, Values)}");
        return "{" + string.Join(',', fields) + "}";
    }

    private static string Pick(Random random, string[] from) => from[random.Next(from.Length)];
}
