using System.Security.Cryptography;
using OrleansLld.Azurite;

namespace OrleansLld.Cluster;

/// <summary>
/// A cluster of processes as its operators run it: silos without gateways, gateways, a Redis for the membership and an Azurite for the
/// data, all on free ports. Each process can be killed, suspended, stopped and started again: see <see cref="RunningProduct"/>.
/// </summary>
public sealed class RunningCluster : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("orleanslld-cluster-");
    private readonly List<RunningProduct> _silos = [];
    private readonly List<RunningProduct> _gateways = [];
    private readonly RedisServer _redis;
    private readonly AzuriteServer? _azurite;
    private readonly string[] _shared;

    private RunningCluster(RedisServer redis, AzuriteServer? azurite, IReadOnlyList<string> arguments)
    {
        (_redis, _azurite) = (redis, azurite);
        _shared =
        [
            "--Orleans:Clustering:ProviderType=Redis",
            $"--Orleans:Clustering:ConnectionString={redis.ConnectionString}",
            "--Orleans:Reminders:ProviderType=Redis",
            $"--Orleans:Reminders:ConnectionString={redis.ConnectionString}",
            $"--Gateway:TokenKeyFile={NewKey("token-key")}",
            $"--Accounts:CredentialKeyFile={NewKey("credential-key")}",
            .. azurite is null ? [] : (string[])["--Storage:Provider=Azure", $"--Storage:Azure:ConnectionStringFile={Connection(azurite)}"],
            .. arguments,
        ];
    }

    public IReadOnlyList<RunningProduct> Silos => _silos;

    public IReadOnlyList<RunningProduct> Gateways => _gateways;

    public RedisServer Redis => _redis;

    public AzuriteServer Azurite => _azurite ?? throw new InvalidOperationException("This cluster keeps its data elsewhere.");

    /// <summary>What the processes logged of exceptions, for the output of a failed test.</summary>
    public string Exceptions => string.Join('\n', Processes.SelectMany(process => process.Log.Split('\n')
        .Where(line => line.Contains("fail:") || line.Contains("Exception") || line.Contains("at OrleansLld."))
        .Prepend($"{process.Address}:")));

    /// <summary>What the console needs to find the cluster.</summary>
    public IReadOnlyDictionary<string, string> ConsoleEnvironment => new Dictionary<string, string>
    {
        ["Orleans__Clustering__ProviderType"] = "Redis",
        ["Orleans__Clustering__ConnectionString"] = _redis.ConnectionString,
        ["ORLEANSLLD_CONFIG_DIR"] = Path.Combine(_folder.FullName, "console"),
    };

    /// <summary>Starts it and returns when every process is ready.</summary>
    /// <param name="silos">How many silos.</param>
    /// <param name="gateways">How many gateways.</param>
    /// <param name="arguments">
    /// For the command line of each process; ports, data, membership and keys are given by the fixture. Without a storage provider among
    /// them the data is in an Azurite of the cluster's own.
    /// </param>
    public static async Task<RunningCluster> StartAsync(int silos, int gateways, params string[] arguments)
    {
        var storesElsewhere = arguments.Any(argument => argument.StartsWith("--Storage:Provider=", StringComparison.Ordinal));
        var azurite = storesElsewhere ? null : await AzuriteServer.StartAsync();
        var cluster = new RunningCluster(await RedisServer.StartAsync(), azurite, arguments);
        try
        {
            for (var i = 0; i < silos; i++)
                cluster._silos.Add(cluster.Silo());
            for (var i = 0; i < gateways; i++)
                cluster._gateways.Add(cluster.Gateway());
            foreach (var process in cluster.Processes)
                process.Launch();
            foreach (var process in cluster.Processes)
                await process.UntilReadyAsync();
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>One more silo, ready.</summary>
    public async Task<RunningProduct> AddSiloAsync(params string[] further)
    {
        _silos.Add(Silo(further));
        await _silos[^1].StartAgainAsync();
        return _silos[^1];
    }

    /// <summary>One more gateway, ready.</summary>
    public async Task<RunningProduct> AddGatewayAsync(params string[] further)
    {
        _gateways.Add(Gateway(further));
        await _gateways[^1].StartAgainAsync();
        return _gateways[^1];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in Processes)
            await process.DisposeAsync();
        await _redis.DisposeAsync();
        if (_azurite is not null)
            await _azurite.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private IEnumerable<RunningProduct> Processes => [.. _silos, .. _gateways];

    private RunningProduct Silo(params string[] further) =>
        RunningProduct.PartOfCluster("OrleansLld.Silo.dll", ["--Gateway:Enabled=false", .. _shared, .. further]);

    private RunningProduct Gateway(params string[] further) =>
        RunningProduct.PartOfCluster("OrleansLld.Gateway.dll", [.. _shared, .. further]);

    private string NewKey(string name) => Kept(name, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));

    private string Connection(AzuriteServer azurite) => Kept("azurite", azurite.ConnectionString);

    private string Kept(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }
}
