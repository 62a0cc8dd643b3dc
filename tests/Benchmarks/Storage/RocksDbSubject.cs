using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using OrleansLld.Storage.RocksDb;

namespace OrleansLld.Storage;

/// <summary>Our store as a silo uses it: each writer owns a partition and commits one journal frame at a time.</summary>
internal sealed class RocksDbSubject : ICommitSubject
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly RocksDbGrainStore _store;

    public RocksDbSubject(string folder) =>
        _store = new RocksDbGrainStore(
            new RocksDbOptions { Path = Path.Combine(folder, "rows") },
            new StorageMeter(_services.GetRequiredService<IMeterFactory>()),
            TimeProvider.System,
            NullLogger<RocksDbGrainStore>.Instance);

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
        await _store.DisposeAsync();
        await _services.DisposeAsync();
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
