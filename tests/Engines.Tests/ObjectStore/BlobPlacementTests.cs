using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using CsCheck;
using OrleansLld.ObjectStore.Wire;

namespace OrleansLld.ObjectStore;

public sealed class BlobPlacementTests
{
    private readonly BlobPlacement _placement = new();

    [Fact]
    public void First_nodes_make_an_epoch_that_is_not_settled()
    {
        Configure("b:1 a:2").ShouldBe(PlacementFault.None);

        State().ShouldBe("1: a:2 b:1");
    }

    [Fact]
    public void The_same_nodes_in_another_order_change_nothing()
    {
        Configure("a:1 b:2");

        var ruling = _placement.Configure(Nodes("b:2 a:1"), []);

        (ruling.Fault, ruling.Change).ShouldBe((PlacementFault.None, null));
    }

    [Fact]
    public void Epochs_are_remembered_until_one_is_settled()
    {
        Configure("a:1");
        Configure("a:1 b:1");
        Configure("a:1 b:1 c:1");
        State().ShouldBe("3: a:1 b:1 c:1 | 2: a:1 b:1 | 1: a:1");

        Settle(3);

        State().ShouldBe("settled 3: a:1 b:1 c:1");
    }

    [Fact]
    public void An_epoch_that_is_not_in_force_any_more_is_not_settled()
    {
        Configure("a:1");
        Configure("a:1 b:1");

        _placement.Settle(1).ShouldBeNull();
        _placement.Settle(3).ShouldBeNull();
    }

    [Fact]
    public void A_settled_epoch_is_settled_once()
    {
        Configure("a:1");
        Settle(1);

        _placement.Settle(1).ShouldBeNull();
    }

    [Fact]
    public void A_node_that_has_blobs_may_not_be_missing()
    {
        Configure("a:1 b:1 c:1");
        Settle(1);

        var ruling = _placement.Configure(Nodes("b:1"), []);

        ruling.Fault.ShouldBe(PlacementFault.NotEmptied);
        ruling.NotEmptied.ShouldBe(["a", "c"]);
    }

    [Fact]
    public void A_node_without_weight_may_go_once_it_is_empty()
    {
        Configure("a:1 b:1");
        Settle(1);
        Configure("a:1 b:0");
        Configure("a:1").ShouldBe(PlacementFault.NotEmptied);
        Settle(2);

        Configure("a:1").ShouldBe(PlacementFault.None);
    }

    [Fact]
    public void A_node_that_was_given_up_may_be_missing()
    {
        Configure("a:1 b:1");

        _placement.Configure(Nodes("a:1"), ["b"]).Fault.ShouldBe(PlacementFault.None);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a:0")]
    [InlineData("a:1 a:2")]
    [InlineData("a:101")]
    [InlineData("a:-1 b:1")]
    [InlineData("A:1")]
    [InlineData("a_b:1")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa:1")]
    public void What_is_no_ring_is_refused(string nodes) => Configure(nodes).ShouldBe(PlacementFault.NotARing);

    [Fact]
    public void More_nodes_than_a_ring_has_are_refused() =>
        Configure(string.Join(' ', Enumerable.Range(0, 65).Select(number => $"n{number}:1"))).ShouldBe(PlacementFault.NotARing);

    [Fact]
    public void Every_sequence_replays_to_the_same_state() =>
        Gen.OneOf(Gen.Int[0, 63].Select(bits => $"c{bits}"), Gen.Const("s")).Array[0, 40].Sample(
            steps =>
            {
                var (placement, changes) = (new BlobPlacement(), new List<string>());
                foreach (var step in steps)
                {
                    var change = step == "s" ? placement.Settle(placement.Epoch) : placement.Configure(OfBits(step), []).Change;
                    if (change is null)
                        continue;
                    placement.Apply(change);
                    changes.Add(JsonSerializer.Serialize(change, PlacementJson.Default.PlacementChange));
                }

                Text(Replayed(changes)).ShouldBe(Text(placement));
                Text(Restored(placement)).ShouldBe(Text(placement));
                placement.Epochs.Count().ShouldBeLessThanOrEqualTo(BlobPlacement.EpochsMax);
            },
            iter: 300);

    /// <summary>Two bits a node: missing, no weight, weight 1 or 2.</summary>
    private static ImmutableArray<RingNode> OfBits(string step)
    {
        var bits = int.Parse(step[1..], CultureInfo.InvariantCulture);
        return
        [
            .. Enumerable.Range(0, 3).Select(node => new RingNode($"n{node}", ((bits >> (2 * node)) & 3) - 1))
                .Where(node => node.Weight >= 0),
        ];
    }

    private static BlobPlacement Replayed(List<string> changes)
    {
        var placement = new BlobPlacement();
        foreach (var change in changes)
            placement.Apply(JsonSerializer.Deserialize(change, PlacementJson.Default.PlacementChange)!);
        return placement;
    }

    private static BlobPlacement Restored(BlobPlacement from)
    {
        var placement = new BlobPlacement();
        placement.Restore(JsonSerializer.Deserialize(Text(from), PlacementJson.Default.PlacementSnapshot)!);
        return placement;
    }

    private static string Text(BlobPlacement placement) =>
        JsonSerializer.Serialize(placement.Snapshot(), PlacementJson.Default.PlacementSnapshot);

    private PlacementFault Configure(string nodes)
    {
        var ruling = _placement.Configure(Nodes(nodes), []);
        if (ruling.Change is not null)
            _placement.Apply(ruling.Change);
        return ruling.Fault;
    }

    private void Settle(long epoch) => _placement.Apply(_placement.Settle(epoch)!);

    private static ImmutableArray<RingNode> Nodes(string text) =>
    [
        .. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(node => node.Split(':'))
            .Select(parts => new RingNode(parts[0], int.Parse(parts[1], CultureInfo.InvariantCulture))),
    ];

    private string State() => (_placement.IsSettled ? "settled " : "") + string.Join(" | ", _placement.Epochs.Select(epoch =>
        $"{epoch.Number}: {string.Join(' ', epoch.Nodes.Select(node => $"{node.Name}:{node.Weight}"))}"));
}
