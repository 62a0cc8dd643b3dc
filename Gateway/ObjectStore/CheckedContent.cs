namespace OrleansLld.ObjectStore;

/// <summary>Bytes whose end is told only after a check.</summary>
internal sealed class CheckedContent(Stream content, Action check) : ForwardStream
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await content.ReadAsync(buffer, cancellationToken);
        if (count == 0 && !buffer.IsEmpty)
            check();
        return count;
    }
}
