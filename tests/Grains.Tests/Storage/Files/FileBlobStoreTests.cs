using System.IO.Pipelines;
using Microsoft.Extensions.Logging.Abstractions;

namespace OrleansLld.Storage.Files;

public sealed class FileBlobStoreTests : BlobStoreContract
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("orleanslld-blobs-");
    private readonly DiskHealth _health = new("blobs", NullLogger<DiskHealth>.Instance);
    private FileBlobStore _store;

    public FileBlobStoreTests() => _store = Start();

    private protected override IBlobStore Store => _store;

    public override void Dispose()
    {
        base.Dispose();
        _store.Dispose();
        _directory.Delete(recursive: true);
    }

    [Fact]
    public async Task Blobs_outlast_a_restart_and_what_a_crash_left_is_removed()
    {
        await _store.WriteAsync(new BlobId("kept"), new MemoryStream([1]), Cancellation);
        var left = Path.Combine(_directory.FullName, "incoming", "left-over");
        await File.WriteAllBytesAsync(left, new byte[100], Cancellation);
        Restart();

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

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Of_many_writers_of_one_id_exactly_one_wins(int seed)
    {
        var random = new Random(seed);
        using var other = Start();
        for (var round = 0; round < 150; round++)
        {
            var id = new BlobId($"contested-{round}");
            var writers = Enumerable.Range(1, 8).Select(writer => (
                Store: random.Next(2) == 0 ? _store : other,
                Content: Enumerable.Repeat((byte)writer, random.Next(1, 2_000)).ToArray())).ToList();
            var won = await Task.WhenAll(writers.Select(writer => Task.Run(() => Wins(writer.Store, id, writer.Content), Cancellation)));

            won.Count(has => has).ShouldBe(1, $"Seed {seed}, round {round}.");
            (await Read(id)).ShouldBe(Convert.ToHexString(writers[Array.IndexOf(won, true)].Content), $"Seed {seed}, round {round}.");
        }

        _directory.GetFiles("*", SearchOption.AllDirectories).Length.ShouldBe(150);
    }

    [Fact]
    public async Task Where_there_are_no_links_a_name_is_given_once_too()
    {
        var (first, second, name) = (PathOf("first"), PathOf("second"), PathOf("name"));
        await File.WriteAllBytesAsync(first, [1], Cancellation);
        await File.WriteAllBytesAsync(second, [2], Cancellation);

        HardLink.TryMove(first, name).ShouldBeTrue();
        HardLink.TryMove(second, name).ShouldBeFalse();

        (await File.ReadAllBytesAsync(name, Cancellation)).ShouldBe([1]);
        File.Exists(first).ShouldBeFalse();
        File.Exists(second).ShouldBeTrue();
        Should.Throw<IOException>(() => HardLink.TryMove(first, PathOf("another")));
    }

    [Fact]
    public async Task Blobs_are_spread_over_directories()
    {
        await Task.WhenAll(Enumerable.Range(0, 1_000).Select(
            number => _store.WriteAsync(new BlobId($"blob-{number}"), new MemoryStream([1]), Cancellation).AsTask()));

        var sizes = _directory.GetFiles("blob-*", SearchOption.AllDirectories).CountBy(file => file.DirectoryName!).ToList();
        sizes.Count.ShouldBeGreaterThan(240);
        sizes.Max(size => size.Value).ShouldBeLessThan(16);
    }

    [Fact]
    public async Task Start_of_another_process_leaves_what_is_being_written()
    {
        var pipe = new Pipe();
        var writing = _store.WriteAsync(new BlobId("slow"), pipe.Reader.AsStream(), Cancellation).AsTask();
        await pipe.Writer.WriteAsync(new byte[3 << 20], Cancellation);
        using (Start())
            await pipe.Writer.CompleteAsync();

        (await writing).ShouldBe(3 << 20);
    }

    [Fact]
    public async Task Disk_that_takes_nothing_is_unavailable_and_goes_on_afterwards()
    {
        var incoming = Path.Combine(_directory.FullName, "incoming");
        Directory.Move(incoming, incoming + "-gone");
        await Should.ThrowAsync<StorageUnavailableException>(Write("a", new MemoryStream(new byte[2 << 20])));
        _health.IsFailing.ShouldBeTrue();
        Directory.Move(incoming + "-gone", incoming);

        await Write("a", new MemoryStream([1]))();
        (await Read(new BlobId("a"))).ShouldBe("01");
        _health.IsFailing.ShouldBeFalse();
    }

    [Fact]
    public async Task Reader_of_a_file_that_was_cut_is_told_so()
    {
        await Write("a", new MemoryStream(new byte[1_000]))();
        await using var reading = (await _store.ReadAsync(new BlobId("a"), 0, null, Cancellation))!;
        var path = _directory.GetFiles("a", SearchOption.AllDirectories).Single().FullName;
        using (var file = File.OpenHandle(path, access: FileAccess.Write))
            RandomAccess.SetLength(file, 500);

        await Should.ThrowAsync<StorageUnavailableException>(() => reading.CopyToAsync(Stream.Null, Cancellation));
    }

    [Fact]
    public async Task Stopped_store_refuses_to_write()
    {
        _store.Dispose();

        await Should.ThrowAsync<StorageUnavailableException>(Write("a", new MemoryStream([1])));
    }

    private Func<Task> Write(string id, Stream content) => async () => await _store.WriteAsync(new BlobId(id), content, Cancellation);

    private static async Task<bool> Wins(FileBlobStore store, BlobId id, byte[] content)
    {
        try
        {
            await store.WriteAsync(id, new MemoryStream(content), Cancellation);
            return true;
        }
        catch (BlobExistsException)
        {
            return false;
        }
    }

    private string PathOf(string file) => Path.Combine(_directory.FullName, file);

    private void Restart()
    {
        _store.Dispose();
        _store = Start();
    }

    private FileBlobStore Start() => new(_directory.FullName, threads: 2, _health);

    private static MemoryStream Disposed()
    {
        var stream = new MemoryStream();
        stream.Dispose();
        return stream;
    }
}
