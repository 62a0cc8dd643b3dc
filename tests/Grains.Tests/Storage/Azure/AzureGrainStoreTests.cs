using Microsoft.Extensions.Logging.Abstractions;

namespace OrleansLld.Storage.Azure;

[Collection(AzuriteCollection.Name)]
public sealed class AzureGrainStoreTests(AzuriteAccount azurite) : GrainStoreContract
{
    private readonly AzureOptions _options = azurite.NewOptions();
    private AzureAccount? _account;
    private AzureGrainStore? _store;

    protected override int RandomSteps => 150;

    private protected override async ValueTask<IGrainStore> StartAsync()
    {
        _account = await AzuriteAccount.ConnectAsync(_options);
        var log = NullLogger<AzureGrainStore>.Instance;
        return _store = new AzureGrainStore(_account.NewTableClient(), _options, azurite.Meter, TimeProvider.System, log);
    }

    protected override async ValueTask StopAsync()
    {
        await _store!.DisposeAsync();
        _account!.Dispose();
    }

    [Fact]
    public async Task Stopped_store_refuses_everything()
    {
        var lease = await Open(new PartitionId("kind", "key"));
        await _store!.DisposeAsync();

        await Should.ThrowAsync<StorageUnavailableException>(() => Put(lease, "a", "1"));
        await Should.ThrowAsync<StorageUnavailableException>(() => Open(lease.Partition));
        await Should.ThrowAsync<StorageUnavailableException>(() => Get(lease.Partition, "a"));
        await Should.ThrowAsync<StorageUnavailableException>(() => Scan(lease.Partition, "a", "b", 1));
    }
}
