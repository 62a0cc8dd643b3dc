using Orleans.Placement;
using Orleans.Runtime.Placement;

namespace OrleansLld.Cluster;

/// <summary>Places a grain on the silo that its key names.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class OnItsSiloAttribute() : PlacementAttribute(new OnItsSilo());

/// <inheritdoc cref="OnItsSiloAttribute"/>
[GenerateSerializer, Immutable, SuppressReferenceTracking, Alias("cluster.on-its-silo")]
internal sealed class OnItsSilo : PlacementStrategy;

internal sealed class OnItsSiloDirector : IPlacementDirector
{
    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var key = target.GrainIdentity.Key.ToString()!;
        var silo = context.GetCompatibleSilos(target).FirstOrDefault(silo => silo.ToParsableString() == key);
        return Task.FromResult(silo ?? throw new SiloGoneException($"The cluster has no silo {key}."));
    }
}
