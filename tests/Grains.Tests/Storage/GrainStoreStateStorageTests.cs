using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using Orleans.Serialization.Serializers;
using Orleans.Storage;
using OrleansLld.Storage.Volatile;

namespace OrleansLld.Storage;

public sealed class GrainStoreStateStorageTests : IDisposable
{
    private static readonly GrainId Grain = GrainId.Create("type", "key/with % signs");

    private readonly ServiceProvider _services = new ServiceCollection().AddSerializer().BuildServiceProvider();
    private readonly VolatileGrainStore _store = new();
    private readonly GrainStoreStateStorage _storage;

    public GrainStoreStateStorageTests() => _storage = new GrainStoreStateStorage(
        _store,
        new OrleansGrainStorageSerializer(_services.GetRequiredService<Serializer>()),
        _services.GetRequiredService<IActivatorProvider>());

    public void Dispose() => _services.Dispose();

    [Fact]
    public async Task State_that_was_never_written_is_new()
    {
        var state = await Read();

        state.State.ShouldBeEmpty();
        state.ETag.ShouldBeNull();
        state.RecordExists.ShouldBeFalse();
    }

    [Fact]
    public async Task Written_state_is_read_back_with_its_version()
    {
        var state = await Read();
        state.State!.Add("one");
        await _storage.WriteStateAsync("names", Grain, state);
        var read = await Read();

        read.State.ShouldBe(["one"]);
        read.RecordExists.ShouldBeTrue();
        read.ETag.ShouldNotBeNull().ShouldBe(state.ETag);
        (await Read("others")).RecordExists.ShouldBeFalse();
    }

    [Fact]
    public async Task Write_over_somebody_elses_is_refused_and_changes_nothing()
    {
        var first = await Read();
        var second = await Read();
        first.State!.Add("first");
        await _storage.WriteStateAsync("names", Grain, first);
        second.State!.Add("second");

        await Should.ThrowAsync<InconsistentStateException>(() => _storage.WriteStateAsync("names", Grain, second));
        await Should.ThrowAsync<InconsistentStateException>(() => _storage.ClearStateAsync("names", Grain, second));
        (await Read()).State.ShouldBe(["first"]);
        first.State.Add("again");
        await _storage.WriteStateAsync("names", Grain, first);
        (await Read()).State.ShouldBe(["first", "again"]);
    }

    [Fact]
    public async Task Cleared_state_is_gone_and_its_version_never_comes_back()
    {
        var state = await Read();
        await _storage.WriteStateAsync("names", Grain, state);
        var old = await Read();
        await _storage.ClearStateAsync("names", Grain, state);
        (await Read()).RecordExists.ShouldBeFalse();
        state.ETag.ShouldBeNull();
        await _storage.WriteStateAsync("names", Grain, state);

        await Should.ThrowAsync<InconsistentStateException>(() => _storage.WriteStateAsync("names", Grain, old));
    }

    [Fact]
    public async Task Write_that_was_overtaken_is_refused()
    {
        var state = await Read();
        Task write;
        using (var stall = _store.Faults.Stall(StoreOperation.Commit))
        {
            write = _storage.WriteStateAsync("names", Grain, state);
            await stall.Reached;
            await _store.OpenAsync(new PartitionId("orleans.state", "type~2Fkey~2Fwith~20~25~20signs"), CancellationToken.None);
        }

        await Should.ThrowAsync<InconsistentStateException>(() => write);
        (await Read()).RecordExists.ShouldBeFalse();
    }

    private async Task<GrainState<List<string>>> Read(string name = "names")
    {
        var state = new GrainState<List<string>>();
        await _storage.ReadStateAsync(name, Grain, state);
        return state;
    }
}
