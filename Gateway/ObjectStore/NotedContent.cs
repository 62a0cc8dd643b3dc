namespace OrleansLld.ObjectStore;

/// <summary>
/// The bytes of a blob on their way to the store. The end is told only when the blob is durably noted, so that nothing is published that
/// nobody would collect; a note that fails fails the write.
/// </summary>
internal sealed class NotedContent(Stream content, Task noted) : ForwardStream
{
    private long _length;

    /// <summary>How many bytes came.</summary>
    public override long Length => _length;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // A socket gives a little at a time; the disk is asked once for a full buffer.
        var count = 0;
        while (count < buffer.Length && await content.ReadAsync(buffer[count..], cancellationToken) is var read and > 0)
            count += read;
        if (count < buffer.Length)
            await noted;
        _length += count;
        return count;
    }
}
