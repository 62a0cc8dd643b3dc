using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Options;
using OrleansLld.Accounts;

namespace OrleansLld.Chat;

/// <summary>A silo that has no gateway of its own, and gateways as processes beside it.</summary>
internal sealed class ChatServers : IAsyncDisposable
{
    /// <summary>How many ports a silo and two gateways take.</summary>
    public const int Ports = 8;

    private const int HandshakesAtOnce = 64;

    private readonly ProductProcess _silo;
    private readonly ProductProcess[] _gateways;
    private readonly Tokens _tokens;

    private ChatServers(ProductProcess silo, ProductProcess[] gateways, Tokens tokens) =>
        (_silo, _gateways, _tokens) = (silo, gateways, tokens);

    public ProductProcess Silo => _silo;

    public IReadOnlyList<ProductProcess> Gateways => _gateways;

    /// <param name="port">The first of <see cref="Ports"/> free ports.</param>
    /// <param name="gateways">How many gateways, one or two.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    public static async Task<ChatServers> Start(int port, int gateways, CancellationToken cancellationToken)
    {
        var key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        Environment.SetEnvironmentVariable("Gateway__TokenKey", key);
        Environment.SetEnvironmentVariable("Accounts__CredentialKey", Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        string[] settings =
        [
            "--Gateway:Dashboard=false", "--Gateway:RateLimits:RequestsPerSecond=1000000",
            // The rules of how fast a person may write are not what is measured, nor how slowly passwords are hashed.
            "--Chat:SendBurst=1000000", "--Chat:SendsPerSecond=1000000", "--Chat:Edge:CallBurst=1000000",
            "--Chat:Edge:CallsPerSecond=1000000", "--Accounts:PasswordRounds=1000",
        ];
        var silo = await ProductProcess.Start(port, [.. settings, "--Gateway:Enabled=false"], cancellationToken);
        var started = new List<ProductProcess>();
        try
        {
            for (var i = 0; i < gateways; i++)
                started.Add(await ProductProcess.StartGateway(port + 4 + (2 * i), port, settings, cancellationToken));
            var tokens = new Tokens(Options.Create(new GatewayOptions { TokenKey = key }), TimeProvider.System);
            return new ChatServers(silo, [.. started], tokens);
        }
        catch
        {
            foreach (var gateway in started)
                await gateway.DisposeAsync();
            await silo.DisposeAsync();
            throw;
        }
    }

    /// <summary>A bearer token, as a sign-in gives it.</summary>
    public string TokenOf(AccountId account, string handle) => _tokens.Issue(new Caller(account, handle, false)).Token;

    /// <summary>Registers people, whom others find by their handles.</summary>
    public async Task<Person[]> Register(string prefix, int count, CancellationToken cancellationToken)
    {
        Report.Progress($"Registering {count} accounts");
        using var client = new HttpClient { BaseAddress = _gateways[0].Address };
        var people = new Person[count];
        await Parallel.ForEachAsync(Enumerable.Range(0, count), With(cancellationToken), async (number, token) =>
        {
            var handle = string.Create(CultureInfo.InvariantCulture, $"{prefix}-{number}");
            using var answer = await client.PostAsJsonAsync("api/accounts", new { handle, password = "a password for the load" }, token);
            answer.EnsureSuccessStatusCode();
            var account = AccountId.Parse((await answer.Content.ReadFromJsonAsync<JsonElement>(token)).GetProperty("id").GetString()!);
            people[number] = new Person(account, handle, TokenOf(account, handle));
        });
        return people;
    }

    /// <summary>Connects people, each to the gateway that <paramref name="place"/> names, many at a time.</summary>
    public async Task<HubLine[]> Connect(
        IReadOnlyList<Person> people,
        Func<int, int> place,
        Func<int, Action<string, JsonElement>> pushed,
        CancellationToken cancellationToken)
    {
        var lines = new ConcurrentDictionary<int, HubLine>();
        await Parallel.ForEachAsync(Enumerable.Range(0, people.Count), With(cancellationToken), async (number, token) =>
            lines[number] = await HubLine.Open(_gateways[place(number)].Address, people[number].Token, pushed(number), token));
        return [.. Enumerable.Range(0, people.Count).Select(number => lines[number])];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var gateway in _gateways)
            await gateway.DisposeAsync();
        await _silo.DisposeAsync();
    }

    private static ParallelOptions With(CancellationToken cancellationToken) =>
        new() { MaxDegreeOfParallelism = HandshakesAtOnce, CancellationToken = cancellationToken };
}

/// <summary>Somebody who chats.</summary>
/// <param name="Account">Their number.</param>
/// <param name="Handle">How others find them.</param>
/// <param name="Token">A bearer token.</param>
internal sealed record Person(AccountId Account, string Handle, string Token);
