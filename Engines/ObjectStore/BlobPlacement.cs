using System.Collections.Immutable;
using OrleansLld.ObjectStore.Wire;

namespace OrleansLld.ObjectStore;

/// <summary>
/// Which nodes have had the blobs since when. A change of nodes makes an epoch; the blobs follow it, and once all have, the epoch is
/// settled and those before it are forgotten.
/// </summary>
public sealed class BlobPlacement
{
    /// <summary>Epochs that are remembered. Whoever looks for a blob of an older one asks every node.</summary>
    public const int EpochsMax = 8;

    private ImmutableArray<PlacementChange.EpochBegun> _epochs = [];

    /// <summary>From the one in force back to the one that was settled last.</summary>
    public IEnumerable<PlacementChange.EpochBegun> Epochs => _epochs.Reverse();

    /// <summary>The number of the epoch in force; 0 before the first.</summary>
    public long Epoch => _epochs is [.., var newest] ? newest.Number : 0;

    /// <summary>Whether every blob is where the epoch in force has it.</summary>
    public bool IsSettled { get; private set; }

    /// <summary>Makes an epoch of the nodes, unless they are those of the one in force.</summary>
    /// <param name="nodes">All that there are; one that shall leave stays with the weight 0 until it is empty.</param>
    /// <param name="givenUp">Nodes that may be missing although they had blobs: those blobs are lost.</param>
    public PlacementRuling Configure(ImmutableArray<RingNode> nodes, ImmutableArray<string> givenUp)
    {
        if (nodes.Length > HashRing.NodesMax || !nodes.All(IsWellFormed) || !nodes.Any(node => node.Weight > 0)
            || nodes.DistinctBy(node => node.Name).Count() != nodes.Length)
            return new PlacementRuling(PlacementFault.NotARing, [], null);
        ImmutableArray<RingNode> sorted = [.. nodes.OrderBy(node => node.Name, StringComparer.Ordinal)];
        var before = _epochs is [.., var newest] ? newest.Nodes : [];
        if (sorted.SequenceEqual(before))
            return new PlacementRuling(PlacementFault.None, [], null);
        ImmutableArray<string> notEmptied =
        [
            .. before.Where(node => !(node.Weight == 0 && IsSettled)).Select(node => node.Name)
                .Except(sorted.Select(node => node.Name)).Except(givenUp),
        ];
        return notEmptied.IsEmpty
            ? new PlacementRuling(PlacementFault.None, [], new PlacementChange.EpochBegun(Epoch + 1, sorted))
            : new PlacementRuling(PlacementFault.NotEmptied, notEmptied, null);
    }

    /// <summary>Every blob is where this epoch has it.</summary>
    /// <returns>What follows; nothing when it is settled already, or not in force any more.</returns>
    public PlacementChange? Settle(long epoch) => epoch == Epoch && !IsSettled && epoch > 0 ? new PlacementChange.Settled(epoch) : null;

    public void Apply(PlacementChange change)
    {
        switch (change)
        {
            case PlacementChange.EpochBegun begun:
                _epochs = [.. _epochs.TakeLast(EpochsMax - 1), begun];
                IsSettled = false;
                break;
            case PlacementChange.Settled:
                _epochs = [_epochs[^1]];
                IsSettled = true;
                break;
            default:
                throw new ArgumentException($"{change} is unknown.", nameof(change));
        }
    }

    public PlacementSnapshot Snapshot() => new(_epochs, IsSettled);

    public void Restore(PlacementSnapshot snapshot) => (_epochs, IsSettled) = (snapshot.Epochs, snapshot.IsSettled);

    private static bool IsWellFormed(RingNode node) =>
        HashRing.IsNodeName(node.Name) && node.Weight is >= 0 and <= HashRing.WeightMax;
}
