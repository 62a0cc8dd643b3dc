using System.Diagnostics.Metrics;

namespace OrleansLld.Storage.RocksDb;

public sealed class StorageMeterTests : IAsyncDisposable
{
    private readonly DatabaseDirectory _directory = new();
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (int Measurements, double Sum)> _seen = [];

    [Fact]
    public async Task Meter_counts_commits_rows_and_bytes()
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var listener = Listen();
        await using (var store = _directory.Open())
        {
            var leases = new PartitionLease[10];
            for (var i = 0; i < leases.Length; i++)
                leases[i] = await store.OpenAsync(new PartitionId("kind", $"{i}"), cancellation);
            var batch = new RowBatch().Put(new RowKey("abc"), new byte[100]).Delete(new RowKey("d"));
            await Task.WhenAll(leases.Select(lease => store.CommitAsync(lease, batch, cancellation).AsTask()));
            var stale = leases[0] with { Epoch = 9 };
            await Should.ThrowAsync<StaleLeaseException>(async () => await store.CommitAsync(stale, batch, cancellation));
        }

        _seen["storage.commit.latency"].Measurements.ShouldBe(20);
        _seen["storage.write.commits"].Sum.ShouldBe(20);
        _seen["storage.rows"].Sum.ShouldBe(10 + 20);
        // A header has 9 bytes; "kind:0" and its separator are in every key.
        _seen["storage.bytes"].Sum.ShouldBe(10 * (7 + 9) + 10 * (7 + 3 + 100 + 7 + 1));
        _seen.ShouldNotContainKey("storage.write.failures");
    }

    public async ValueTask DisposeAsync() => await _directory.DisposeAsync();

    private MeterListener Listen()
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == StorageMeter.Name && instrument.Meter.Scope == _directory.Meters)
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => Note(instrument.Name, value));
        listener.SetMeasurementEventCallback<int>((instrument, value, _, _) => Note(instrument.Name, value));
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => Note(instrument.Name, value));
        listener.Start();
        return listener;
    }

    private void Note(string name, double value)
    {
        lock (_lock)
        {
            var (measurements, sum) = _seen.GetValueOrDefault(name);
            _seen[name] = (measurements + 1, sum + value);
        }
    }
}
