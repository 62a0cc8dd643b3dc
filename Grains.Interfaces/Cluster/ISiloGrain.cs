namespace OrleansLld.Cluster;

/// <summary>
/// One silo, keyed by its address as Orleans writes it (<c>127.0.0.1:11111@154494549</c>): the grain is always on that silo, tells of
/// it, and keeps nothing.
/// </summary>
[Alias("cluster.silo")]
public interface ISiloGrain : IGrainWithStringKey
{
    /// <summary>What the silo says of itself.</summary>
    /// <exception cref="SiloGoneException">The cluster has no such silo.</exception>
    [Alias("describe")]
    Task<SiloDescription> Describe(CancellationToken cancellationToken);
}

/// <summary>What a silo says of itself.</summary>
/// <param name="Version">The program's version.</param>
/// <param name="KeyFingerprint">Tells whether two processes have the same keys, and nothing else about them.</param>
/// <param name="Commits">Of the grains on this silo.</param>
/// <param name="BlobPlace">Where it keeps blobs, in words that are the same for the same place; null where that cannot be told.</param>
[GenerateSerializer, Immutable, Alias("cluster.silo-description")]
public sealed record SiloDescription(
    [property: Id(0)] string Version,
    [property: Id(1)] string KeyFingerprint,
    [property: Id(2)] CommitFigures Commits,
    [property: Id(3)] string? BlobPlace);

/// <summary>What the store took to make commits durable in the last minute.</summary>
/// <param name="Count">How many there were; without any the rest is zero.</param>
/// <param name="P50">Half of them took no longer than this, give or take a tenth.</param>
/// <param name="P99">All but one in a hundred took no longer than this, give or take a tenth.</param>
[GenerateSerializer, Immutable, Alias("cluster.commit-figures")]
public sealed record CommitFigures(
    [property: Id(0)] long Count,
    [property: Id(1)] TimeSpan P50,
    [property: Id(2)] TimeSpan P99);

/// <summary>The cluster has no silo of this address, any more or at all.</summary>
/// <param name="message">Which one.</param>
[GenerateSerializer, Alias("cluster.silo-gone")]
public sealed class SiloGoneException(string message) : Exception(message);
