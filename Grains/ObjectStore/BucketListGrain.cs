using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;
using OrleansLld.Accounts;
using OrleansLld.Storage;

namespace OrleansLld.ObjectStore;

/// <summary>Which buckets an account has. The buckets tell it.</summary>
[Reentrant]
internal sealed class BucketListGrain(IOptions<ObjectStoreOptions> options) : DormantGrain<BucketListEvent>, IBucketListGrain
{
    private const int PageMax = 10_000;

    private readonly BucketList _list = new();

    protected override PartitionId Partition =>
        new("objectstore.bucket-list", this.GetPrimaryKeyLong().ToString(CultureInfo.InvariantCulture));

    protected override IEventCodec<BucketListEvent> Codec { get; } =
        new JsonEventCodec<BucketListEvent>(BucketListJson.Default.BucketListEvent);

    protected override bool MayBeStored => this.GetPrimaryKeyLong() is >= 1 and <= AccountId.ValueMax;

    public async Task<bool> Add(BucketEntry bucket, CancellationToken cancellationToken)
    {
        await Wake();
        var ruling = _list.Add(new ListedBucket(bucket.Name, bucket.CreatedAt, bucket.Region), options.Value.BucketsMax);
        await Settle(ruling.Event);
        return ruling.IsTaken;
    }

    public Task Remove(string name, CancellationToken cancellationToken) => Settle(_list.Remove(name));

    public async Task<ImmutableArray<BucketEntry>> List(string prefix, string after, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)limit - 1, (uint)PageMax - 1, nameof(limit));
        var page = _list.Page(prefix, after, limit);
        await Settled();
        return [.. page.Select(bucket => new BucketEntry(bucket.Name, bucket.At, bucket.Region))];
    }

    protected override void Apply(in BucketListEvent value) => _list.Apply(value);

    protected override void WriteSnapshot(IBufferWriter<byte> output) =>
        JsonSnapshot.Write(output, _list.Snapshot(), BucketListJson.Default.BucketListSnapshot);

    protected override void ReadSnapshot(ReadOnlySpan<byte> input) =>
        _list.Restore(JsonSnapshot.Read(input, BucketListJson.Default.BucketListSnapshot));

    private Task Settle(BucketListEvent? happened)
    {
        if (happened is not null)
            Raise(happened);
        return Settled();
    }
}
