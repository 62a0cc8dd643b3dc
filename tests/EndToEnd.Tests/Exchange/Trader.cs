using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace OrleansLld.Exchange;

/// <summary>An account and its API key, speaking the Binance API as a trading program does.</summary>
public sealed class Trader(HttpClient http, string token, string key, string secret)
{
    public string Token => token;

    public string Key => key;

    public string Secret => secret;

    public static long NowMs => TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>The same account by way of another client.</summary>
    public Trader Via(HttpClient other) => new(other, token, key, secret);

    /// <summary>The parameters with the time and the signature.</summary>
    public string Sign(string parameters) => Sign(parameters, NowMs.ToString(CultureInfo.InvariantCulture));

    public string Sign(string parameters, string timestamp)
    {
        var text = $"{parameters}{(parameters.Length == 0 ? "" : "&")}timestamp={timestamp}";
        return $"{text}&signature={Signature(text)}";
    }

    public string Signature(string text) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(text)));

    /// <summary>A signed request with everything in the query string.</summary>
    public Task<ApiAnswer> Send(HttpMethod method, string path, string parameters = "") =>
        SendRaw(method, path, Sign(parameters), null, key);

    /// <summary>A request as a signed-in page sends it.</summary>
    public async Task<ApiAnswer> SendSignedIn(HttpMethod method, string path, string parameters = "")
    {
        using var request = new HttpRequestMessage(method, $"{path}?{parameters}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await ApiAnswer.Of(http, request);
    }

    /// <summary>A request with exactly these texts.</summary>
    public async Task<ApiAnswer> SendRaw(HttpMethod method, string path, string query, string? body, string? apiKey)
    {
        using var request = new HttpRequestMessage(method, query.Length == 0 ? path : $"{path}?{query}");
        if (apiKey is not null)
            request.Headers.TryAddWithoutValidation("X-MBX-APIKEY", apiKey);

        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/x-www-form-urlencoded");

        return await ApiAnswer.Of(http, request);
    }

    public Task<ApiAnswer> Place(string parameters) => Send(HttpMethod.Post, "/api/v3/order", parameters);

    /// <summary>A GTC limit order that must be taken.</summary>
    public async Task<JsonElement> Limit(TestMarket market, string side, string quantity, string price) =>
        (await Place($"symbol={market.Symbol}&side={side}&type=LIMIT&timeInForce=GTC&quantity={quantity}&price={price}")).ShouldBeDone();

    public async Task Deposit(string asset, string amount)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/exchange/deposits");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Content = JsonContent.Create(new { asset, amount, commandId = Guid.NewGuid().ToString("N") });
        (await ApiAnswer.Of(http, request)).ShouldBeDone();
    }

    /// <summary>Free and locked of an asset.</summary>
    public async Task<(string Free, string Locked)> Balance(string asset)
    {
        var account = (await Send(HttpMethod.Get, "/api/v3/account")).ShouldBeDone();
        var balance = account.GetProperty("balances").EnumerateArray().Single(one => one.GetProperty("asset").GetString() == asset);
        return (balance.GetProperty("free").GetString()!, balance.GetProperty("locked").GetString()!);
    }
}

/// <summary>An answer with its body as JSON.</summary>
public sealed record ApiAnswer(int Status, JsonElement Body, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>The error code, or 0.</summary>
    public int Code =>
        Body.ValueKind == JsonValueKind.Object
        && Body.TryGetProperty("code", out var code)
        && code.ValueKind == JsonValueKind.Number
            ? code.GetInt32()
            : 0;

    public string Message => Body.GetProperty("msg").GetString()!;

    public static async Task<ApiAnswer> Of(HttpClient http, HttpRequestMessage request)
    {
        using var response = await http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        var headers = response.Headers.ToDictionary(
            header => header.Key, header => string.Join(',', header.Value), StringComparer.OrdinalIgnoreCase);
        return new ApiAnswer((int)response.StatusCode, text.Length == 0 ? default : Parse(text), headers);
    }

    public JsonElement ShouldBeDone()
    {
        Status.ShouldBe(200, Body.ValueKind == JsonValueKind.Undefined ? "no body" : Body.GetRawText());
        return Body;
    }

    public void ShouldBeRefused(int status, int code, string message)
    {
        var text = Body.ValueKind == JsonValueKind.Undefined ? "no body" : Body.GetRawText();
        (Status, Code).ShouldBe((status, code), text);
        Message.ShouldBe(message);
    }

    private static JsonElement Parse(string text)
    {
        try
        {
            return JsonDocument.Parse(text).RootElement.Clone();
        }
        catch (JsonException)
        {
            return JsonSerializer.SerializeToElement(text);
        }
    }
}
