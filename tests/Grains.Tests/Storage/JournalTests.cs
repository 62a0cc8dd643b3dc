using System.Buffers;
using System.Buffers.Binary;
using OrleansLld.Storage.Volatile;

namespace OrleansLld.Storage;

/// <summary>What a journal makes of a partition that is not what it left there. Grains' own tests cover the rest.</summary>
public sealed class JournalTests
{
    private static readonly PartitionId Partition = new("sums", "one");

    private readonly VolatileGrainStore _store = new();

    [Fact]
    public async Task What_was_appended_is_there_again()
    {
        await Append(1, 2, 3);

        (await Open(_store)).Total.ShouldBe(6);
    }

    [Fact]
    public async Task A_frame_that_is_missing_is_corruption()
    {
        await Append(1, 2, 3);
        await Remove(first: 2);

        await Should.ThrowAsync<CorruptStorageException>(() => Open(_store));
    }

    [Fact]
    public async Task A_frame_that_a_later_opening_trimmed_is_not()
    {
        await Append(1, 2, 3);

        await Should.ThrowAsync<StorageUnavailableException>(() => Open(new StoreWithOthers(_store, () => Remove(first: 2))));
    }

    private static Task<Sum> Open(IGrainStore store) => Sum.Open(store, Partition);

    // A frame each.
    private async Task Append(params long[] values)
    {
        var sum = await Open(_store);
        foreach (var value in values)
            await sum.Add(value);
    }

    private async Task Remove(long first)
    {
        var batch = new RowBatch();
        batch.Delete(JournalFrame.Key(first));
        await _store.CommitAsync(await _store.OpenAsync(Partition, default), batch, default);
    }

    /// <summary>Its journal holds numbers; its state is their sum.</summary>
    private sealed class Sum : IJournaled<long>, IEventCodec<long>
    {
        private Journal<long>? _journal;

        public long Total { get; private set; }

        public long TrimmableSequence => long.MaxValue;

        public static async Task<Sum> Open(IGrainStore store, PartitionId partition)
        {
            var sum = new Sum();
            sum._journal = await Journal<long>.OpenAsync(store, partition, sum, sum, new JournalOptions(), default);
            return sum;
        }

        public Task Add(long value)
        {
            Apply(value);
            _journal!.Append(value);
            return _journal.CommitAsync();
        }

        public void Apply(in long value) => Total += value;

        public void WriteSnapshot(IBufferWriter<byte> output) => Write(Total, output);

        public void ReadSnapshot(ReadOnlySpan<byte> input) => Total = BinaryPrimitives.ReadInt64LittleEndian(input);

        public void OnJournalFailed(Exception failure) => _journal = null;

        public void Write(in long value, IBufferWriter<byte> output)
        {
            BinaryPrimitives.WriteInt64LittleEndian(output.GetSpan(sizeof(long)), value);
            output.Advance(sizeof(long));
        }

        public int Read(ReadOnlySpan<byte> input, out long value)
        {
            value = BinaryPrimitives.ReadInt64LittleEndian(input);
            return sizeof(long);
        }
    }

    /// <summary>A store in which somebody else does something just before the rows are read.</summary>
    private sealed class StoreWithOthers(IGrainStore store, Func<Task> others) : IGrainStore
    {
        public ValueTask<PartitionLease> OpenAsync(PartitionId partition, CancellationToken cancellationToken) =>
            store.OpenAsync(partition, cancellationToken);

        public ValueTask CommitAsync(PartitionLease lease, RowBatch batch, CancellationToken cancellationToken) =>
            store.CommitAsync(lease, batch, cancellationToken);

        public ValueTask<ReadOnlyMemory<byte>?> GetAsync(PartitionId partition, RowKey key, CancellationToken cancellationToken) =>
            store.GetAsync(partition, key, cancellationToken);

        public async ValueTask<IReadOnlyList<Row>> ScanAsync(PartitionId partition, RowRange range, CancellationToken cancellationToken)
        {
            await others();
            return await store.ScanAsync(partition, range, cancellationToken);
        }
    }
}
