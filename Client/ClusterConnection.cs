using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using OrleansLld.Cluster;
using StackExchange.Redis;

namespace OrleansLld;

/// <summary>One command's membership of the cluster as an Orleans client.</summary>
internal sealed class ClusterConnection(IHost host) : IAsyncDisposable
{
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(3);

    public IGrainFactory Grains => host.Services.GetRequiredService<IGrainFactory>();

    /// <summary>
    /// Whether the environment names a membership provider, as it does for the cluster's own processes:
    /// <c>Orleans__Clustering__ProviderType</c> and <c>Orleans__Clustering__ConnectionString</c>.
    /// </summary>
    public static bool IsInEnvironment => Environment.GetEnvironmentVariable("Orleans__Clustering__ProviderType") is { Length: > 0 };

    /// <summary>By way of one silo. Null when nobody listens there: asking first makes the answer quick and plain.</summary>
    public static async Task<ClusterConnection?> Open(IPEndPoint gateway, CancellationToken cancellationToken)
    {
        if (!await Answers(gateway, cancellationToken))
            return null;
        return await Open(new ConfigurationManager(), client => client
            .UseStaticClustering(gateway)
            .Configure<ClusterOptions>(cluster =>
            {
                cluster.ClusterId = ClusterOptions.DefaultClusterId;
                cluster.ServiceId = ClusterOptions.DefaultServiceId;
            }), cancellationToken);
    }

    /// <summary>By way of any silo that the membership provider of the environment knows. Null when there is none.</summary>
    public static Task<ClusterConnection?> OpenByEnvironment(CancellationToken cancellationToken)
    {
        var settings = new ConfigurationManager();
        // Settings of silos, such as the reminders', mean nothing to a client.
        settings.AddInMemoryCollection(
            new ConfigurationBuilder().AddEnvironmentVariables("Orleans__").Build().AsEnumerable()
                .Where(setting =>
                    setting.Key is "ClusterId" or "ServiceId" || setting.Key.StartsWith("Clustering", StringComparison.Ordinal))
                .Select(setting => KeyValuePair.Create($"Orleans:{setting.Key}", setting.Value)));
        return Open(settings, _ => { }, cancellationToken);
    }

    private static async Task<ClusterConnection?> Open(
        ConfigurationManager settings, Action<IClientBuilder> join, CancellationToken cancellationToken)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true, Configuration = settings });
        builder.Logging.ClearProviders();
        builder.UseOrleansClient(client =>
        {
            join(client);
            client.OutliveSilos(Random.Shared);
        });
        var host = builder.Build();
        try
        {
            await host.StartAsync(cancellationToken);
            return new ClusterConnection(host);
        }
        catch (Exception failure) when (failure is OrleansException or RedisException)
        {
            host.Dispose();
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync(CancellationToken.None);
        host.Dispose();
    }

    private static async Task<bool> Answers(IPEndPoint gateway, CancellationToken cancellationToken)
    {
        using var socket = new Socket(gateway.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(ProbeTimeout);
        try
        {
            await socket.ConnectAsync(gateway, patience.Token);
            return true;
        }
        catch (Exception e) when (e is SocketException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return false;
        }
    }
}
