namespace OrleansLld.Storage.Azure;

[Collection(AzuriteCollection.Name)]
public sealed class AzureBlobStoreTests : BlobStoreContract, IAsyncLifetime
{
    private readonly AzureOptions _options;
    private AzureAccount? _account;
    private AzureBlobStore? _store;

    public AzureBlobStoreTests(AzuriteAccount azurite)
    {
        _options = azurite.NewOptions();
        _options.BlobBlockMiB = 1;
    }

    private protected override IBlobStore Store => _store!;

    public async ValueTask InitializeAsync()
    {
        _account = await AzuriteAccount.ConnectAsync(_options);
        _store = new AzureBlobStore(_account.Container, _options);
    }

    public ValueTask DisposeAsync()
    {
        _account!.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData(1 << 20)]
    [InlineData((1 << 20) - 1)]
    [InlineData((3 << 20) + 1)]
    public async Task Blob_of_many_blocks_keeps_every_byte(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        var id = new BlobId("blocks");

        (await Store.WriteAsync(id, new MemoryStream(bytes), Cancellation)).ShouldBe(length);
        (await Read(id)).ShouldBe(Convert.ToHexString(bytes));
        (await Read(id, length - 3, null)).ShouldBe(Convert.ToHexString(bytes.AsSpan(length - 3)));
    }

    [Fact]
    public async Task Of_many_writers_of_many_blocks_one_wins()
    {
        var id = new BlobId("contended");
        var writes = await Task.WhenAll(Enumerable.Range(0, 8).Select(Write));

        (await Read(id))[..2].ShouldBe($"{writes.Single(number => number is not null):X2}");

        async Task<int?> Write(int number)
        {
            var bytes = new byte[(1 << 20) + 1];
            bytes.AsSpan().Fill((byte)number);
            try
            {
                await Store.WriteAsync(id, new MemoryStream(bytes), Cancellation);
                return number;
            }
            catch (BlobExistsException)
            {
                return null;
            }
        }
    }
}
