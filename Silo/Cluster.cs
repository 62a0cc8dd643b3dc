using System.Net;
using System.Net.Sockets;
using Orleans.Dashboard;

namespace OrleansLld;

/// <summary>This silo's place in a cluster: alone on the loopback address unless the configuration names a membership provider.</summary>
internal static class Cluster
{
    public static ISiloBuilder AddCluster(this ISiloBuilder silo)
    {
        var siloPort = silo.Configuration.GetValue("Orleans:SiloPort", 11111);
        var gatewayPort = silo.Configuration.GetValue("Orleans:GatewayPort", 30000);
        ThrowIfTaken(siloPort, "Orleans:SiloPort");
        ThrowIfTaken(gatewayPort, "Orleans:GatewayPort");
        if (silo.Configuration.GetValue("Gateway:Dashboard", true))
            silo.AddDashboard();
        return silo.Configuration["Orleans:Clustering:ProviderType"] is null
            ? silo.UseLocalhostClustering(siloPort, gatewayPort)
            : silo.ConfigureEndpoints(IPAddress.Loopback, siloPort, gatewayPort);
    }

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
