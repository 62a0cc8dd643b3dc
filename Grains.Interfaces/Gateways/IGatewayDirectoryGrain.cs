using System.Collections.Immutable;

namespace OrleansLld.Gateways;

/// <summary>
/// Which gateways there are; one grain with key 0. Nothing of it is stored: each gateway announces itself every
/// <see cref="Heartbeat"/>, and one that is silent for <see cref="Lease"/> is struck off. When the silo of this grain dies the next
/// activation knows again within a heartbeat.
/// </summary>
[Alias("gateways.directory")]
public interface IGatewayDirectoryGrain : IGrainWithIntegerKey
{
    /// <summary>The only key.</summary>
    const long Key = 0;

    /// <summary>How often a gateway announces itself.</summary>
    static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(5);

    /// <summary>How long an announcement holds.</summary>
    static readonly TimeSpan Lease = TimeSpan.FromSeconds(15);

    /// <summary>Enters a gateway, or renews its lease.</summary>
    /// <returns>The directory with the gateway in it.</returns>
    /// <exception cref="InvalidOperationException">There are a thousand gateways already.</exception>
    [Alias("announce")]
    Task<GatewayDirectory> Announce(GatewayNotice notice, CancellationToken cancellationToken);

    /// <summary>Strikes a gateway off that is about to stop: clients go elsewhere from now on. Unknown ones are passed over.</summary>
    [Alias("leave")]
    Task Leave(Guid gateway, CancellationToken cancellationToken);

    /// <summary>The gateways there are.</summary>
    [Alias("list")]
    Task<GatewayDirectory> List(CancellationToken cancellationToken);
}

/// <summary>What a gateway says of itself.</summary>
/// <param name="Id">Drawn by the process at its start.</param>
/// <param name="Name">The machine and the process, for operators.</param>
/// <param name="Address">Where clients reach it; null when nobody told it. Behind a load balancer several have the same.</param>
/// <param name="Version">The program's version.</param>
/// <param name="Connections">Open connections.</param>
/// <param name="ObjectStore">Where clients reach its S3; null when nobody told it.</param>
[GenerateSerializer, Immutable, Alias("gateways.notice")]
public sealed record GatewayNotice(
    [property: Id(0)] Guid Id,
    [property: Id(1)] string Name,
    [property: Id(2)] GatewayAddress? Address,
    [property: Id(3)] string Version,
    [property: Id(4)] int Connections,
    [property: Id(5)] GatewayAddress? ObjectStore);

/// <summary>A gateway that is there.</summary>
/// <param name="Notice">What it said last.</param>
/// <param name="Since">When it was first heard of.</param>
/// <param name="HeardAt">When it was last heard of.</param>
[GenerateSerializer, Immutable, Alias("gateways.entry")]
public sealed record GatewayEntry(
    [property: Id(0)] GatewayNotice Notice,
    [property: Id(1)] DateTimeOffset Since,
    [property: Id(2)] DateTimeOffset HeardAt);

/// <summary>The gateways of the cluster.</summary>
/// <param name="Gateways">Those whose lease holds, the longest there first; at most 1,000.</param>
/// <param name="Remembered">
/// Addresses of the last 24 hours, present ones included: pages that were opened there may live on at other gateways.
/// </param>
/// <param name="IsComplete">False in the first seconds of an activation, while gateways may be missing.</param>
[GenerateSerializer, Immutable, Alias("gateways.list")]
public sealed record GatewayDirectory(
    [property: Id(0)] ImmutableArray<GatewayEntry> Gateways,
    [property: Id(1)] ImmutableArray<GatewayAddress> Remembered,
    [property: Id(2)] bool IsComplete);
