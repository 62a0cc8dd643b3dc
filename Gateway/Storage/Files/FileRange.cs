using Microsoft.Win32.SafeHandles;

namespace OrleansLld.Storage.Files;

/// <summary>Part of a file as a stream that is read once, from its beginning to its end. Owns the file.</summary>
internal sealed class FileRange(SafeFileHandle file, BlobRange range) : Stream
{
    private long _next = range.From;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => range.To - range.From;

    public override long Position
    {
        get => _next - range.From;
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer) => Advance(RandomAccess.Read(file, buffer[..Fitting(buffer.Length)], _next));

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Advance(await RandomAccess.ReadAsync(file, buffer[..Fitting(buffer.Length)], _next, cancellationToken));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        file.Dispose();
        base.Dispose(disposing);
    }

    private int Fitting(int count) => (int)Math.Min(count, range.To - _next);

    private int Advance(int count)
    {
        _next += count;
        return count;
    }
}
