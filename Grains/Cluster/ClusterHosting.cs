using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OrleansLld.Storage;

namespace OrleansLld.Cluster;

public static class ClusterHosting
{
    /// <summary>Lets operators ask each silo of itself.</summary>
    public static ISiloBuilder AddSiloFacts(this ISiloBuilder silo, SiloFacts facts)
    {
        silo.Services.AddPlacementDirector<OnItsSilo, OnItsSiloDirector>();
        silo.Services.TryAddSingleton<CommitLatencies>();
        silo.Services.AddSingleton(facts);
        return silo;
    }
}
