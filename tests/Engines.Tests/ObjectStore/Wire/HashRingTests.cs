using System.Collections.Immutable;
using CsCheck;

namespace OrleansLld.ObjectStore.Wire;

public sealed class HashRingTests
{
    private static readonly ImmutableArray<string> Blobs = [.. Enumerable.Range(0, 20_000).Select(number => $"blob-{number:x}")];

    private static readonly Gen<ImmutableArray<RingNode>> Nodes =
        Gen.Select(Gen.Int[0, 20], Gen.Int[1, 12]).Array[2, 8].Select(nodes =>
            nodes.DistinctBy(node => node.Item1).Select(node => new RingNode($"disk-{node.Item1}", node.Item2)).ToImmutableArray())
            .Where(nodes => nodes.Length > 1);

    [Fact]
    public void What_a_name_is_hashed_to_never_changes() =>
        string.Concat(Blobs.Take(32).Select(new HashRing([new("a", 1), new("b", 1), new("c", 2)]).OwnerOf))
            .ShouldBe("acacbbcbcabbacaaccbcaccabaccabcc");

    [Fact]
    public void A_new_node_takes_blobs_and_none_moves_between_the_others() =>
        Nodes.Sample(
            nodes =>
            {
                var (before, after) = (new HashRing(nodes[1..]), new HashRing(nodes));

                foreach (var blob in Blobs.Take(2_000))
                    if (before.OwnerOf(blob) != after.OwnerOf(blob))
                        after.OwnerOf(blob).ShouldBe(nodes[0].Name);
            },
            iter: 100);

    [Fact]
    public void The_blobs_of_a_node_that_leaves_move_and_no_others() =>
        Nodes.Sample(
            nodes =>
            {
                var (before, after) = (new HashRing(nodes), new HashRing([nodes[0] with { Weight = 0 }, .. nodes[1..]]));

                foreach (var blob in Blobs.Take(2_000))
                    if (before.OwnerOf(blob) == nodes[0].Name)
                        after.OwnerOf(blob).ShouldNotBe(nodes[0].Name);
                    else
                        after.OwnerOf(blob).ShouldBe(before.OwnerOf(blob));
            },
            iter: 100);

    [Fact]
    public void A_larger_weight_takes_blobs_from_all_and_gives_none() =>
        Nodes.Sample(
            nodes =>
            {
                var heavier = nodes[0] with { Weight = nodes[0].Weight + 3 };
                var (before, after) = (new HashRing(nodes), new HashRing([heavier, .. nodes[1..]]));

                foreach (var blob in Blobs.Take(2_000))
                    if (before.OwnerOf(blob) != after.OwnerOf(blob))
                        after.OwnerOf(blob).ShouldBe(heavier.Name);
            },
            iter: 100);

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(16)]
    public void The_share_that_a_new_node_takes_is_one_of_their_number(int count)
    {
        ImmutableArray<RingNode> nodes = [.. Enumerable.Range(0, count).Select(number => new RingNode($"disk-{number}", 10))];
        var (before, after) = (new HashRing(nodes[1..]), new HashRing(nodes));

        var moved = Blobs.Count(blob => before.OwnerOf(blob) != after.OwnerOf(blob));

        (moved * count / (double)Blobs.Length).ShouldBe(1, tolerance: 0.15);
    }

    [Fact]
    public void Shares_follow_the_weights()
    {
        var ring = new HashRing([new("a", 10), new("b", 20), new("c", 70), new("d", 0)]);

        var shares = Blobs.CountBy(ring.OwnerOf).ToDictionary(count => count.Key, count => count.Value / (double)Blobs.Length);

        shares["a"].ShouldBe(0.1, tolerance: 0.02);
        shares["b"].ShouldBe(0.2, tolerance: 0.03);
        shares["c"].ShouldBe(0.7, tolerance: 0.04);
        shares.ShouldNotContainKey("d");
    }

    [Fact]
    public void The_order_in_which_nodes_are_named_is_no_matter() =>
        Nodes.Sample(
            nodes =>
            {
                var (one, other) = (new HashRing(nodes), new HashRing([.. nodes.Reverse()]));

                Blobs.Take(500).Select(one.OwnerOf).ShouldBe(Blobs.Take(500).Select(other.OwnerOf));
            },
            iter: 50);

    [Fact]
    public void Nodes_without_a_weight_or_of_one_name_are_no_ring()
    {
        Should.Throw<ArgumentException>(() => new HashRing([]));
        Should.Throw<ArgumentException>(() => new HashRing([new("a", 0)]));
        Should.Throw<ArgumentException>(() => new HashRing([new("a", 1), new("a", 2)]));
    }
}
