using System.Text;

namespace OrleansLld.Storage;

/// <summary>What every provider of <see cref="IGrainStore"/> keeps; a derived class per provider runs all of it.</summary>
public abstract partial class GrainStoreContract : IAsyncLifetime
{
    private static readonly PartitionId Partition = new("test.partition", "1");

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private protected IGrainStore Store { get; private set; } = null!;

    /// <summary>Steps of one random sequence.</summary>
    protected virtual int RandomSteps => 400;

    /// <summary>Starts the provider over the rows that it kept when it was stopped.</summary>
    private protected abstract ValueTask<IGrainStore> StartAsync();

    protected abstract ValueTask StopAsync();

    public async ValueTask InitializeAsync() => Store = await StartAsync();

    public virtual async ValueTask DisposeAsync()
    {
        await StopAsync();
        GC.SuppressFinalize(this);
    }

    private protected async Task RestartAsync()
    {
        await StopAsync();
        Store = await StartAsync();
    }

    private protected async Task<PartitionLease> Open(PartitionId partition) => await Store.OpenAsync(partition, Cancellation);

    private protected async Task Commit(PartitionLease lease, RowBatch batch) => await Store.CommitAsync(lease, batch, Cancellation);

    private protected Task Put(PartitionLease lease, string key, string value) =>
        Commit(lease, new RowBatch().Put(new RowKey(key), Encoding.ASCII.GetBytes(value)));

    private protected async Task<string?> Get(PartitionId partition, string key) =>
        await Store.GetAsync(partition, new RowKey(key), Cancellation) is { } value ? Encoding.ASCII.GetString(value.Span) : null;

    /// <summary>The keys that a scan finds, in its order.</summary>
    private protected async Task<string> Scan(
        PartitionId partition, string from, string to, int limit, ScanOrder order = ScanOrder.Ascending)
    {
        var range = new RowRange(new RowKey(from), new RowKey(to), limit, order);
        return string.Join(' ', (await Store.ScanAsync(partition, range, Cancellation)).Select(row => row.Key.ToString()));
    }
}
