using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace OrleansLld.Cluster;

/// <summary>A test's own look into a running cluster, as an Orleans client of it.</summary>
public sealed class ClusterLookout : IAsyncDisposable
{
    private static readonly TimeSpan FoundDeadWithin = TimeSpan.FromSeconds(60);

    private readonly IHost _host;

    private ClusterLookout(IHost host) => _host = host;

    public IGrainFactory Grains => _host.Services.GetRequiredService<IGrainFactory>();

    private IManagementGrain Management => Grains.GetGrain<IManagementGrain>(0);

    public static async Task<ClusterLookout> OpenAsync(RunningCluster cluster)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        var settings = new ConfigurationManager();
        settings.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Orleans:Clustering:ProviderType"] = "Redis",
            ["Orleans:Clustering:ConnectionString"] = cluster.Redis.ConnectionString,
        });
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true, Configuration = settings });
        builder.Logging.ClearProviders();
        builder.UseOrleansClient(client => client.OutliveSilos(Random.Shared));
        var host = builder.Build();
        await host.StartAsync();
        return new ClusterLookout(host);
    }

    /// <summary>Whether the grain's activation is in the silo, as far as the cluster knows.</summary>
    public async Task<bool> IsIn(RunningProduct silo, IAddressable grain)
    {
        ArgumentNullException.ThrowIfNull(silo);
        return (await Management.GetActivationAddress(grain))?.Endpoint.Port == silo.OrleansSiloPort;
    }

    /// <summary>Waits until the others have declared the silo dead.</summary>
    public async Task UntilDead(RunningProduct silo)
    {
        ArgumentNullException.ThrowIfNull(silo);
        using var patience = new CancellationTokenSource(FoundDeadWithin);
        while (!await IsDead(silo, patience.Token))
            await Task.Delay(TimeSpan.FromMilliseconds(50), patience.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    private async Task<bool> IsDead(RunningProduct silo, CancellationToken cancellationToken)
    {
        try
        {
            var hosts = await Management.GetHosts(onlyActive: false, cancellationToken);
            return hosts.Where(host => host.Key.Endpoint.Port == silo.OrleansSiloPort).All(host => host.Value == SiloStatus.Dead);
        }
        catch (Exception lost) when (lost is OrleansException or TimeoutException)
        {
            // The call went to the dead one.
            return false;
        }
    }
}
