using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.TestingHost;
using OrleansLld.Accounts;
using OrleansLld.Storage;
using OrleansLld.Storage.Volatile;

namespace OrleansLld.ObjectStore;

/// <summary>
/// Objects on a test cluster over volatile rows and blobs, faults included, with a clock that the test moves. It writes as the gateway
/// does: note, bytes, index.
/// </summary>
internal sealed class ObjectsCluster : IAsyncDisposable
{
    public const int PartBytesMin = 4;
    public const int GarbageShards = 2;
    public const int ScrubBytes = 4 << 10;

    public static readonly TimeSpan Grace = TimeSpan.FromMinutes(10);
    public static readonly TimeSpan Day = TimeSpan.FromDays(1);
    public const string BucketName = "bucket";

    public static readonly ObjectOwner Alice = new(new AccountId(1), "alice");

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly InProcessTestCluster _cluster;
    private int _ids;

    private ObjectsCluster(InProcessTestCluster cluster, ChosenCommitFails commits, VolatileGrainStore store, VolatileBlobStore blobs) =>
        (_cluster, Commits, Store, Blobs) = (cluster, commits, store, blobs);

    public ChosenCommitFails Commits { get; }

    public VolatileGrainStore Store { get; }

    public VolatileBlobStore Blobs { get; }

    public MovedTime Time { get; private init; } = new();

    /// <summary>The bucket's one partition.</summary>
    public IndexPartitionId First { get; private set; } = new("incarnation00001", 1);

    public IGrainFactory Grains => _cluster.Client;

    public IBucketGrain Bucket => Grains.GetGrain<IBucketGrain>(BucketName);

    public IIndexPartitionGrain Partition => PartitionOf(First);

    public static async Task<ObjectsCluster> Start(
        VolatileGrainStore? store = null, VolatileBlobStore? blobs = null, MovedTime? time = null)
    {
        var isNew = store is null;
        (store, blobs, time) = (store ?? new VolatileGrainStore(), blobs ?? new VolatileBlobStore(), time ?? new MovedTime());
        var commits = new ChosenCommitFails(store);
        var builder = new InProcessTestClusterBuilder(1);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddSingleton<IGrainStore>(commits);
            silo.Services.AddSingleton<IBlobStore>(blobs);
            silo.Services.AddSingleton<TimeProvider>(time);
            silo.Services.Configure<ObjectStoreOptions>(options =>
            {
                (options.PartBytesMin, options.GarbageShards, options.GarbageGrace) = (PartBytesMin, GarbageShards, Grace);
                (options.CollectEvery, options.ScrubBytesPerSecond) = (Day, ScrubBytes);
            });
            // On a machine that does other things no call is to be given up: it could take effect after what the test does next.
            silo.Services.Configure<SiloMessagingOptions>(messages => messages.ResponseTimeout = Patience);
            silo.UseInMemoryReminderService();
            silo.AddObjectStore();
        });
        builder.ConfigureClient(client =>
            client.Services.Configure<ClientMessagingOptions>(messages => messages.ResponseTimeout = Patience));
        var cluster = builder.Build();
        await cluster.DeployAsync();
        var objects = new ObjectsCluster(cluster, commits, store, blobs) { Time = time };
        if (isNew)
            await objects.CreateBucket();
        return objects;
    }

    /// <summary>The same data after all that was in memory is lost.</summary>
    public async Task<ObjectsCluster> Restart()
    {
        await DisposeAsync();
        var next = await Start(Store, Blobs, Time);
        (next._ids, next.First) = (_ids, First);
        return next;
    }

    /// <summary>A name that sorts after earlier ones.</summary>
    public string NextId() => $"{Interlocked.Increment(ref _ids):00000000000000000000000000000000}";

    public IIndexPartitionGrain PartitionOf(IndexPartitionId id) => Grains.GetGrain<IIndexPartitionGrain>(id.ToString());

    public IGarbageGrain ShardOf(IndexPartitionId id) => Grains.GetGrain<IGarbageGrain>(IGarbageGrain.ShardOf(id, GarbageShards));

    public IMultipartUploadGrain Upload(string id) => Grains.GetGrain<IMultipartUploadGrain>(id);

    public async Task CreateBucket()
    {
        var owner = new Requester(Alice.Account, Alice.Handle);
        var create = new CreateBucket(owner, "", ObjectOwnership.BucketOwnerEnforced, [], "incarnation00001");
        (await Bucket.Create(create, default)).ShouldBe(BucketRefusal.None);
        First = (await Bucket.Describe(default))!.Index.ShouldHaveSingleItem().Partition;
    }

    public async Task Open(IndexPartitionId id)
    {
        await ShardOf(id).Watch(BucketName, id, default);
        await PartitionOf(id).Move(new PartitionStep.Open(BucketName, "", ""), default);
    }

    public Task<BlobId> Write(string content) => Write(new BlobId(NextId()), content);

    public async Task<BlobId> Write(BlobId blob, string content)
    {
        await Blobs.WriteAsync(blob, new MemoryStream(Encoding.UTF8.GetBytes(content)), default);
        return blob;
    }

    /// <summary>Makes an object of a blob of its own.</summary>
    /// <returns>The blob.</returns>
    public async Task<BlobId> Put(string key, string content, VersioningState versioning = VersioningState.Off)
    {
        var blob = new BlobId(NextId());
        (await Partition.Intend(new ObjectKey(key), blob, default)).ShouldBeTrue();
        await Write(blob, content);
        (await Partition.Put(PutOf(key, blob, content, versioning), default)).Outcome.ShouldBe(WriteOutcome.Done);
        return blob;
    }

    public static PutObject PutOf(string key, BlobId blob, string content, VersioningState versioning = VersioningState.Off) => new(
        new ObjectKey(key),
        blob.ToString(),
        new ObjectContent.Whole(blob),
        Description(content),
        WriteCondition.None,
        versioning,
        null,
        []);

    public static ObjectDescription Description(string content) =>
        new(Alice, content.Length, Md5(content), [], [], [], [], null, "");

    public async Task<DeleteReply> Delete(string key, VersioningState versioning = VersioningState.Off, string? versionId = null) =>
        (await Partition.Delete(
            [new DeleteObject(new ObjectKey(key), versionId, NextId(), WriteCondition.None, versioning, Alice)], default))[0];

    /// <summary>The bytes of the newest version; null where there is none.</summary>
    public async Task<string?> Read(string key) =>
        await Partition.Find(new FindObject(new ObjectKey(key), null), default) is { Outcome: WriteOutcome.Done, Object: { } found }
            ? await Read(found.Content)
            : null;

    public async Task<string> Read(ObjectContent content)
    {
        var text = new StringBuilder();
        foreach (var blob in ObjectBodies.BlobsOf(content))
        {
            var bytes = await Blobs.ReadAsync(blob, 0, null, default) ?? throw new InvalidOperationException($"{blob} is missing.");
            text.Append(await new StreamReader(bytes).ReadToEndAsync());
        }

        return text.ToString();
    }

    public async Task<string> Begin(string key, ChecksumAlgorithm? checksum = null)
    {
        var id = NextId();
        (await Upload(id).Begin(BeginOf(key, checksum), default)).ShouldBe(MultipartRefusal.None);
        return id;
    }

    public BeginUpload BeginOf(string key, ChecksumAlgorithm? checksum = null) => new(
        new UploadDescription(
            BucketName, First.Incarnation, new ObjectKey(key), Alice, Time.GetUtcNow(), Description(""), checksum, ChecksumType.FullObject),
        First);

    /// <summary>Uploads a part in a blob of its own.</summary>
    /// <returns>The blob.</returns>
    public async Task<BlobId> AddPart(string upload, int number, string content)
    {
        var blob = new BlobId(NextId());
        (await Upload(upload).Intend(number, blob, default)).ShouldBe(MultipartRefusal.None);
        await Write(blob, content);
        (await Upload(upload).AddPart(PartOf(number, blob, content), default)).ShouldBe(MultipartRefusal.None);
        return blob;
    }

    public ObjectPart PartOf(int number, BlobId blob, string content) =>
        new(number, blob, content.Length, Md5(content), "", Time.GetUtcNow());

    public Task<CompleteReply> Complete(string upload, params (int Number, string Content)[] parts) =>
        Complete(upload, WriteCondition.None, parts);

    public Task<CompleteReply> Complete(string upload, WriteCondition condition, params (int Number, string Content)[] parts) =>
        Upload(upload).Complete(
            new CompleteUpload(
                [.. parts.Select(part => new NamedPart(part.Number, Md5(part.Content), ""))],
                First,
                condition,
                VersioningState.Off,
                null,
                null),
            default);

    /// <summary>Lets every shard walk through all that it looks after.</summary>
    public async Task<GarbageReport> Collect()
    {
        var sum = new GarbageReport(true, 0, 0, 0);
        for (var shard = 0; shard < GarbageShards; shard++)
        {
            GarbageReport report;
            do
            {
                report = await Grains.GetGrain<IGarbageGrain>(shard).Collect(default);
                sum = new GarbageReport(true, sum.Deleted + report.Deleted, sum.Orphans + report.Orphans, sum.Waiting + report.Waiting);
            }
            while (!report.IsThrough);
        }

        return sum;
    }

    /// <summary>Turns the clock on and collects until nothing waits for its time any more.</summary>
    public async Task CollectAll()
    {
        // Dead writers' blobs become garbage of that day, then ended uploads are forgotten, and what they leave becomes garbage.
        for (var day = 0; day < 3; day++)
        {
            Time.Move(Day);
            await Collect();
            Time.Move(2 * Grace);
            await Collect();
        }
    }

    public async Task<ImmutableArray<ListedObject>> List(ListingKind kind = ListingKind.Objects) =>
        (await Partition.List(new ListObjects(kind, "", "", "", null, false, 1_000), default)).Entries;

    public async Task<List<string>> Rows(PartitionId partition, string prefix = " ") =>
        await Store.ScanAllAsync(partition, RowRange.StartingWith(prefix, 1_000) with { To = new RowKey("~") }, default)
            .Select(row => row.Key.ToString()).ToListAsync();

    public async Task<List<IndexNote>> Notes(IndexSpace space) =>
        [.. await Store.NotesAsync(IndexRows.PartitionOf(First), space, "", 10_000, default)];

    public async ValueTask DisposeAsync() => await _cluster.DisposeAsync();

#pragma warning disable CA5351 // The ETag is no defence.
    private static string Md5(string content) => Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(content)));
#pragma warning restore CA5351
}
