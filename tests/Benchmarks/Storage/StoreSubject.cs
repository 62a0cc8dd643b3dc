using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using OrleansLld.Azurite;
using OrleansLld.Storage.Azure;
using OrleansLld.Storage.RocksDb;

namespace OrleansLld.Storage;

/// <summary>Our store as a silo uses it: each writer owns a partition and commits one journal frame at a time.</summary>
internal sealed class StoreSubject : ICommitSubject
{
    private readonly IGrainStore _store;
    private readonly Stack<IAsyncDisposable> _ending = [];

    private StoreSubject(Func<StorageMeter, IGrainStore> open, params IAsyncDisposable[] after)
    {
        var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        foreach (var one in (IEnumerable<IAsyncDisposable>)[.. after, services])
            _ending.Push(one);
        _store = open(new StorageMeter(services.GetRequiredService<IMeterFactory>()));
        _ending.Push((IAsyncDisposable)_store);
    }

    public static StoreSubject OnRocksDb(string folder) => new(meter => new RocksDbGrainStore(
        new RocksDbOptions { Path = Path.Combine(folder, "rows") }, meter, TimeProvider.System, NullLogger<RocksDbGrainStore>.Instance));

    public static async Task<StoreSubject> OnAzurite(CancellationToken cancellationToken)
    {
        var azurite = await AzuriteServer.StartAsync();
        var options = new AzureOptions { ConnectionString = azurite.ConnectionString };
        var account = new AzureAccount(options);
        var table = account.NewTableClient();
        await table.CreateIfNotExistsAsync(cancellationToken);
        return new StoreSubject(
            meter => new AzureGrainStore(table, options, meter, TimeProvider.System, NullLogger<AzureGrainStore>.Instance),
            azurite);
    }

    public async Task<CommitResult> Measure(CommitLoad load, int seconds, CancellationToken cancellationToken)
    {
        var until = Stopwatch.GetTimestamp() + (seconds * Stopwatch.Frequency);
        var started = Stopwatch.GetTimestamp();
        var writers = Enumerable.Range(0, load.Writers);
        var times = await Task.WhenAll(
            writers.Select(writer => Task.Run(() => Write(writer, load, until, cancellationToken), cancellationToken)));
        var elapsed = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var percentiles = new Percentiles(times.SelectMany(it => it));
        return new CommitResult(percentiles.Count / elapsed, percentiles.Ms(0.5), percentiles.Ms(0.99));
    }

    public async ValueTask DisposeAsync()
    {
        while (_ending.TryPop(out var one))
            await one.DisposeAsync();
    }

    private async Task<List<long>> Write(int writer, CommitLoad load, long until, CancellationToken cancellationToken)
    {
        var times = new List<long>();
        var lease = await _store.OpenAsync(new PartitionId("benchmark", $"{load.Records}-{writer}"), cancellationToken);
        var frame = new byte[load.Records * CommitLoad.RecordBytes];
        new Random(writer).NextBytes(frame);
        for (long number = 0; Stopwatch.GetTimestamp() < until; number++)
        {
            var started = Stopwatch.GetTimestamp();
            await _store.CommitAsync(lease, new RowBatch().Put(new RowKey(RowKey.Number(number)), frame), cancellationToken);
            times.Add(Stopwatch.GetTimestamp() - started);
        }

        return times;
    }
}
