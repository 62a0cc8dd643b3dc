using OrleansLld.Storage;

namespace OrleansLld.Cluster;

[OnItsSilo]
internal sealed class SiloGrain(SiloFacts facts, CommitLatencies commits) : Grain, ISiloGrain
{
    public Task<SiloDescription> Describe(CancellationToken cancellationToken) =>
        Task.FromResult(new SiloDescription(facts.Version, facts.KeyFingerprint, commits.LastMinute(), facts.BlobPlace));
}
