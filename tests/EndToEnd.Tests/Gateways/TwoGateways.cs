using System.Net;
using System.Text.Json;
using OrleansLld.Accounts;

namespace OrleansLld.Gateways;

/// <summary>A silo without a gateway and two gateways, that know each other and share their keys.</summary>
public sealed class TwoGateways : IAsyncDisposable
{
    private static readonly TimeSpan KnownWithin = TimeSpan.FromSeconds(60);

    private readonly List<RunningProduct> _further = [];
    private readonly string[] _arguments;

    private TwoGateways(RunningProduct silo, RunningProduct one, RunningProduct other, string[] arguments) =>
        (Silo, One, Other, _arguments) = (silo, one, other, arguments);

    public RunningProduct Silo { get; }

    public RunningProduct One { get; }

    public RunningProduct Other { get; }

    public static async Task<TwoGateways> Start(params string[] further)
    {
        string[] arguments =
        [
            "--Demo",
            "--Gateway:RateLimits:RegistrationsPerHour=1000000",
            "--Gateway:RateLimits:SignInsPerMinute=1000000",
            "--Gateway:RateLimits:RequestsPerSecond=1000000",
            .. further,
        ];
        var silo = await RunningProduct.StartAsync([.. arguments, "--Gateway:Enabled=false"]);
        var keys = Path.Combine(silo.DataDirectory, "data", "keys");
        arguments =
        [
            .. arguments,
            $"--Gateway:TokenKeyFile={Path.Combine(keys, "gateway-tokenkey")}",
            $"--Accounts:CredentialKeyFile={Path.Combine(keys, "accounts-credentialkey")}",
        ];
        var gateways = await Task.WhenAll(
            RunningProduct.StartGatewayAsync(silo, arguments), RunningProduct.StartGatewayAsync(silo, arguments));
        var cluster = new TwoGateways(silo, gateways[0], gateways[1], arguments);
        if (!further.Any(argument => argument.StartsWith("--Gateway:PublicAddress=", StringComparison.Ordinal)))
            foreach (var gateway in gateways)
                await UntilListed(gateway, gateways);

        return cluster;
    }

    /// <summary>The addresses that a gateway tells.</summary>
    public static async Task<string[]> ListedAt(RunningProduct gateway) =>
        (await new Visitor(gateway.Http).Get("/api/cluster/gateways")).ShouldBe(HttpStatusCode.OK).Json()
            .GetProperty("gateways").Deserialize<string[]>()!;

    /// <summary>Waits until a gateway tells of exactly these.</summary>
    public static async Task UntilListed(RunningProduct at, params RunningProduct[] gateways)
    {
        var wanted = gateways.Select(OriginOf).Order().ToList();
        using var patience = new CancellationTokenSource(KnownWithin);
        while (!(await ListedAt(at)).Order().SequenceEqual(wanted))
            await Task.Delay(TimeSpan.FromMilliseconds(50), patience.Token);
    }

    public static string OriginOf(RunningProduct gateway) => gateway.Address.GetLeftPart(UriPartial.Authority);

    /// <summary>One more gateway like the two.</summary>
    public async Task<RunningProduct> Add()
    {
        _further.Add(await RunningProduct.StartGatewayAsync(Silo, _arguments));
        return _further[^1];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var gateway in _further)
            await gateway.DisposeAsync();
        await One.DisposeAsync();
        await Other.DisposeAsync();
        await Silo.DisposeAsync();
    }
}
