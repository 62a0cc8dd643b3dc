using OrleansLld.Gateways;

namespace OrleansLld.Cluster;

/// <summary>The cluster as the console shows it.</summary>
internal sealed record ClusterView(SiloView[] Silos, GatewayView[] Gateways, SystemView[] Systems);

/// <summary>A silo of the membership table; what only the silo itself knows is null when it does not answer.</summary>
/// <param name="Address">IP address and port.</param>
/// <param name="State"><c>active</c>, <c>dead</c>, <c>silent</c> (active but without an answer), <c>joining</c> or <c>stopping</c>.</param>
/// <param name="Since">When it started.</param>
/// <param name="Version">The program's version.</param>
/// <param name="Keys">A fingerprint; all silos have the same.</param>
/// <param name="CommitsPerMinute">Commits of the last minute.</param>
/// <param name="CommitMsP50">Their median latency; null when there were none.</param>
/// <param name="CommitMsP99">The latency that one in a hundred exceeded; null when there were none.</param>
internal sealed record SiloView(
    string Address,
    string State,
    DateTimeOffset Since,
    string? Version,
    string? Keys,
    long? CommitsPerMinute,
    double? CommitMsP50,
    double? CommitMsP99)
{
    public static SiloView Of(MembershipEntry host, SiloDescription? description) => new(
        host.SiloAddress.Endpoint.ToString(),
        StateOf(host.Status, description),
        new DateTimeOffset(DateTime.SpecifyKind(host.StartTime, DateTimeKind.Utc)),
        description?.Version,
        description?.KeyFingerprint,
        description?.Commits.Count,
        MsOf(description?.Commits, commits => commits.P50),
        MsOf(description?.Commits, commits => commits.P99));

    private static string StateOf(SiloStatus status, SiloDescription? description) => status switch
    {
        SiloStatus.Active => description is null ? "silent" : "active",
        SiloStatus.Dead => "dead",
        SiloStatus.Created or SiloStatus.Joining => "joining",
        _ => "stopping",
    };

    private static double? MsOf(CommitFigures? commits, Func<CommitFigures, TimeSpan> figure) =>
        commits is { Count: > 0 } ? Math.Round(figure(commits).TotalMilliseconds, 2) : null;
}

/// <summary>A gateway of the directory.</summary>
internal sealed record GatewayView(string? Address, string Process, int Connections, string Version, DateTimeOffset Since)
{
    public static GatewayView Of(GatewayEntry entry) => new(
        entry.Notice.Address?.Value, entry.Notice.Name, entry.Notice.Connections, entry.Notice.Version, entry.Since);
}

/// <summary>A system's grains in memory.</summary>
/// <param name="System">Its row: the folder of its grains. <c>Orleans</c> is the runtime's own.</param>
/// <param name="Activations">In all.</param>
/// <param name="OnSilo">By the silo's address.</param>
internal sealed record SystemView(string System, long Activations, Dictionary<string, long> OnSilo)
{
    private const string OwnNamespace = "OrleansLld.";

    public static SystemView[] Of(SimpleGrainStatistic[] statistics) =>
    [
        .. statistics.GroupBy(statistic => SystemOf(statistic.GrainType)).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => new SystemView(
                group.Key,
                group.Sum(statistic => statistic.ActivationCount),
                group.GroupBy(statistic => statistic.SiloAddress.Endpoint.ToString())
                    .ToDictionary(silo => silo.Key, silo => silo.Sum(statistic => (long)statistic.ActivationCount)))),
    ];

    /// <summary>The type's name is <c>OrleansLld.Exchange.OrderBookGrain,OrleansLld.Grains</c>.</summary>
    private static string SystemOf(string grainType) =>
        grainType.StartsWith(OwnNamespace, StringComparison.Ordinal)
            ? grainType[OwnNamespace.Length..].Split('.', 2)[0]
            : "Orleans";
}
