using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using OrleansLld.ObjectStore.Wire;

namespace OrleansLld.ObjectStore;

/// <summary>The file of a form, from its first byte to the delimiter behind it.</summary>
/// <remarks>A read throws <see cref="S3RefusalException"/> where the form breaks off or the file has not the right length.</remarks>
internal sealed class FormFile(PipeReader reader, byte[] delimiter, (long Min, long Max) length) : ForwardStream
{
    private long _read;
    private bool _isEnd;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (!_isEnd && !buffer.IsEmpty)
        {
            var read = await Receive(cancellationToken);
            if (Take(read, buffer.Span) is var count && (count > 0 || _isEnd))
                return count;
        }

        return 0;
    }

    private async ValueTask<ReadResult> Receive(CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadAsync(cancellationToken);
        }
        catch (BadHttpRequestException failure)
        {
            throw new S3RefusalException(BodyRefusals.Of(failure));
        }
    }

    private int Take(in ReadResult read, Span<byte> to)
    {
        // No more than fits is looked through, and as much as tells whether the delimiter follows.
        var bytes = read.Buffer;
        var seen = bytes.Slice(0, Math.Min(bytes.Length, (long)to.Length + delimiter.Length));
        var available = PostFormParser.FileLength(seen, delimiter, out var isEnd);
        var count = (int)Math.Min(available, to.Length);
        seen.Slice(0, count).CopyTo(to);
        _read += count;
        if (isEnd && count == available)
        {
            _isEnd = true;
            reader.AdvanceTo(bytes.GetPosition(available + delimiter.Length));
        }
        else if (count > 0)
        {
            reader.AdvanceTo(bytes.GetPosition(count));
        }
        else
        {
            if (read.IsCompleted)
                throw new S3RefusalException(S3Error.MalformedPOSTRequest);
            reader.AdvanceTo(bytes.Start, bytes.End);
        }

        CheckLength();
        return count;
    }

    private void CheckLength()
    {
        if (_read > length.Max)
        {
            throw new S3RefusalException(S3Error.EntityTooLarge with
            {
                Message = "Your proposed upload exceeds the maximum allowed size",
                Details = [("ProposedSize", Text(_read)), ("MaxSizeAllowed", Text(length.Max))],
            });
        }

        if (_isEnd && _read < length.Min)
        {
            throw new S3RefusalException(S3Error.EntityTooSmall with
            {
                Message = "Your proposed upload is smaller than the minimum allowed size",
                Details = [("ProposedSize", Text(_read)), ("MinSizeAllowed", Text(length.Min))],
            });
        }
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
