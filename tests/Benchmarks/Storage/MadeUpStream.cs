using System.Buffers.Binary;

namespace OrleansLld.Storage;

/// <summary>Bytes that are made up as they are read: each eight of them are their own number, mixed.</summary>
internal sealed class MadeUpStream(long length) : Stream
{
    private long _next;

    /// <summary>What was not read yet.</summary>
    public long Left => length - _next;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => _next;
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        var count = (int)Math.Min(buffer.Length, Left);
        Span<byte> word = stackalloc byte[sizeof(ulong)];
        for (var made = 0; made < count;)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(word, (ulong)((_next + made) / sizeof(ulong)) * 0x9E3779B97F4A7C15UL);
            var part = word[(int)((_next + made) % sizeof(ulong))..];
            part = part[..Math.Min(part.Length, count - made)];
            part.CopyTo(buffer[made..]);
            made += part.Length;
        }

        _next += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
