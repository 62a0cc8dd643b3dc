using System.Collections.Immutable;
using System.Text.Json.Serialization;
using OrleansLld.ObjectStore.Wire;

namespace OrleansLld.ObjectStore;

/// <summary>What happened to the placement of blobs. The names are stored and never change; a new property must have a default.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event")]
[JsonDerivedType(typeof(EpochBegun), "epoch-begun")]
[JsonDerivedType(typeof(Settled), "settled")]
public abstract record PlacementChange
{
    private PlacementChange()
    {
    }

    /// <summary>From now on these nodes have the blobs; sorted by their names.</summary>
    public sealed record EpochBegun(long Number, ImmutableArray<RingNode> Nodes) : PlacementChange;

    /// <summary>Every blob is where this epoch has it.</summary>
    public sealed record Settled(long Number) : PlacementChange;
}

/// <summary>The whole state as it is stored.</summary>
public sealed record PlacementSnapshot(ImmutableArray<PlacementChange.EpochBegun> Epochs, bool IsSettled);

/// <summary>What follows from a list of nodes.</summary>
/// <param name="Fault">Why not.</param>
/// <param name="NotEmptied">The nodes that are missing and still have blobs.</param>
/// <param name="Change">What happens; null for nothing.</param>
public sealed record PlacementRuling(PlacementFault Fault, ImmutableArray<string> NotEmptied, PlacementChange? Change);

/// <summary>Why nodes are refused, in the order in which it is checked. Another list may help.</summary>
public enum PlacementFault
{
    None,

    /// <summary>No nodes or too many, none with a weight, a name twice, or a name or weight out of its range.</summary>
    NotARing,

    /// <summary>A node is missing that still has blobs.</summary>
    NotEmptied,
}

[JsonSerializable(typeof(PlacementChange))]
[JsonSerializable(typeof(PlacementSnapshot))]
public sealed partial class PlacementJson : JsonSerializerContext;
