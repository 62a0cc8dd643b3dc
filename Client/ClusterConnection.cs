using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;

namespace OrleansLld;

/// <summary>One command's membership of the cluster as an Orleans client.</summary>
internal sealed class ClusterConnection(IHost host) : IAsyncDisposable
{
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan ReplyTimeout = TimeSpan.FromSeconds(15);

    public IGrainFactory Grains => host.Services.GetRequiredService<IGrainFactory>();

    /// <summary>Null when nobody listens there: asking first makes the answer quick and plain.</summary>
    public static async Task<ClusterConnection?> Open(IPEndPoint gateway, CancellationToken cancellationToken)
    {
        if (!await Answers(gateway, cancellationToken))
            return null;
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.ClearProviders();
        builder.UseOrleansClient(client => client
            .UseStaticClustering(gateway)
            .Configure<ClusterOptions>(cluster =>
            {
                cluster.ClusterId = ClusterOptions.DefaultClusterId;
                cluster.ServiceId = ClusterOptions.DefaultServiceId;
            })
            .Configure<ClientMessagingOptions>(messaging => messaging.ResponseTimeout = ReplyTimeout));
        var host = builder.Build();
        try
        {
            await host.StartAsync(cancellationToken);
            return new ClusterConnection(host);
        }
        catch (OrleansException)
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
