using System.IO.Pipelines;

namespace OrleansLld.Storage.Ring;

public sealed class RingBlobStoreTests : BlobStoreContract
{
    private readonly RingFixture _ring = new();

    public RingBlobStoreTests()
    {
        _ring.Begin("a:1 b:1 c:1");
        _ring.Settle();
    }

    private protected override IBlobStore Store => _ring.Store;

    public override void Dispose()
    {
        base.Dispose();
        _ring.Dispose();
    }

    [Fact]
    public async Task Blobs_are_on_their_owners_alone()
    {
        await Write(0, 60);

        var (a, b, c) = (_ring.BlobsOn("a").Count(), _ring.BlobsOn("b").Count(), _ring.BlobsOn("c").Count());
        (a + b + c).ShouldBe(60);
        Math.Min(a, Math.Min(b, c)).ShouldBeGreaterThan(5);
    }

    [Fact]
    public async Task Disk_that_is_not_there_takes_its_share_with_it_and_no_other()
    {
        await Write(0, 60);
        var lost = _ring.BlobsOn("b").ToHashSet();
        Directory.Move(_ring.PathOf("b"), _ring.PathOf("b-gone"));
        Directory.CreateDirectory(_ring.PathOf("b"));

        foreach (var id in Ids(0, 60))
            if (lost.Contains(id.ToString()))
                await Should.ThrowAsync<StorageUnavailableException>(async () => await Read(id));
            else
                (await Read(id)).ShouldBe("2A");

        _ring.Meter.FailingDisks.ShouldBe(["b"]);
        Directory.Delete(_ring.PathOf("b"));
        Directory.Move(_ring.PathOf("b-gone"), _ring.PathOf("b"));
        foreach (var id in Ids(0, 60))
            (await Read(id)).ShouldBe("2A");
        _ring.Meter.FailingDisks.ShouldBeEmpty();
    }

    [Fact]
    public async Task Disk_that_is_missing_while_blobs_move_refuses_its_share_and_no_other()
    {
        _ring.Begin("a:1 b:1 c:1 d:1");
        Directory.Move(_ring.PathOf("b"), _ring.PathOf("b-gone"));

        var refused = 0;
        foreach (var id in Ids(0, 60))
            if (_ring.Placement.View!.OwnersOf(id).Contains("b"))
            {
                await Should.ThrowAsync<StorageUnavailableException>(async () => await Store.WriteAsync(id, One(), Cancellation));
                await Should.ThrowAsync<StorageUnavailableException>(async () => await Store.DeleteAsync(id, Cancellation));
                refused++;
            }
            else
            {
                await Store.WriteAsync(id, One(), Cancellation);
                (await Read(id)).ShouldBe("2A");
                await Should.ThrowAsync<BlobExistsException>(async () => await Store.WriteAsync(id, One(), Cancellation));
                await Store.DeleteAsync(id, Cancellation);
            }

        refused.ShouldBeInRange(5, 40);
        _ring.Disks.All.Where(disk => disk.Name != "b").SelectMany(disk => _ring.BlobsOn(disk.Name)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Disk_that_takes_nothing_refuses_its_share_and_no_other()
    {
        var incoming = Path.Combine(_ring.PathOf("b"), "incoming");
        _ = _ring.Disks["b"].Store;
        Directory.Delete(incoming);
        await File.WriteAllTextAsync(incoming, "A file, where a directory was.", Cancellation);

        var refused = 0;
        foreach (var id in Ids(10, 60))
            if (_ring.Placement.View!.OwnerOf(id) == "b")
            {
                await Should.ThrowAsync<StorageUnavailableException>(async () => await Store.WriteAsync(id, One(), Cancellation));
                refused++;
            }
            else
            {
                await Store.WriteAsync(id, One(), Cancellation);
            }

        refused.ShouldBeGreaterThan(5);
        _ring.Meter.FailingDisks.ShouldContain("b");
    }

    [Fact]
    public async Task Directory_of_another_disk_is_not_used()
    {
        await Write(0, 60);
        using var restarted = new RingFixture(_ring);
        restarted.Tell(isSettled: true);
        await File.WriteAllTextAsync(Path.Combine(_ring.PathOf("b"), "disk"), "z", Cancellation);

        var id = new BlobId(_ring.BlobsOn("b").First());
        await Should.ThrowAsync<StorageUnavailableException>(async () => await restarted.Store.LengthAsync(id, Cancellation));
        Should.Throw<StartRefusedException>(restarted.Disks["b"].Take).Message.ShouldContain("has the disk z, not b");
    }

    [Fact]
    public async Task What_is_known_is_not_acted_upon_for_long()
    {
        await Write(0, 1);
        _ring.Time.Advance(TimeSpan.FromSeconds(20));

        await Should.ThrowAsync<StorageUnavailableException>(async () => await Write(1, 1));
        (await Read(Ids(0, 1)[0])).ShouldBe("2A");
    }

    [Fact]
    public async Task Write_that_outlasts_what_is_known_is_not_acknowledged()
    {
        var pipe = new Pipe();
        var writing = Store.WriteAsync(new BlobId("slow"), pipe.Reader.AsStream(), Cancellation).AsTask();
        await pipe.Writer.WriteAsync(new byte[10], Cancellation);
        _ring.Time.Advance(TimeSpan.FromSeconds(20));
        await pipe.Writer.CompleteAsync();

        await Should.ThrowAsync<StorageUnavailableException>(() => writing);
    }

    [Fact]
    public async Task Epoch_of_a_write_that_goes_on_is_told()
    {
        var pipe = new Pipe();
        var writing = Store.WriteAsync(new BlobId("slow"), pipe.Reader.AsStream(), Cancellation).AsTask();
        _ring.Begin("a:1 b:1 c:1 d:1");

        _ring.Placement.OldestEpoch.ShouldBe(1);
        await pipe.Writer.CompleteAsync();
        await writing;
        _ring.Placement.OldestEpoch.ShouldBe(2);
        (await Store.LengthAsync(new BlobId("slow"), Cancellation)).ShouldBe(0);
    }

    [Fact]
    public async Task Nothing_is_written_before_anything_is_known()
    {
        using var fresh = new RingFixture();
        var writing = fresh.Store.WriteAsync(new BlobId("early"), One(), Cancellation).AsTask();
        fresh.Time.Advance(TimeSpan.FromSeconds(10));

        await Should.ThrowAsync<StorageUnavailableException>(() => writing);
    }

    [Fact]
    public async Task Write_waits_for_the_first_that_is_known()
    {
        using var fresh = new RingFixture();
        var writing = fresh.Store.WriteAsync(new BlobId("early"), One(), Cancellation).AsTask();
        fresh.Begin("a:1 b:1");

        (await writing).ShouldBe(1);
    }

    private async Task Write(int from, int count)
    {
        foreach (var id in Ids(from, count))
            await Store.WriteAsync(id, One(), Cancellation);
    }

    private static BlobId[] Ids(int from, int count) => [.. Enumerable.Range(from, count).Select(number => new BlobId($"blob-{number}"))];

    private static MemoryStream One() => new([42]);
}

/// <summary>The same promises while blobs are being moved.</summary>
public sealed class UnsettledRingBlobStoreTests : BlobStoreContract
{
    private readonly RingFixture _ring = new();

    public UnsettledRingBlobStoreTests()
    {
        _ring.Begin("a:1 b:1");
        _ring.Begin("a:1 b:0 c:1 d:1");
    }

    private protected override IBlobStore Store => _ring.Store;

    public override void Dispose()
    {
        base.Dispose();
        _ring.Dispose();
    }
}
