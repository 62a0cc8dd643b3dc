using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace OrleansLld.Exchange.Http;

/// <summary>An account with an API key and enough test money.</summary>
/// <param name="ApiKey">As it goes into the header.</param>
/// <param name="Secret">As it goes into the signature.</param>
internal sealed record Trader(byte[] ApiKey, byte[] Secret)
{
    private static readonly (string Asset, string Amount)[] Funds = [("BTC", "10000000"), ("USDT", "10000000000")];

    public static async Task<Trader> Register(HttpClient client, int number, CancellationToken cancellationToken)
    {
        var account = new { handle = $"load-{number}", password = "a password for the load" };
        await Post(client, "api/accounts", account, token: null, cancellationToken);
        var token = (await Post(client, "api/accounts/sign-in", account, token: null, cancellationToken)).GetProperty("token").GetString();
        foreach (var (asset, amount) in Funds)
            await Post(client, "api/exchange/deposits", new { asset, amount, commandId = $"fund-{asset}" }, token, cancellationToken);
        var key = await Post(client, "api/accounts/credentials", new { kind = "exchange", label = "load" }, token, cancellationToken);
        return new Trader(
            Encoding.ASCII.GetBytes(key.GetProperty("id").GetString()!), Encoding.ASCII.GetBytes(key.GetProperty("secret").GetString()!));
    }

    private static async Task<JsonElement> Post<TBody>(
        HttpClient client, string path, TBody body, string? token, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        using var response = await client.SendAsync(request, cancellationToken);
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        return response.IsSuccessStatusCode
            ? JsonDocument.Parse(text).RootElement
            : throw new InvalidOperationException($"{path}: {response.StatusCode} {text}");
    }
}
