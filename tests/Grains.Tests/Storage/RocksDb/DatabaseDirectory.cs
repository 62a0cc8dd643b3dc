using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace OrleansLld.Storage.RocksDb;

/// <summary>A directory of its own for one test's database.</summary>
internal sealed class DatabaseDirectory : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    public string Path { get; } = Directory.CreateTempSubdirectory("orleanslld-rocksdb-").FullName;

    public IMeterFactory Meters => _services.GetRequiredService<IMeterFactory>();

    public RocksDbGrainStore Open() => new(
        new RocksDbOptions { Path = Path, WriteBufferMiB = 8, BlockCacheMiB = 8 },
        new StorageMeter(Meters),
        TimeProvider.System,
        NullLogger<RocksDbGrainStore>.Instance);

    public void Dispose()
    {
        _services.Dispose();
        Directory.Delete(Path, recursive: true);
    }
}
