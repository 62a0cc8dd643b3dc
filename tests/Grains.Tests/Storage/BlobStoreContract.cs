using System.IO.Pipelines;

namespace OrleansLld.Storage;

/// <summary>What every provider of <see cref="IBlobStore"/> keeps.</summary>
public abstract class BlobStoreContract : IDisposable
{
    private static readonly BlobId Id = new("blob-1_a");

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private protected abstract IBlobStore Store { get; }

    public virtual void Dispose() => GC.SuppressFinalize(this);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(131_072)]
    [InlineData(5_000_001)]
    public async Task Blob_is_read_back_as_it_was_written(int length)
    {
        var bytes = RandomBytes(length);

        (await Store.WriteAsync(Id, new MemoryStream(bytes), Cancellation)).ShouldBe(length);
        (await Store.LengthAsync(Id, Cancellation)).ShouldBe(length);
        (await Read(Id)).ShouldBe(Convert.ToHexString(bytes));
    }

    [Theory]
    [InlineData(0, 10L, "00010203040506070809")]
    [InlineData(3, 4L, "03040506")]
    [InlineData(3, null, "03040506070809")]
    [InlineData(0, 0L, "")]
    [InlineData(9, 1L, "09")]
    [InlineData(9, long.MaxValue, "09")]
    [InlineData(10, null, "")]
    [InlineData(10, 5L, "")]
    public async Task Range_is_cut_at_the_end(long offset, long? length, string expected)
    {
        await Store.WriteAsync(Id, new MemoryStream([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]), Cancellation);

        (await Read(Id, offset, length)).ShouldBe(expected);
    }

    [Theory]
    [InlineData(-1, null)]
    [InlineData(11, null)]
    [InlineData(0, -1L)]
    public async Task Range_outside_the_blob_is_refused(long offset, long? length)
    {
        await Store.WriteAsync(Id, new MemoryStream(new byte[10]), Cancellation);

        await Should.ThrowAsync<ArgumentOutOfRangeException>(async () => await Store.ReadAsync(Id, offset, length, Cancellation));
    }

    [Fact]
    public async Task Unknown_blob_is_null()
    {
        (await Store.ReadAsync(Id, 0, null, Cancellation)).ShouldBeNull();
        (await Store.LengthAsync(Id, Cancellation)).ShouldBeNull();
    }

    [Fact]
    public async Task Taken_id_is_refused_and_the_blob_stays_as_it_was()
    {
        await Store.WriteAsync(Id, new MemoryStream([1]), Cancellation);

        await Should.ThrowAsync<BlobExistsException>(async () => await Store.WriteAsync(Id, new MemoryStream([2, 2]), Cancellation));
        (await Read(Id)).ShouldBe("01");
    }

    [Fact]
    public async Task Of_many_writers_of_one_id_one_wins()
    {
        var writes = Enumerable.Range(0, 20).Select(i => Write(i)).ToArray();
        var won = (await Task.WhenAll(writes)).Single(i => i is not null);

        (await Read(Id)).ShouldBe($"{won:X2}");

        async Task<int?> Write(int number)
        {
            await Task.Yield();
            try
            {
                await Store.WriteAsync(Id, new MemoryStream([(byte)number]), Cancellation);
                return number;
            }
            catch (BlobExistsException)
            {
                return null;
            }
        }
    }

    [Fact]
    public async Task Blob_is_invisible_until_it_is_whole()
    {
        var pipe = new Pipe();
        var writing = Store.WriteAsync(Id, pipe.Reader.AsStream(), Cancellation).AsTask();
        await pipe.Writer.WriteAsync(new byte[200_000], Cancellation);

        (await Store.LengthAsync(Id, Cancellation)).ShouldBeNull();
        (await Store.ReadAsync(Id, 0, null, Cancellation)).ShouldBeNull();
        await pipe.Writer.CompleteAsync();
        (await writing).ShouldBe(200_000);
        (await Store.LengthAsync(Id, Cancellation)).ShouldBe(200_000);
    }

    [Fact]
    public async Task Content_that_breaks_off_leaves_nothing()
    {
        var pipe = new Pipe();
        var writing = Store.WriteAsync(Id, pipe.Reader.AsStream(), Cancellation).AsTask();
        await pipe.Writer.WriteAsync(new byte[200_000], Cancellation);
        await pipe.Writer.CompleteAsync(new InvalidDataException("The sender went away."));

        await Should.ThrowAsync<InvalidDataException>(() => writing);
        (await Store.LengthAsync(Id, Cancellation)).ShouldBeNull();
        await Store.WriteAsync(Id, new MemoryStream([1]), Cancellation);
        (await Read(Id)).ShouldBe("01");
    }

    [Fact]
    public async Task Cancelled_write_leaves_nothing()
    {
        using var cancel = new CancellationTokenSource();
        var pipe = new Pipe();
        var writing = Store.WriteAsync(Id, pipe.Reader.AsStream(), cancel.Token).AsTask();
        await pipe.Writer.WriteAsync(new byte[200_000], Cancellation);
        await cancel.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => writing);
        (await Store.LengthAsync(Id, Cancellation)).ShouldBeNull();
    }

    [Fact]
    public async Task Deleted_blob_is_gone_and_a_repeat_changes_nothing()
    {
        var other = new BlobId("other");
        await Store.WriteAsync(Id, new MemoryStream([1]), Cancellation);
        await Store.WriteAsync(other, new MemoryStream([2]), Cancellation);

        for (var i = 0; i < 2; i++)
        {
            await Store.DeleteAsync(Id, Cancellation);
            (await Store.LengthAsync(Id, Cancellation)).ShouldBeNull();
            (await Store.ReadAsync(Id, 0, null, Cancellation)).ShouldBeNull();
        }

        (await Read(other)).ShouldBe("02");
    }

    [Fact]
    public async Task Reader_under_way_is_not_disturbed_by_a_deletion()
    {
        var bytes = RandomBytes(1_000_000);
        await Store.WriteAsync(Id, new MemoryStream(bytes), Cancellation);
        await using var reading = (await Store.ReadAsync(Id, 0, null, Cancellation))!;
        var first = new byte[1_000];
        await reading.ReadExactlyAsync(first, Cancellation);
        await Store.DeleteAsync(Id, Cancellation);

        using var rest = new MemoryStream();
        await reading.CopyToAsync(rest, Cancellation);
        (Convert.ToHexString(first) + Convert.ToHexString(rest.ToArray())).ShouldBe(Convert.ToHexString(bytes));
    }

    private protected async Task<string> Read(BlobId id, long offset = 0, long? length = null)
    {
        await using var reading = await Store.ReadAsync(id, offset, length, Cancellation);
        using var bytes = new MemoryStream();
        await reading.ShouldNotBeNull().CopyToAsync(bytes, 777, Cancellation);
        return Convert.ToHexString(bytes.ToArray());
    }

    private static byte[] RandomBytes(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }
}
