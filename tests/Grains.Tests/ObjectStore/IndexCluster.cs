using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;
using OrleansLld.Accounts;
using OrleansLld.Storage;
using OrleansLld.Storage.Volatile;

namespace OrleansLld.ObjectStore;

/// <summary>Index partitions on a test cluster over a volatile store, with a clock that the test moves.</summary>
internal sealed class IndexCluster : IAsyncDisposable
{
    public static readonly ObjectOwner Alice = new(new AccountId(1), "alice");

    private readonly InProcessTestCluster _cluster;
    private int _writes;

    private IndexCluster(InProcessTestCluster cluster, VolatileGrainStore store, MovedTime time) =>
        (_cluster, Store, Time) = (cluster, store, time);

    public VolatileGrainStore Store { get; }

    public MovedTime Time { get; }

    public static Task<IndexCluster> Start(VolatileGrainStore? store = null, bool isOpened = true)
    {
        store ??= new VolatileGrainStore();
        return Start(store, store, isOpened);
    }

    /// <param name="seen">What the grains see of the store.</param>
    /// <param name="store">The store.</param>
    /// <param name="isOpened">Whether partition 1 begins with all keys.</param>
    public static async Task<IndexCluster> Start(IGrainStore seen, VolatileGrainStore store, bool isOpened = true)
    {
        var time = new MovedTime();
        var builder = new InProcessTestClusterBuilder(1);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddSingleton(seen);
            silo.Services.AddSingleton<TimeProvider>(time);
        });
        var cluster = builder.Build();
        await cluster.DeployAsync();
        var index = new IndexCluster(cluster, store, time);
        if (isOpened)
            await index.Partition().Move(new PartitionStep.Open("bucket", "", ""), default);
        return index;
    }

    public static IndexPartitionId IdOf(long number) => new("incarnation00001", number);

    public IIndexPartitionGrain Partition(long number = 1) =>
        _cluster.Client.GetGrain<IIndexPartitionGrain>(IdOf(number).ToString());

    public string NextWrite() => $"write-{Interlocked.Increment(ref _writes)}";

    /// <summary>A small object whose bytes, ETag and metadata tell its write.</summary>
    public PutObject PutOf(
        string key, VersioningState versioning = VersioningState.Off, string? writeId = null, WriteCondition? condition = null)
    {
        writeId ??= NextWrite();
        var bytes = Encoding.UTF8.GetBytes(writeId);
        return new PutObject(
            new ObjectKey(key), writeId, new ObjectContent.Inline(bytes), Description(bytes.Length, writeId),
            condition ?? WriteCondition.None, versioning, null, []);
    }

    public static ObjectDescription Description(long bytes, string etag) => new(
        Alice, bytes, etag, [new Tag("content-type", "text/plain")], [new Tag("write", etag)], [], [],
        new ObjectChecksum(ChecksumAlgorithm.Crc32, ChecksumType.FullObject, "AAAAAA=="), "");

    public DeleteObject DeleteOf(
        string key, VersioningState versioning = VersioningState.Off, string? versionId = null, string? writeId = null) =>
        new(new ObjectKey(key), versionId, writeId ?? NextWrite(), WriteCondition.None, versioning, Alice);

    public async Task<DeleteReply> Delete(DeleteObject command, long partition = 1) =>
        (await Partition(partition).Delete([command], default))[0];

    public Task<FindReply> Find(string key, string? versionId = null, long partition = 1) =>
        Partition(partition).Find(new FindObject(new ObjectKey(key), versionId), default);

    /// <summary>The bytes of the newest version as text; null where there is none.</summary>
    public async Task<string?> Read(string key, long partition = 1) =>
        await Find(key, null, partition) is { Outcome: WriteOutcome.Done, Object.Content: ObjectContent.Inline inline }
            ? Encoding.UTF8.GetString(inline.Bytes.Span)
            : null;

    public Task<ListReply> List(
        ListingKind kind = ListingKind.Objects, string prefix = "", string delimiter = "", int limit = 1_000, long partition = 1) =>
        Partition(partition).List(new ListObjects(kind, prefix, delimiter, "", null, false, limit), default);

    public async Task<List<string>> Rows(IndexSpace space, long partition = 1) =>
        await Store.ScanAllAsync(IndexRows.PartitionOf(IdOf(partition)), RowRange.StartingWith($"{(char)space}", 1_000), default)
            .Select(row => row.Key.ToString()).ToListAsync();

    public async ValueTask DisposeAsync() => await _cluster.DisposeAsync();
}
