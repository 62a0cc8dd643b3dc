using System.Collections.Immutable;
using OrleansLld.Storage;

namespace OrleansLld.ObjectStore;

/// <summary>
/// On which nodes (disks) the blobs are, for all processes that keep them there; one grain with key 0. A change of nodes makes an epoch,
/// and the blobs whose owner changed are moved meanwhile; see docs/objects.md.
/// </summary>
/// <remarks>
/// Each process reports every <see cref="Heartbeat"/> and acts on what it heard for <see cref="Trust"/> and no longer. Blobs are not
/// moved before every process that may still write by an older epoch has ended its writes or has been silent for <see cref="Silence"/>.
/// </remarks>
[Alias("objectstore.placement")]
public interface IPlacementGrain : IGrainWithIntegerKey
{
    /// <summary>The only key.</summary>
    const long Key = 0;

    /// <summary>How often a process reports.</summary>
    static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(5);

    /// <summary>How long a process may act on an answer, counted from its question.</summary>
    static readonly TimeSpan Trust = TimeSpan.FromSeconds(20);

    /// <summary>How long a report holds; longer than <see cref="Trust"/>.</summary>
    static readonly TimeSpan Silence = TimeSpan.FromSeconds(30);

    /// <summary>Says which nodes there are. The same as before changes nothing; others make an epoch.</summary>
    /// <param name="nodes">1 to 64, of different names. One that shall leave stays with the weight 0 until the epoch is settled.</param>
    /// <param name="givenUp">Nodes that may be missing although they had blobs: those blobs are lost.</param>
    /// <param name="cancellationToken">Stops the waiting, not the command.</param>
    /// <exception cref="StorageUnavailableException">Unknown outcome: send the same command again.</exception>
    [Alias("configure")]
    Task<PlacementReply> Configure(
        ImmutableArray<PlacementNode> nodes, ImmutableArray<string> givenUp, CancellationToken cancellationToken);

    /// <summary>Tells that a process is there, and by which epoch it still writes.</summary>
    [Alias("report")]
    Task<Placement> Report(PlacementReport report, CancellationToken cancellationToken);

    /// <summary>
    /// Every blob is where the epoch has it: a whole look at all nodes, begun after an answer with <see cref="Placement.MayMove"/>,
    /// found no other. Changes nothing when the epoch is settled already, or not in force any more.
    /// </summary>
    /// <exception cref="StorageUnavailableException">Unknown outcome: send the same command again.</exception>
    [Alias("settle")]
    Task<Placement> Settle(long epoch, CancellationToken cancellationToken);
}

/// <summary>A place for blobs.</summary>
/// <param name="Name">1 to 64 lower-case letters, digits and hyphens; it stays whatever its place becomes.</param>
/// <param name="Weight">0 to 100: its share, as a proportion to the other weights; 0 for one that is being emptied.</param>
[GenerateSerializer, Immutable, Alias("objectstore.placement-node")]
public sealed record PlacementNode([property: Id(0)] string Name, [property: Id(1)] int Weight);

/// <summary>Nodes that have, or had, the blobs.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Nodes">Sorted by name.</param>
[GenerateSerializer, Immutable, Alias("objectstore.placement-epoch")]
public sealed record PlacementEpoch([property: Id(0)] long Number, [property: Id(1)] ImmutableArray<PlacementNode> Nodes);

/// <summary>Where blobs are.</summary>
/// <param name="Epochs">From the one in force back to the last settled one, at most 8; empty before the first.</param>
/// <param name="IsSettled">Whether every blob is where the epoch in force has it.</param>
/// <param name="MayMove">Whether nobody writes by an older epoch any more, so that what is elsewhere can be moved.</param>
[GenerateSerializer, Immutable, Alias("objectstore.placement-state")]
public sealed record Placement(
    [property: Id(0)] ImmutableArray<PlacementEpoch> Epochs, [property: Id(1)] bool IsSettled, [property: Id(2)] bool MayMove);

/// <summary>What a process tells of itself.</summary>
/// <param name="Process">Made by it at its start.</param>
/// <param name="OldestEpoch">The oldest epoch by which it still writes, or the one that it knows; 0 when it knows none.</param>
[GenerateSerializer, Immutable, Alias("objectstore.placement-report")]
public sealed record PlacementReport([property: Id(0)] Guid Process, [property: Id(1)] long OldestEpoch);

/// <summary>Whether the nodes were taken.</summary>
/// <param name="Refusal">Why not.</param>
/// <param name="NotEmptied">The nodes that are missing and still have blobs.</param>
/// <param name="Placement">What holds now.</param>
[GenerateSerializer, Immutable, Alias("objectstore.placement-reply")]
public sealed record PlacementReply(
    [property: Id(0)] PlacementRefusal Refusal, [property: Id(1)] ImmutableArray<string> NotEmptied, [property: Id(2)] Placement Placement);

/// <summary>Why nodes are refused, in the order in which it is checked. Another list may help.</summary>
[GenerateSerializer, Alias("objectstore.placement-refusal")]
public enum PlacementRefusal
{
    /// <summary>They are not.</summary>
    None = 0,

    /// <summary>No nodes or too many, none with a weight, a name twice, or a name or weight out of its range.</summary>
    NotARing = 1,

    /// <summary>A node is missing that still has blobs.</summary>
    NotEmptied = 2,
}
