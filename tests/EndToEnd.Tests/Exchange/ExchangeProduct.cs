using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using OrleansLld.Azurite;

namespace OrleansLld.Exchange;

/// <summary>
/// A running product whose exchange has a market for each test, so that tests share the process and nothing else. Prices move in steps
/// of 0.01, quantities in steps of 0.001; both fees are 0.1 %.
/// </summary>
public sealed class ExchangeProduct : IAsyncLifetime
{
    public const string Collection = "Exchange";

    private const int MarketsCount = 100;

    private int _marketsTaken;

    public RunningProduct Product { get; private set; } = null!;

    public HttpClient Http => Product.Http;

    /// <summary>More of the command line, to be set before the start.</summary>
    public IReadOnlyList<string> Further { get; init; } = [];

    /// <summary>A disk of the caller's for the data, to be set before the start; by default the machine's own.</summary>
    public SmallDisk? Disk { get; init; }

    public async ValueTask InitializeAsync()
    {
        var arguments = new List<string>
        {
            "--Demo",
            "--Gateway:RateLimits:RegistrationsPerHour=1000000",
            "--Gateway:RateLimits:SignInsPerMinute=1000000",
            "--Gateway:RateLimits:RequestsPerSecond=1000000",
        };
        for (var i = 0; i < MarketsCount; i++)
        {
            arguments.Add($"--Exchange:Markets:{i}:Base={BaseOf(i)}");
            arguments.Add($"--Exchange:Markets:{i}:Quote=USDT");
            arguments.Add($"--Exchange:Markets:{i}:Tick=0.01");
            arguments.Add($"--Exchange:Markets:{i}:Lot=0.001");
        }

        Product = Disk is null
            ? await RunningProduct.StartAsync([.. arguments, .. Further])
            : await RunningProduct.StartOnAsync(Disk, [.. arguments, .. Further]);
    }

    public async ValueTask DisposeAsync() => await Product.DisposeAsync();

    /// <summary>A market that no other test uses.</summary>
    public TestMarket TakeMarket()
    {
        var index = Interlocked.Increment(ref _marketsTaken) - 1;
        index.ShouldBeLessThan(MarketsCount);
        return new TestMarket(BaseOf(index));
    }

    /// <summary>A new account with an API key and no money.</summary>
    public Task<Trader> NewTrader() => NewTrader(Http);

    public static async Task<Trader> NewTrader(HttpClient http)
    {
        var handle = "t" + Guid.NewGuid().ToString("N")[..20];
        var password = Guid.NewGuid().ToString("N");
        using var registered = await http.PostAsJsonAsync("/api/accounts", new { handle, password });
        registered.EnsureSuccessStatusCode();
        using var signedIn = await http.PostAsJsonAsync("/api/accounts/sign-in", new { handle, password });
        signedIn.EnsureSuccessStatusCode();
        var token = (await signedIn.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token").GetString()!;
        var (key, secret) = await NewKey(http, token);
        return new Trader(http, token, key, secret);
    }

    /// <summary>A new account with an API key and as much of each asset.</summary>
    public async Task<Trader> NewTrader(TestMarket market, string amount)
    {
        var trader = await NewTrader();
        await trader.Deposit(market.Base, amount);
        await trader.Deposit("USDT", amount);
        return trader;
    }

    /// <summary>Another API key of a signed-in account; no scopes means all.</summary>
    public Task<(string Key, string Secret)> NewKey(string token, params string[] scopes) => NewKey(Http, token, scopes);

    private static async Task<(string Key, string Secret)> NewKey(HttpClient http, string token, params string[] scopes)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/accounts/credentials");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Content = JsonContent.Create(new { kind = "exchange", label = "test", scopes });
        using var response = await http.SendAsync(request);
        response.EnsureSuccessStatusCode();
        var made = await response.Content.ReadFromJsonAsync<JsonElement>();
        return (made.GetProperty("id").GetString()!, made.GetProperty("secret").GetString()!);
    }

    private static string BaseOf(int index) => string.Create(CultureInfo.InvariantCulture, $"M{index:00}");
}

/// <summary>The same, with rows and blobs in a storage account, which Azurite plays.</summary>
public sealed class ExchangeOnAzurite : IAsyncLifetime
{
    private AzuriteServer? _azurite;

    public ExchangeProduct Exchange { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _azurite = await AzuriteServer.StartAsync();
        Exchange = new ExchangeProduct
        {
            Further = ["--Storage:Provider=Azure", $"--Storage:Azure:ConnectionStringFile={_azurite.ConnectionStringFile}"],
        };
        await Exchange.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (Exchange?.Product is not null)
            await Exchange.DisposeAsync();
        if (_azurite is not null)
            await _azurite.DisposeAsync();
    }
}

/// <summary>The tests that share one running product, one after the other.</summary>
[CollectionDefinition(ExchangeProduct.Collection)]
public sealed class ExchangeTests : ICollectionFixture<ExchangeProduct>;

/// <summary>A market of one test.</summary>
public sealed record TestMarket(string Base)
{
    public string Symbol => Base + "USDT";
}
