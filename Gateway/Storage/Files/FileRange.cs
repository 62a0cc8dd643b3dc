using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace OrleansLld.Storage.Files;

/// <summary>Part of a file as a stream that is read once, from its beginning to its end. Owns the file.</summary>
internal sealed class FileRange(SafeFileHandle file, BlobRange range, DiskHealth health) : Stream
{
    private const int CopiedBytes = 256 << 10;

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

    public override int Read(Span<byte> buffer)
    {
        var part = buffer[..Fitting(buffer.Length)];
        try
        {
            return Advance(RandomAccess.Read(file, part, _next), part.Length);
        }
        catch (Exception failure) when (DiskHealth.IsFailure(failure))
        {
            throw health.Failed(failure);
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var part = buffer[..Fitting(buffer.Length)];
        try
        {
            return Advance(await RandomAccess.ReadAsync(file, part, _next, cancellationToken), part.Length);
        }
        catch (Exception failure) when (DiskHealth.IsFailure(failure))
        {
            throw health.Failed(failure);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>In pieces that suit a file, whatever a caller that knows nothing of it proposes.</summary>
    public override async Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(destination);
        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Clamp(range.To - _next, 1, CopiedBytes));
        try
        {
            while (await ReadAsync(buffer, cancellationToken) is var count && count > 0)
                await destination.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

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

    /// <summary>A blob never gets shorter; a file that did is damaged, and its reader must not take it for whole.</summary>
    private int Advance(int count, int asked)
    {
        if (count == 0 && asked > 0)
            throw health.Failed(new EndOfStreamException("A blob's file is shorter than it was."));
        _next += count;
        return count;
    }
}
