namespace OrleansLld.Storage.RocksDb;

public sealed class RocksDbGrainStoreTests : GrainStoreContract
{
    private readonly DatabaseDirectory _directory = new();
    private RocksDbGrainStore? _store;

    private protected override ValueTask<IGrainStore> StartAsync() => ValueTask.FromResult<IGrainStore>(_store = _directory.Open());

    protected override ValueTask StopAsync() => _store!.DisposeAsync();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _directory.DisposeAsync();
    }
}
