using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace OrleansLld.Storage.RocksDb;

/// <summary>A directory for one test's database, deleted with this; or one of somebody else.</summary>
internal sealed class DatabaseDirectory : IAsyncDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly bool _own;

    public DatabaseDirectory() => (Path, _own) = (Directory.CreateTempSubdirectory("orleanslld-rocksdb-").FullName, true);

    public DatabaseDirectory(string path) => Path = path;

    public string Path { get; }

    public IMeterFactory Meters => _services.GetRequiredService<IMeterFactory>();

    public RocksDbGrainStore Open(bool acceptDamagedLog = false) => new(
        new RocksDbOptions { Path = Path, BlockCacheMiB = 8, RecoveryPauseMs = 10, AcceptDamagedLog = acceptDamagedLog },
        new StorageMeter(Meters),
        TimeProvider.System,
        NullLogger<RocksDbGrainStore>.Instance);

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        if (_own)
            Directory.Delete(Path, recursive: true);
    }
}
