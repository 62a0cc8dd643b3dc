using System.Security.Cryptography;
using System.Text;
using OrleansLld.Cluster;
using OrleansLld.Storage;

namespace OrleansLld;

/// <summary>
/// A process with other keys than the rest of its cluster would refuse everybody's tokens, or store secrets that nobody can open; one
/// with its blobs elsewhere would acknowledge objects that nobody else finds. It asks each silo as it starts, and says so instead of
/// serving.
/// </summary>
public sealed partial class ClusterCheck(IGrainFactory grains, IConfiguration configuration, ILogger<ClusterCheck> log) : IHostedService
{
    private const int FingerprintBytes = 8;

    /// <summary>The same for the same keys; nothing else can be told from it, because a key is 32 random bytes.</summary>
    public static string FingerprintOf(IConfiguration configuration)
    {
        var keys = string.Join('\n', Secrets.Keys.Select(key => configuration[key]));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"fingerprint\n{keys}")).AsSpan(0, FingerprintBytes));
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!configuration.IsClustered)
            return;
        var (keys, place) = (FingerprintOf(configuration), BlobPlace.Of(configuration));
        foreach (var silo in (await grains.GetGrain<IManagementGrain>(0).GetHosts(onlyActive: true, cancellationToken)).Keys)
        {
            if (await Describe(silo, cancellationToken) is not { } description)
                continue;
            if (description.KeyFingerprint != keys)
                throw new StartRefusedException(
                    $"This process has other keys than the silo at {silo.Endpoint}. All processes of a cluster share "
                    + $"{string.Join(" and ", Secrets.Keys)}.");
            if (description.BlobPlace is { } other && place is not null && other != place)
                throw new StartRefusedException(
                    $"This process keeps the bytes of objects in {place}, the silo at {silo.Endpoint} in {other}. All processes of a "
                    + "cluster share one place: Storage:Provider=Azure and the same account, or on one machine the same directory.");
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Null when the silo does not answer any more.</summary>
    private async Task<SiloDescription?> Describe(SiloAddress silo, CancellationToken cancellationToken)
    {
        try
        {
            return await grains.GetGrain<ISiloGrain>(silo.ToParsableString()).Describe(cancellationToken);
        }
        catch (Exception failure) when (failure is OrleansException or TimeoutException or SiloGoneException)
        {
            LogNoAnswer(log, silo, failure.Message);
            return null;
        }
    }
}
