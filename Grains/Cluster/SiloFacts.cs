namespace OrleansLld.Cluster;

/// <summary>What the process knows of itself; see <see cref="SiloDescription"/>.</summary>
public sealed record SiloFacts(string Version, string KeyFingerprint, string? BlobPlace = null);
