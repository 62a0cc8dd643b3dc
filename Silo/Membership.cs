using System.Net;
using System.Net.Sockets;
using Orleans.Configuration;
using Orleans.Dashboard;
using OrleansLld.Cluster;
using OrleansLld.Storage;

namespace OrleansLld;

/// <summary>This silo's place in a cluster: alone on the loopback address unless the configuration names a membership provider.</summary>
internal static class Membership
{
    private static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(10);

    public static ISiloBuilder AddCluster(this ISiloBuilder silo)
    {
        var siloPort = silo.Configuration.GetValue("Orleans:SiloPort", 11111);
        var gatewayPort = silo.Configuration.GetValue("Orleans:GatewayPort", 30000);
        ThrowIfTaken(siloPort, "Orleans:SiloPort");
        ThrowIfTaken(gatewayPort, "Orleans:GatewayPort");
        if (silo.Configuration.GetValue("Gateway:Dashboard", true))
            silo.AddDashboard();
        var place = silo.Configuration.IsClustered ? BlobPlace.Of(silo.Configuration) : null;
        silo.AddSiloFacts(new SiloFacts(House.Version, ClusterCheck.FingerprintOf(silo.Configuration), place));
        return silo.Configuration.IsClustered
            ? silo.Join(siloPort, gatewayPort)
            : silo.UseLocalhostClustering(siloPort, gatewayPort);
    }

    /// <summary>
    /// A dead silo is found within two probes and one vote; a busy one is given time (docs/cluster.md has what was measured).
    /// Orleans has connected the provider that the configuration names.
    /// </summary>
    private static ISiloBuilder Join(this ISiloBuilder silo, int siloPort, int gatewayPort)
    {
        var address = AddressOf(silo.Configuration, "Orleans:Address") ?? IPAddress.Loopback;
        var listener = AddressOf(silo.Configuration, "Orleans:ListenAddress") ?? address;
        silo.Configure<EndpointOptions>(endpoints =>
        {
            endpoints.AdvertisedIPAddress = address;
            endpoints.SiloPort = siloPort;
            endpoints.GatewayPort = gatewayPort;
            endpoints.SiloListeningEndpoint = new IPEndPoint(listener, siloPort);
            endpoints.GatewayListeningEndpoint = new IPEndPoint(listener, gatewayPort);
        });
        silo.Configure<ClusterMembershipOptions>(membership =>
        {
            membership.ProbeTimeout = TimeSpan.FromSeconds(1);
            membership.MinProbeTimeout = TimeSpan.FromSeconds(1);
            membership.MaxProbeTimeout = TimeSpan.FromSeconds(2);
            membership.NumMissedProbesLimit = 2;
            membership.NumVotesForDeathDeclaration = 1;
            membership.TableRefreshTimeout = TimeSpan.FromSeconds(3);
            membership.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(5);
        });
        silo.Configure<SiloMessagingOptions>(messaging => messaging.ResponseTimeout = ResponseTimeout);
        silo.Services.Configure<ClusterMembershipOptions>(silo.Configuration.GetSection("Orleans:Membership"));
        silo.Services.Configure<SiloMessagingOptions>(silo.Configuration.GetSection("Orleans:Messaging"));
        silo.Services.AddRepeatedCalls(Random.Shared);
        return silo;
    }

    private static IPAddress? AddressOf(IConfiguration configuration, string setting) => configuration[setting] switch
    {
        null or "" => null,
        var text when IPAddress.TryParse(text, out var address) => address,
        var text => throw new StartRefusedException($"'{text}' is not an IP address; set {setting} to one of this machine's."),
    };

    /// <summary>Orleans' listeners share a port without complaint, and two silos on one misbehave.</summary>
    private static void ThrowIfTaken(int port, string setting)
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            probe.Bind(new IPEndPoint(IPAddress.Loopback, port));
        }
        catch (SocketException e)
        {
            throw new StartRefusedException($"Port {port} is in use; choose another with --{setting}.", e);
        }
    }
}
