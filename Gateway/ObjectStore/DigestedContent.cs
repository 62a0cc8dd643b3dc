namespace OrleansLld.ObjectStore;

/// <summary>Bytes that are hashed as they pass. The digests are known once the end was read.</summary>
internal sealed class DigestedContent(Stream content, BodyDigests digests) : ForwardStream
{
    private long _length;
    private bool _isFinished;

    /// <summary>How many bytes have passed.</summary>
    public override long Length => _length;

    /// <summary>Finishes the digests, if the end was not read.</summary>
    public BodyDigests Finish()
    {
        if (!_isFinished)
            digests.Finish();
        _isFinished = true;
        return digests;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await content.ReadAsync(buffer, cancellationToken);
        digests.Append(buffer.Span[..count]);
        _length += count;
        return count;
    }
}
