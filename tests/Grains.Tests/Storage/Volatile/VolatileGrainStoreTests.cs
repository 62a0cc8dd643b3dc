namespace OrleansLld.Storage.Volatile;

public sealed class VolatileGrainStoreTests : GrainStoreContract
{
    private readonly VolatileGrainStore _store = new();

    private protected override ValueTask<IGrainStore> StartAsync() => ValueTask.FromResult<IGrainStore>(_store);

    protected override ValueTask StopAsync() => ValueTask.CompletedTask;
}
