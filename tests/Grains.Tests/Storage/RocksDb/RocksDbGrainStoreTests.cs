using System.Buffers;
using RocksDbSharp;

namespace OrleansLld.Storage.RocksDb;

public sealed class RocksDbGrainStoreTests : GrainStoreContract
{
    private readonly DatabaseDirectory _directory = new();
    private RocksDbGrainStore? _store;

    private protected override ValueTask<IGrainStore> StartAsync() => ValueTask.FromResult<IGrainStore>(_store = _directory.Open());

    protected override ValueTask StopAsync() => _store!.DisposeAsync();

    [Fact]
    public async Task Stopped_store_refuses_everything()
    {
        var lease = await Open(new PartitionId("kind", "key"));
        await StopAsync();

        await Should.ThrowAsync<StorageUnavailableException>(() => Put(lease, "a", "1"));
        await Should.ThrowAsync<StorageUnavailableException>(() => Open(lease.Partition));
        await Should.ThrowAsync<StorageUnavailableException>(() => Get(lease.Partition, "a"));
        await Should.ThrowAsync<StorageUnavailableException>(() => Scan(lease.Partition, "a", "b", 1));
    }

    [Fact]
    public void Database_in_use_is_not_opened_twice() => Should.Throw<RocksDbException>(() => _directory.Open());

    [Fact]
    public async Task Batch_that_cannot_be_read_fails_alone()
    {
        var lease = await Open(new PartitionId("kind", "key"));
        var other = await Open(new PartitionId("kind", "other"));
        using var returned = new ReturnedMemory();
        var unreadable = new RowBatch().Put(new RowKey("a"), new byte[] { 1 }).Put(new RowKey("b"), returned.Memory);

        var before = Put(other, "a", "1");
        var refused = Commit(lease, unreadable);
        var after = Put(other, "b", "2");

        await Should.ThrowAsync<ObjectDisposedException>(() => refused);
        await Task.WhenAll(before, after);
        (await Scan(other.Partition, "a", "z", 10)).ShouldBe("a b");
        (await Scan(lease.Partition, "a", "z", 10)).ShouldBe("");
    }

    [Fact]
    public async Task Damaged_file_is_reported()
    {
        var lease = await Open(new PartitionId("kind", "key"));
        await Commit(lease, RandomRows());
        await RestartAsync();
        await StopAsync();
        var file = new DirectoryInfo(_directory.Path).GetFiles("*.sst").Single();
        using (var bytes = file.Open(FileMode.Open, FileAccess.ReadWrite))
        {
            bytes.Position = file.Length / 3;
            bytes.Write(new byte[64]);
        }

        var store = await StartAsync();
        var range = RowRange.StartingWith("row", 1_000);
        await Should.ThrowAsync<CorruptStorageException>(async () => await store.ScanAsync(lease.Partition, range, Cancellation));
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _directory.DisposeAsync();
    }

    private static RowBatch RandomRows()
    {
        var random = new Random(1);
        var batch = new RowBatch();
        for (var i = 0; i < 100; i++)
        {
            var value = new byte[10_000];
            random.NextBytes(value);
            batch.Put(new RowKey($"row{i}"), value);
        }

        return batch;
    }

    /// <summary>What a caller holds that gave its buffer back too early.</summary>
    private sealed class ReturnedMemory : MemoryManager<byte>
    {
        public override Memory<byte> Memory => CreateMemory(100);

        public override Span<byte> GetSpan() => throw new ObjectDisposedException(nameof(ReturnedMemory));

        public override MemoryHandle Pin(int elementIndex = 0) => throw new ObjectDisposedException(nameof(ReturnedMemory));

        public override void Unpin()
        {
        }

        protected override void Dispose(bool disposing)
        {
        }
    }
}
