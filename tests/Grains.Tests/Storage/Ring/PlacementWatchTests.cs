using Microsoft.Extensions.Logging.Abstractions;
using OrleansLld.ObjectStore;

namespace OrleansLld.Storage.Ring;

public sealed class PlacementWatchTests : IAsyncLifetime
{
    private readonly RingFixture _ring = new();
    private ObjectsCluster? _cluster;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _cluster = await ObjectsCluster.Start();

    public async ValueTask DisposeAsync()
    {
        await _cluster!.DisposeAsync();
        _ring.Dispose();
    }

    [Fact]
    public async Task Process_knows_where_blobs_belong_before_it_serves()
    {
        using var watch = Watch(_ring);
        await watch.StartAsync(Cancellation);

        (await _ring.Store.WriteAsync(new BlobId("first"), new MemoryStream([1]), Cancellation)).ShouldBe(1);
        await watch.StopAsync(Cancellation);
    }

    [Fact]
    public async Task Disk_that_has_blobs_and_is_not_configured_any_more_is_a_refusal_to_start()
    {
        using (var watch = Watch(_ring))
            await StartAndStop(watch);
        _ring.Options.Disks.RemoveAt(2);
        using var without = new RingFixture(_ring);
        using var refused = Watch(without);

        (await Should.ThrowAsync<StartRefusedException>(() => refused.StartAsync(Cancellation))).Message
            .ShouldStartWith("Storage:Files:Disks lacks c, which still has blobs.");
    }

    [Fact]
    public async Task Disk_that_was_given_up_may_be_missing()
    {
        using (var watch = Watch(_ring))
            await StartAndStop(watch);
        _ring.Options.Disks.RemoveAt(2);
        _ring.Options.GivenUp.Add("c");
        using var without = new RingFixture(_ring);
        using var allowed = Watch(without);

        await StartAndStop(allowed);

        without.Placement.View!.Epoch.ShouldBe(2);
    }

    [Fact]
    public async Task Disk_that_had_blobs_and_lost_its_mark_is_not_taken_for_a_new_one()
    {
        using (var watch = Watch(_ring))
            await StartAndStop(watch);
        File.Delete(Path.Combine(_ring.PathOf("b"), "disk"));
        using var again = Watch(_ring);

        await StartAndStop(again);

        _ring.Disks["b"].IsThere.ShouldBeFalse();
    }

    [Fact]
    public async Task Blobs_are_moved_and_the_epoch_settled_by_itself()
    {
        _ring.Options.Disks[1].Weight = 0;
        using var watch = Watch(_ring);
        await watch.StartAsync(Cancellation);
        await _ring.Disks["b"].Store.WriteAsync(new BlobId("misplaced"), new MemoryStream([1]), Cancellation);
        _cluster!.Time.Move(IPlacementGrain.Silence);

        while (_ring.Placement.SettledView is null)
        {
            _ring.Time.Advance(IPlacementGrain.Heartbeat);
            await Task.Yield();
        }

        _ring.BlobsOn("b").ShouldBeEmpty();
        (await _ring.Store.LengthAsync(new BlobId("misplaced"), Cancellation)).ShouldBe(1);
        await watch.StopAsync(Cancellation);
    }

    private static async Task StartAndStop(PlacementWatch watch)
    {
        await watch.StartAsync(Cancellation);
        await watch.StopAsync(Cancellation);
    }

    private PlacementWatch Watch(RingFixture ring) => new(
        _cluster!.Grains,
        ring.Disks,
        ring.Placement,
        ring.Mover,
        ring.Meter,
        RingFixture.OptionsOf(ring.Options),
        ring.Time,
        NullLogger<PlacementWatch>.Instance);
}
