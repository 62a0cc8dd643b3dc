using Microsoft.Extensions.Time.Testing;
using OrleansLld.ObjectStore.Wire;

namespace OrleansLld.Storage.Ring;

public sealed class BlobMoverTests : IDisposable
{
    private readonly RingFixture _ring = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private RingBlobStore Store => _ring.Store;

    public BlobMoverTests()
    {
        _ring.Begin("a:1 b:1 c:1");
        _ring.Settle();
    }

    public void Dispose() => _ring.Dispose();

    [Fact]
    public async Task New_disk_gets_its_share_and_all_blobs_are_still_there()
    {
        await Write(100);
        var before = Where();
        _ring.Begin("a:1 b:1 c:1 d:1");

        (await _ring.Mover.PassAsync(Cancellation)).ShouldBeTrue();
        _ring.Settle();

        var after = Where();
        after.Values.Count(disk => disk == "d").ShouldBeGreaterThan(10);
        after.Where(blob => blob.Value != "d").ShouldAllBe(blob => before[blob.Key] == blob.Value);
        await AllAreThere(100);
    }

    [Fact]
    public async Task Disk_without_weight_is_emptied()
    {
        await Write(100);
        _ring.Begin("a:1 b:0 c:1");

        (await _ring.Mover.PassAsync(Cancellation)).ShouldBeTrue();
        _ring.Settle();

        _ring.BlobsOn("b").ShouldBeEmpty();
        await AllAreThere(100);
    }

    [Fact]
    public async Task All_blobs_are_readable_before_any_is_moved()
    {
        await Write(100);
        _ring.Begin("a:1 b:0 c:1 d:3");

        await AllAreThere(100);
        (await Store.LengthAsync(new BlobId("never"), Cancellation)).ShouldBeNull();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Reads_writes_and_deletions_go_on_while_disks_come_and_go(int seed)
    {
        using var load = new RandomLoad(Store, seed);
        using var end = new CancellationTokenSource();
        var running = Enumerable.Range(0, 4).Select(client => Task.Run(() => load.Run(client, end.Token), Cancellation)).ToList();
        string[] disks = ["a:1 b:1 c:1 d:1", "a:1 b:1 c:0 d:1", "a:1 b:1 d:2", "a:0 b:1 c:1 d:2"];
        foreach (var nodes in disks)
        {
            await load.UntilWritten(40);
            _ring.Begin(nodes);
            // What began by the epoch before may not be moved past.
            while (_ring.Placement.OldestEpoch < _ring.Placement.View!.Epoch)
                await Task.Yield();
            (await _ring.Mover.PassAsync(Cancellation)).ShouldBeTrue($"Seed {seed}.");
            _ring.Settle();
        }

        await load.UntilWritten(40);
        await end.CancelAsync();
        await Task.WhenAll(running);
        load.Check($"Seed {seed}.");
        Where().Keys.Order().ShouldBe(load.Alive.Select(id => id.ToString()).Order(), $"Seed {seed}.");
        _ring.BlobsOn("a").ShouldBeEmpty();
    }

    [Fact]
    public async Task Crash_before_the_copy_was_published_loses_nothing()
    {
        await Write(100);
        var moved = MovedBy("a:1 b:1 c:1 d:1").First();
        _ = _ring.Disks["d"].Store;
        await File.WriteAllBytesAsync(Path.Combine(_ring.PathOf("d"), "incoming", "half"), [42], Cancellation);
        using var restarted = new RingFixture(_ring);
        restarted.Begin("a:1 b:1 c:1 d:1");

        (await restarted.Mover.PassAsync(Cancellation)).ShouldBeTrue();

        _ring.BlobsOn("d").ShouldContain(moved);
        Directory.EnumerateFiles(Path.Combine(_ring.PathOf("d"), "incoming")).ShouldBeEmpty();
        await AllAreThere(100, restarted.Store);
    }

    [Fact]
    public async Task Crash_after_the_copy_was_published_leaves_two_and_the_next_pass_one()
    {
        await Write(100);
        var moved = MovedBy("a:1 b:1 c:1 d:1").First();
        var from = Where()[moved];
        _ = _ring.Disks["d"].Store;
        File.Copy(_ring.FileOf(moved, from), _ring.FileOf(moved, "d"));
        _ring.Begin("a:1 b:1 c:1 d:1");
        await AllAreThere(100);

        (await _ring.Mover.PassAsync(Cancellation)).ShouldBeTrue();

        Where()[moved].ShouldBe("d");
        await AllAreThere(100);
    }

    [Fact]
    public async Task Blob_that_a_crash_left_twice_is_deleted_everywhere()
    {
        await Write(100);
        var moved = MovedBy("a:1 b:1 c:1 d:1").First();
        var from = Where()[moved];
        _ = _ring.Disks["d"].Store;
        File.Copy(_ring.FileOf(moved, from), _ring.FileOf(moved, "d"));
        _ring.Begin("a:1 b:1 c:1 d:1");

        await Store.DeleteAsync(new BlobId(moved), Cancellation);

        Where().ShouldNotContainKey(moved);
        (await Store.LengthAsync(new BlobId(moved), Cancellation)).ShouldBeNull();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Kill_in_the_middle_of_a_pass_loses_nothing_and_the_next_pass_goes_on(int seed)
    {
        await Write(150);
        var killedAfter = new Random(seed).Next(1, 40);
        using (var mover = MoveProcess.Start(_ring.Root, "a:1 b:1 c:1", "a:0 b:1 c:1 d:1"))
        {
            while (_ring.BlobsOn("d").Count() < killedAfter && !mover.HasExited)
                await Task.Yield();
            mover.HasExited.ShouldBeFalse($"Seed {seed}: it was to be killed after {killedAfter} blobs.");
            mover.Kill();
            await mover.WaitForExitAsync(Cancellation);
        }

        _ring.Begin("a:0 b:1 c:1 d:1");
        await AllAreThere(150);
        (await _ring.Mover.PassAsync(Cancellation)).ShouldBeTrue();
        _ring.Settle();
        _ring.BlobsOn("a").ShouldBeEmpty();
        Where().Count.ShouldBe(150);
        await AllAreThere(150);
    }

    [Fact]
    public async Task Copies_that_differ_are_left_for_somebody_to_look()
    {
        await Write(100);
        var moved = MovedBy("a:1 b:1 c:1 d:1").First();
        var from = Where()[moved];
        _ = _ring.Disks["d"].Store;
        await File.WriteAllBytesAsync(_ring.FileOf(moved, "d"), [1, 2, 3], Cancellation);
        _ring.Begin("a:1 b:1 c:1 d:1");

        (await _ring.Mover.PassAsync(Cancellation)).ShouldBeFalse();

        _ring.BlobsOn(from).ShouldContain(moved);
        _ring.BlobsOn("d").ShouldContain(moved);
    }

    [Fact]
    public async Task Disk_that_is_not_there_keeps_the_epoch_open_and_the_others_are_moved()
    {
        await Write(100);
        Directory.Move(_ring.PathOf("a"), _ring.PathOf("a-gone"));
        _ring.Begin("a:1 b:1 c:1 d:1");

        (await _ring.Mover.PassAsync(Cancellation)).ShouldBeFalse();
        _ring.BlobsOn("d").ShouldNotBeEmpty();

        Directory.Move(_ring.PathOf("a-gone"), _ring.PathOf("a"));
        (await _ring.Mover.PassAsync(Cancellation)).ShouldBeTrue();
        await AllAreThere(100);
    }

    [Fact]
    public async Task Of_two_processes_one_moves()
    {
        await Write(10);
        _ring.Begin("a:1 b:0 c:1");
        using (_ring.Disks["b"].LockMoves())
            (await _ring.Mover.PassAsync(Cancellation)).ShouldBeFalse();

        _ring.BlobsOn("b").ShouldNotBeEmpty();
        (await _ring.Mover.PassAsync(Cancellation)).ShouldBeTrue();
    }

    [Fact]
    public async Task Moves_keep_to_their_rate()
    {
        var time = new FakeTimeProvider();
        var pace = new MovePace(bytesPerSecond: 1 << 20, time);
        await pace.TakeAsync((1 << 20) - (64 << 10), Cancellation);
        var second = pace.TakeAsync(1 << 20, Cancellation);

        time.Advance(TimeSpan.FromMilliseconds(999));
        second.IsCompleted.ShouldBeFalse();
        time.Advance(TimeSpan.FromMilliseconds(1));
        await second;
    }

    private async Task Write(int count)
    {
        for (var number = 0; number < count; number++)
            await Store.WriteAsync(new BlobId($"blob-{number}"), new MemoryStream([42]), Cancellation);
    }

    private async Task AllAreThere(int count, IBlobStore? store = null)
    {
        for (var number = 0; number < count; number++)
            (await (store ?? Store).LengthAsync(new BlobId($"blob-{number}"), Cancellation)).ShouldBe(1);
    }

    /// <summary>The disk of each blob; it fails where one is on two.</summary>
    private Dictionary<string, string> Where() => _ring.Disks.All
        .SelectMany(disk => _ring.BlobsOn(disk.Name).Select(blob => (blob, disk.Name))).ToDictionary(it => it.blob, it => it.Name);

    /// <summary>The blobs that the nodes would move to d.</summary>
    private IEnumerable<string> MovedBy(string nodes)
    {
        var ring = new HashRing([.. RingFixture.Nodes(nodes).Select(node => new RingNode(node.Name, node.Weight))]);
        return Where().Keys.Order().Where(blob => ring.OwnerOf(blob) == "d");
    }
}
