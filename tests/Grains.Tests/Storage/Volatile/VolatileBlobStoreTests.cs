namespace OrleansLld.Storage.Volatile;

public sealed class VolatileBlobStoreTests : BlobStoreContract
{
    private readonly VolatileBlobStore _store = new();

    private protected override IBlobStore Store => _store;

    [Fact]
    public async Task Failed_write_leaves_nothing_and_one_whose_answer_is_lost_the_blob()
    {
        _store.Faults.FailNext(StoreOperation.WriteBlob);
        await Should.ThrowAsync<StorageUnavailableException>(Write("failed"));
        _store.Faults.LoseAnswerOfNext(StoreOperation.WriteBlob);
        await Should.ThrowAsync<StorageUnavailableException>(Write("lost"));

        (await _store.LengthAsync(new BlobId("failed"), Cancellation)).ShouldBeNull();
        (await _store.LengthAsync(new BlobId("lost"), Cancellation)).ShouldBe(1);
    }

    private Func<Task> Write(string id) => async () => await _store.WriteAsync(new BlobId(id), new MemoryStream([1]), Cancellation);
}
