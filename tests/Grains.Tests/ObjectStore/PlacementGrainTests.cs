using System.Collections.Immutable;
using OrleansLld.Storage;
using OrleansLld.Storage.Volatile;

namespace OrleansLld.ObjectStore;

public sealed class PlacementGrainTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly ImmutableArray<PlacementNode> Two = [new("a", 1), new("b", 1)];
    private static readonly ImmutableArray<PlacementNode> Three = [new("a", 1), new("b", 1), new("c", 1)];

    private readonly Guid _process = Guid.NewGuid();
    private ObjectsCluster? _cluster;

    private IPlacementGrain Grain => _cluster!.Grains.GetGrain<IPlacementGrain>(IPlacementGrain.Key);

    public async ValueTask InitializeAsync() => _cluster = await ObjectsCluster.Start();

    public async ValueTask DisposeAsync() => await _cluster!.DisposeAsync();

    [Fact]
    public async Task Before_any_nodes_there_is_no_epoch() =>
        (await Grain.Report(new PlacementReport(_process, 0), None)).Epochs.ShouldBeEmpty();

    [Fact]
    public async Task New_nodes_make_an_epoch_and_the_same_again_none()
    {
        await Grain.Configure(Two, [], None);
        await Grain.Configure(Three, [], None);
        var reply = await Grain.Configure(Three, [], None);

        reply.Refusal.ShouldBe(PlacementRefusal.None);
        reply.Placement.Epochs.Select(epoch => (epoch.Number, epoch.Nodes.Length)).ShouldBe([(2, 3), (1, 2)]);
        reply.Placement.IsSettled.ShouldBeFalse();
    }

    [Fact]
    public async Task Nodes_with_blobs_may_not_be_missing()
    {
        await Grain.Configure(Three, [], None);

        var reply = await Grain.Configure(Two, [], None);

        reply.Refusal.ShouldBe(PlacementRefusal.NotEmptied);
        reply.NotEmptied.ShouldBe(["c"]);
        reply.Placement.Epochs[0].Number.ShouldBe(1);
    }

    [Fact]
    public async Task Nothing_is_moved_before_every_process_writes_by_the_new_epoch()
    {
        await Grain.Configure(Two, [], None);
        var other = Guid.NewGuid();
        (await Reports(other, 1)).MayMove.ShouldBeFalse();
        _cluster!.Time.Move(IPlacementGrain.Silence);
        await Grain.Configure(Three, [], None);

        (await Reports(_process, 2)).MayMove.ShouldBeFalse("Not everybody may have been heard yet.");
        _cluster.Time.Move(IPlacementGrain.Silence);
        (await Reports(other, 1)).MayMove.ShouldBeFalse("The other still writes by the first epoch.");
        (await Reports(_process, 2)).MayMove.ShouldBeFalse();
        (await Reports(other, 2)).MayMove.ShouldBeTrue();
    }

    [Fact]
    public async Task Process_that_is_silent_is_not_waited_for()
    {
        await Grain.Configure(Two, [], None);
        await Reports(Guid.NewGuid(), 0);
        _cluster!.Time.Move(IPlacementGrain.Silence);

        (await Reports(_process, 1)).MayMove.ShouldBeTrue();
    }

    [Fact]
    public async Task Settled_epoch_stands_alone_and_nothing_is_moved_any_more()
    {
        await Grain.Configure(Two, [], None);
        await Grain.Configure(Three, [], None);
        _cluster!.Time.Move(IPlacementGrain.Silence);

        (await Grain.Settle(1, None)).IsSettled.ShouldBeFalse();
        var settled = await Grain.Settle(2, None);

        settled.IsSettled.ShouldBeTrue();
        settled.MayMove.ShouldBeFalse();
        settled.Epochs.ShouldHaveSingleItem().Number.ShouldBe(2);
    }

    [Fact]
    public async Task Epochs_outlast_the_activation()
    {
        await Grain.Configure(Two, [], None);
        await Grain.Settle(1, None);
        await Grain.Configure(Three, [], None);
        await using var restarted = await ObjectsCluster.Start(_cluster!.Store);

        var placement = await restarted.Grains.GetGrain<IPlacementGrain>(IPlacementGrain.Key)
            .Report(new PlacementReport(_process, 2), None);

        placement.Epochs.Select(epoch => epoch.Number).ShouldBe([2, 1]);
        placement.MayMove.ShouldBeFalse("A new activation has not heard of everybody.");
    }

    [Fact]
    public async Task Epoch_that_could_not_be_stored_is_not_told()
    {
        await Grain.Configure(Two, [], None);
        _cluster!.Store.Faults.FailNext(StoreOperation.Commit);

        await Should.ThrowAsync<StorageUnavailableException>(() => Grain.Configure(Three, [], None));
        (await Grain.Configure(Three, [], None)).Placement.Epochs[0].Number.ShouldBe(2);
    }

    private Task<Placement> Reports(Guid process, long oldestEpoch) => Grain.Report(new PlacementReport(process, oldestEpoch), None);
}
