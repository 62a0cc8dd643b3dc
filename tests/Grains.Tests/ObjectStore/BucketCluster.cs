using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;
using OrleansLld.Accounts;
using OrleansLld.Storage;
using OrleansLld.Storage.Volatile;

namespace OrleansLld.ObjectStore;

/// <summary>
/// Buckets and all that they ask, on a test cluster over a volatile store. Keys are put and read as a gateway does it: by the bucket's
/// map, and again by a newer map where a key has moved.
/// </summary>
internal sealed class BucketCluster : IAsyncDisposable
{
    public const int SplitRows = 200;

    public static readonly Requester Ann = new(new AccountId(11), "ann");
    public static readonly Requester Bob = new(new AccountId(22), "bob");

    private static readonly CancellationToken None = CancellationToken.None;

    private readonly InProcessTestCluster _cluster;
    private int _ids;

    private BucketCluster(InProcessTestCluster cluster, VolatileGrainStore store, ChosenCommitFails commits) =>
        (_cluster, Store, Commits) = (cluster, store, commits);

    public VolatileGrainStore Store { get; }

    public ChosenCommitFails Commits { get; }

    public static async Task<BucketCluster> Start(
        VolatileGrainStore? store = null, int bucketsMax = 100, long splitWritesPerSecond = 100_000)
    {
        store ??= new VolatileGrainStore();
        var commits = new ChosenCommitFails(store);
        var builder = new InProcessTestClusterBuilder(1);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddSingleton<IGrainStore>(commits);
            silo.Services.AddSingleton<IBlobStore>(new VolatileBlobStore());
            silo.Services.AddSingleton<TimeProvider>(new MovedTime());
            silo.Services.Configure<ObjectStoreOptions>(options =>
            {
                (options.SplitRows, options.SplitWritesPerSecond, options.BucketsMax) = (SplitRows, splitWritesPerSecond, bucketsMax);
                (options.RebalanceEvery, options.CollectEvery) = (TimeSpan.FromDays(1), TimeSpan.FromDays(1));
            });
            silo.UseInMemoryReminderService();
            silo.AddObjectStore();
        });
        var cluster = builder.Build();
        await cluster.DeployAsync();
        return new BucketCluster(cluster, store, commits);
    }

    public IGrainFactory Grains => _cluster.Client;

    /// <summary>The same data after all that was in memory is lost.</summary>
    public async Task<BucketCluster> Restart()
    {
        Store.Faults.Clear();
        await DisposeAsync();
        var next = await Start(Store);
        next._ids = _ids;
        return next;
    }

    public IBucketGrain Bucket(string name = "box") => _cluster.Client.GetGrain<IBucketGrain>(name);

    public IIndexPartitionGrain Partition(IndexPartitionId id) => _cluster.Client.GetGrain<IIndexPartitionGrain>(id.ToString());

    public CreateBucket NewBucket(Requester? owner = null, ObjectOwnership ownership = ObjectOwnership.BucketOwnerEnforced) =>
        new(owner ?? Ann, "", ownership, [], $"incarnation{Interlocked.Increment(ref _ids):d5}");

    public Task<BucketRefusal> Create(string name = "box", Requester? owner = null) => Bucket(name).Create(NewBucket(owner), None);

    public async Task<string> Listed(Requester owner) => string.Join(' ', (await _cluster.Client
        .GetGrain<IBucketListGrain>(owner.Account!.Value.Value).List("", "", 100, None)).Select(bucket => bucket.Name));

    public Task<Admission> Admit(
        Requester who, ObjectStoreAction action, string key = "", ObjectFacts? facts = null, long knownRevision = 0) =>
        Bucket().Admit(new AccessRequest(who, action, key, [], facts, knownRevision), None);

    public Task<BucketRefusal> Configure(BucketChange change, Requester? who = null) =>
        Bucket().Configure(new ConfigureBucket(who ?? Ann, change), None);

    public async Task<BucketSettings> Settings(string name = "box") => (await Bucket(name).Describe(None)).ShouldNotBeNull();

    /// <summary>Puts a small object whose bytes are the key.</summary>
    public async Task<WriteOutcome> Put(string key, string bucket = "box")
    {
        var bytes = Encoding.UTF8.GetBytes(key);
        var description = new ObjectDescription(
            new ObjectOwner(Ann.Account!.Value, Ann.Handle), bytes.Length, "etag", [], [], [], [], null, "");
        var command = new PutObject(
            new ObjectKey(key), $"write-{Interlocked.Increment(ref _ids)}", new ObjectContent.Inline(bytes), description,
            WriteCondition.None, VersioningState.Off, null, []);
        return await AtItsPlace(key, async partition => (await partition.Put(command, None)).Outcome, bucket);
    }

    public async Task<WriteOutcome> Delete(string key, string bucket = "box")
    {
        var owner = new ObjectOwner(Ann.Account!.Value, Ann.Handle);
        var command = new DeleteObject(
            new ObjectKey(key), null, $"write-{Interlocked.Increment(ref _ids)}", WriteCondition.None, VersioningState.Off, owner);
        return await AtItsPlace(key, async partition => (await partition.Delete([command], None))[0].Outcome, bucket);
    }

    public Task<WriteOutcome> Find(string key) =>
        AtItsPlace(key, async partition => (await partition.Find(new FindObject(new ObjectKey(key), null), None)).Outcome);

    /// <summary>Every key of the bucket, from one partition to the next; each of them must end where the next begins.</summary>
    public async Task<List<string>> Keys(string bucket = "box")
    {
        var keys = new List<string>();
        var index = (await Settings(bucket)).Index;
        for (var place = 0; place < index.Length; place++)
        {
            var page = await Partition(index[place].Partition)
                .List(new ListObjects(ListingKind.Objects, "", "", "", null, false, 1_000), None);
            page.IsTruncated.ShouldBeFalse();
            page.End.ShouldBe(place + 1 < index.Length ? index[place + 1].From : "");
            keys.AddRange(page.Entries.Select(entry => entry.Key));
        }

        return keys;
    }

    /// <summary>Sends a command until it is answered: the store failed, or a grain was just leaving because of it.</summary>
    public static async Task<T> UntilAnswered<T>(Func<Task<T>> command)
    {
        while (true)
        {
            try
            {
                return await command();
            }
            catch (Exception failure) when (failure is StorageUnavailableException or OrleansException)
            {
                // What a client sends again.
            }
        }
    }

    public async ValueTask DisposeAsync() => await _cluster.DisposeAsync();

    private async Task<WriteOutcome> AtItsPlace(
        string key, Func<IIndexPartitionGrain, Task<WriteOutcome>> command, string bucket = "box")
    {
        while (true)
        {
            if (await Bucket(bucket).Describe(None) is not { } settings)
                return WriteOutcome.NoSuchBucket;
            var range = settings.Index.Last(range => ObjectKey.Compare(range.From, key) <= 0);
            var outcome = await command(Partition(range.Partition));
            if (outcome != WriteOutcome.Moved)
                return outcome;
            // Keys that are on their way stay so until somebody finishes the move.
            await Bucket(bucket).Rebalance(None);
        }
    }
}
