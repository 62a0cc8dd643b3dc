using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;
using OrleansLld.Accounts;
using OrleansLld.Storage;
using OrleansLld.Storage.Volatile;

namespace OrleansLld.ObjectStore;

/// <summary>Objects on a test cluster over volatile rows and blobs, faults included, with a clock that the test moves.</summary>
internal sealed class ObjectsCluster : IAsyncDisposable
{
    public const int PartBytesMin = 4;

    private readonly InProcessTestCluster _cluster;

    private ObjectsCluster(InProcessTestCluster cluster, VolatileGrainStore store, VolatileBlobStore blobs, MovedTime time) =>
        (_cluster, Store, Blobs, Time) = (cluster, store, blobs, time);

    public VolatileGrainStore Store { get; }

    public VolatileBlobStore Blobs { get; }

    public MovedTime Time { get; }

    public IGrainFactory Grains => _cluster.Client;

    public static async Task<ObjectsCluster> Start(VolatileGrainStore? store = null, VolatileBlobStore? blobs = null)
    {
        (store, blobs) = (store ?? new VolatileGrainStore(), blobs ?? new VolatileBlobStore());
        var time = new MovedTime();
        var builder = new InProcessTestClusterBuilder(1);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddSingleton<IGrainStore>(store);
            silo.Services.AddSingleton<IBlobStore>(blobs);
            silo.Services.AddSingleton<TimeProvider>(time);
            silo.Services.Configure<ObjectStoreOptions>(options => options.PartBytesMin = PartBytesMin);
            silo.AddObjectStore();
        });
        var cluster = builder.Build();
        await cluster.DeployAsync();
        return new ObjectsCluster(cluster, store, blobs, time);
    }

    public async ValueTask DisposeAsync() => await _cluster.DisposeAsync();
}
