using System.Buffers.Text;
using System.Net.Sockets;
using System.Text;

namespace OrleansLld.ObjectStore.Http;

/// <summary>A keep-alive connection that reads answers to their end and keeps no more of them than their status and length.</summary>
internal sealed class S3Connection : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer = new byte[256 << 10];

    /// <summary>The beginning of the last answer, for whoever wants to know why it was not 200.</summary>
    public string LastAnswer { get; private set; } = "";

    public static async Task<S3Connection> Open(Uri address, CancellationToken cancellationToken)
    {
        var connection = new S3Connection();
        await connection._socket.ConnectAsync(address.Host, address.Port, cancellationToken);
        return connection;
    }

    /// <returns>The status, and the bytes of the body.</returns>
    public async ValueTask<(int Status, long Bytes)> Send(
        ReadOnlyMemory<byte> head, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        await SendAll(head, cancellationToken);
        await SendAll(body, cancellationToken);
        return await Receive(cancellationToken);
    }

    /// <summary>Sends a head and then as many bytes as were said, from a buffer that is sent over and over.</summary>
    public async ValueTask<(int Status, long Bytes)> SendLong(
        ReadOnlyMemory<byte> head, ReadOnlyMemory<byte> filling, long bytes, CancellationToken cancellationToken)
    {
        await SendAll(head, cancellationToken);
        for (var left = bytes; left > 0; left -= Math.Min(left, filling.Length))
            await SendAll(filling[..(int)Math.Min(left, filling.Length)], cancellationToken);
        return await Receive(cancellationToken);
    }

    public void Dispose() => _socket.Dispose();

    private async ValueTask SendAll(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (!bytes.IsEmpty)
            bytes = bytes[await _socket.SendAsync(bytes, cancellationToken)..];
    }

    private async ValueTask<(int Status, long Bytes)> Receive(CancellationToken cancellationToken)
    {
        var length = 0;
        int end;
        while ((end = _buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8)) < 0)
            length += await ReceiveSome(_buffer.AsMemory(length), cancellationToken);
        var status = (int)Number(_buffer.AsSpan("HTTP/1.1 ".Length));
        if (status != 200)
            LastAnswer = Encoding.ASCII.GetString(_buffer.AsSpan(0, length));
        var body = length - end - 4;
        if (LengthOf(_buffer.AsSpan(0, end)) is { } bytes)
        {
            for (var left = bytes - body; left > 0;)
                left -= await ReceiveSome(_buffer, cancellationToken);
            return (status, bytes);
        }

        return (status, await ReceiveChunks(length, body, cancellationToken));
    }

    // Chunked: the last bytes of the body are known.
    private async ValueTask<long> ReceiveChunks(int length, int body, CancellationToken cancellationToken)
    {
        const int Tail = 7;
        var total = (long)body;
        while (!_buffer.AsSpan(0, length).EndsWith("\r\n0\r\n\r\n"u8))
        {
            var kept = Math.Min(Tail, length);
            _buffer.AsSpan(length - kept, kept).CopyTo(_buffer);
            var read = await ReceiveSome(_buffer.AsMemory(kept), cancellationToken);
            length = kept + read;
            total += read;
        }

        return total;
    }

    private async ValueTask<int> ReceiveSome(Memory<byte> into, CancellationToken cancellationToken)
    {
        var read = await _socket.ReceiveAsync(into, cancellationToken);
        return read > 0 ? read : throw new InvalidOperationException("The server closed the connection.");
    }

    private static long? LengthOf(ReadOnlySpan<byte> head)
    {
        foreach (var line in head.Split("\r\n"u8))
        {
            const string Name = "content-length:";
            var text = head[line];
            if (text.Length > Name.Length && Ascii.EqualsIgnoreCase(text[..Name.Length], Name))
                return Number(text[Name.Length..].TrimStart((byte)' '));
        }

        return null;
    }

    private static long Number(ReadOnlySpan<byte> text) =>
        Utf8Parser.TryParse(text, out long number, out _) ? number : throw new InvalidDataException("Not an HTTP answer.");
}
