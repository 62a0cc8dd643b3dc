using System.Collections.Immutable;
using OrleansLld.ObjectStore.Wire;
using OrleansLld.Storage;

namespace OrleansLld.ObjectStore;

/// <summary>The bytes of an object, or of a span of it, from their blobs; read once, from the beginning to the end.</summary>
/// <remarks>A read throws <see cref="MissingBytesException"/> where a blob has fewer bytes than the index says.</remarks>
internal sealed class ContentStream : ForwardStream
{
    private readonly IBlobStore _blobs;
    private readonly ImmutableArray<ContentRun> _runs;
    private Stream? _current;
    private int _next;
    private long _left;
    private long _read;

    private ContentStream(IBlobStore blobs, ImmutableArray<ContentRun> runs)
    {
        (_blobs, _runs) = (blobs, runs);
        foreach (var run in runs)
            Length += run.Length;
    }

    public override long Length { get; }

    public override long Position
    {
        get => _read;
        set => throw new NotSupportedException();
    }

    /// <summary>Opens a span. The first blob is opened at once, so that an answer need not begin if it is not there.</summary>
    public static async ValueTask<ContentStream> Open(
        IBlobStore blobs, ObjectContent content, ByteSpan span, CancellationToken cancellationToken)
    {
        var runs = ContentRuns.Of(content, span);
        var stream = new ContentStream(blobs, runs);
        if (runs.Length > 0)
            await stream.OpenNext(cancellationToken);
        return stream;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_left == 0)
        {
            if (_next == _runs.Length || buffer.IsEmpty)
                return 0;
            await OpenNext(cancellationToken);
        }

        var count = await _current!.ReadAsync(buffer[..(int)Math.Min(buffer.Length, _left)], cancellationToken);
        if (count == 0 && !buffer.IsEmpty)
            throw new MissingBytesException(_runs[_next - 1].Blob);
        _left -= count;
        _read += count;
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _current?.Dispose();
        base.Dispose(disposing);
    }

    private async ValueTask OpenNext(CancellationToken cancellationToken)
    {
        _current?.Dispose();
        var run = _runs[_next++];
        _current = await _blobs.ReadAsync(run.Blob, run.From, run.Length, cancellationToken)
            ?? throw new MissingBytesException(run.Blob);
        _left = run.Length;
    }
}

/// <summary>A blob that the index names has not the bytes that it should have: storage is damaged.</summary>
/// <param name="blob">The blob.</param>
internal sealed class MissingBytesException(BlobId blob) : Exception($"Blob {blob} lacks bytes.");
