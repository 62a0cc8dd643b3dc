using System.Buffers.Text;
using System.Net.Sockets;
using System.Text;

namespace OrleansLld.Exchange.Http;

/// <summary>A keep-alive connection that reads no more of an answer than its status and its end.</summary>
internal sealed class OrderConnection : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _answer = new byte[16 << 10];

    /// <summary>The last answer, for whoever wants to know why it was not 200.</summary>
    public string LastAnswer { get; private set; } = "";

    public async Task Open(Uri address, CancellationToken cancellationToken) =>
        await _socket.ConnectAsync(address.Host, address.Port, cancellationToken);

    /// <returns>The status of the answer.</returns>
    public async ValueTask<int> Send(ReadOnlyMemory<byte> request, CancellationToken cancellationToken)
    {
        await _socket.SendAsync(request, cancellationToken);
        var length = 0;
        do
        {
            var read = await _socket.ReceiveAsync(_answer.AsMemory(length), cancellationToken);
            if (read == 0)
                throw new InvalidOperationException("The server closed the connection.");
            length += read;
        }
        while (!IsWhole(_answer.AsSpan(0, length)));
        var status = Number(_answer.AsSpan("HTTP/1.1 ".Length));
        if (status != 200)
            LastAnswer = Encoding.ASCII.GetString(_answer.AsSpan(0, length));
        return status;
    }

    public void Dispose() => _socket.Dispose();

    private static bool IsWhole(ReadOnlySpan<byte> answer)
    {
        var end = answer.IndexOf("\r\n\r\n"u8);
        if (end < 0)
            return false;
        var head = answer[..end];
        var at = head.IndexOf("\r\nContent-Length: "u8);
        if (at < 0)
            return answer.EndsWith("\r\n0\r\n\r\n"u8);
        return answer.Length >= end + 4 + Number(head[(at + "\r\nContent-Length: ".Length)..]);
    }

    private static int Number(ReadOnlySpan<byte> text) =>
        Utf8Parser.TryParse(text, out int number, out _) ? number : throw new InvalidDataException("Not an HTTP answer.");
}
