namespace OrleansLld.Storage.Files;

public sealed class FileBlobStoreTests : BlobStoreContract
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("orleanslld-blobs-");
    private FileBlobStore _store;

    public FileBlobStoreTests() => _store = Start();

    private protected override IBlobStore Store => _store;

    public override void Dispose()
    {
        base.Dispose();
        _directory.Delete(recursive: true);
    }

    [Fact]
    public async Task Blobs_outlast_a_restart_and_what_a_crash_left_is_removed()
    {
        await _store.WriteAsync(new BlobId("kept"), new MemoryStream([1]), Cancellation);
        var left = Path.Combine(_directory.FullName, "incoming", "left-over");
        await File.WriteAllBytesAsync(left, new byte[100], Cancellation);
        _store = Start();

        (await Read(new BlobId("kept"))).ShouldBe("01");
        File.Exists(left).ShouldBeFalse();
    }

    [Fact]
    public async Task Nothing_is_left_beside_the_blobs()
    {
        await _store.WriteAsync(new BlobId("a"), new MemoryStream([1]), Cancellation);
        await Should.ThrowAsync<BlobExistsException>(Write("a", new MemoryStream([2])));
        await Should.ThrowAsync<ObjectDisposedException>(Write("b", Disposed()));

        _directory.GetFiles("*", SearchOption.AllDirectories).Select(file => file.Name).ShouldBe(["a"]);
    }

    [Fact]
    public async Task Blobs_are_spread_over_directories()
    {
        for (var i = 0; i < 100; i++)
            await _store.WriteAsync(new BlobId($"blob-{i}"), new MemoryStream([1]), Cancellation);

        var directories = _directory.GetFiles("blob-*", SearchOption.AllDirectories).Select(file => file.DirectoryName).Distinct();
        directories.Count().ShouldBe(100);
    }

    private Func<Task> Write(string id, Stream content) => async () => await _store.WriteAsync(new BlobId(id), content, Cancellation);

    private FileBlobStore Start() => new(new FileBlobOptions { Path = _directory.FullName });

    private static MemoryStream Disposed()
    {
        var stream = new MemoryStream();
        stream.Dispose();
        return stream;
    }
}
