using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;

namespace OrleansLld.Cluster;

/// <summary>How everybody outside the grains (a gateway, the console) lives with silos that come and go.</summary>
public static class ClusterClient
{
    /// <summary>
    /// How long a call may take before it is sent again. Orleans does not tell a client that the silo behind another silo died, so this
    /// is also what such a death costs the calls in flight.
    /// </summary>
    private static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(1.5);

    /// <summary>How soon a client hears of new silos and of dead ones. It costs one read of the membership table.</summary>
    private static readonly TimeSpan RefreshPeriod = TimeSpan.FromSeconds(1);

    /// <summary>Hears of silos quickly, and sends lost calls again. Orleans' own settings may say otherwise.</summary>
    /// <param name="client">The client of the cluster.</param>
    /// <param name="chance">For the pauses between attempts.</param>
    public static IClientBuilder OutliveSilos(this IClientBuilder client, Random chance)
    {
        client.Configure<ClientMessagingOptions>(messaging => messaging.ResponseTimeout = ResponseTimeout);
        client.Configure<GatewayOptions>(gateways => gateways.GatewayListRefreshPeriod = RefreshPeriod);
        client.Services.Configure<ClientMessagingOptions>(client.Configuration.GetSection("Orleans:Messaging"));
        client.Services.Configure<GatewayOptions>(client.Configuration.GetSection("Orleans:Gateway"));
        client.Services.AddRepeatedCalls(chance);
        return client;
    }

    /// <summary>For a process whose calls come from outside the grains: a lost call is sent again.</summary>
    /// <param name="services">The services of a client, or of a silo with a gateway of its own.</param>
    /// <param name="chance">For the pauses between attempts.</param>
    public static void AddRepeatedCalls(this IServiceCollection services, Random chance) =>
        services.AddSingleton<IOutgoingGrainCallFilter>(
            provider => new RepeatedCalls(provider.GetRequiredService<TimeProvider>(), chance));
}
