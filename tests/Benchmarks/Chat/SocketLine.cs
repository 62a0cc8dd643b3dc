using System.Net.WebSockets;

namespace OrleansLld.Chat;

/// <summary>A WebSocket with texts to and fro, and as little around it as goes.</summary>
internal sealed class SocketLine : IAsyncDisposable
{
    private const int BufferBytes = 512;

    // One for all: a handler each would be most of what ten thousand lines take.
    private static readonly HttpMessageInvoker Invoker = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false });

    private readonly ClientWebSocket _socket = new() { Options = { KeepAliveInterval = Timeout.InfiniteTimeSpan } };
    private readonly SemaphoreSlim _writing = new(1);
    private readonly CancellationTokenSource _over = new();
    private Task _reading = Task.CompletedTask;

    private SocketLine()
    {
    }

    /// <summary>Why it ended, if not by us.</summary>
    public Exception? Failure { get; private set; }

    /// <param name="address">A ws address.</param>
    /// <param name="take">Called with each text, one after the other; the bytes are good until it returns.</param>
    /// <param name="cancellationToken">Stops the connecting.</param>
    public static async Task<SocketLine> Open(Uri address, Action<ReadOnlyMemory<byte>> take, CancellationToken cancellationToken)
    {
        var line = new SocketLine();
        await line._socket.ConnectAsync(address, Invoker, cancellationToken);
        line._reading = line.Read(take);
        return line;
    }

    public async ValueTask Send(ReadOnlyMemory<byte> text, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            await _socket.SendAsync(text, WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
        }
        finally
        {
            _writing.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _reading;
        _socket.Dispose();
        _writing.Dispose();
        _over.Dispose();
    }

    private async Task Read(Action<ReadOnlyMemory<byte>> take)
    {
        var (buffer, length) = (new byte[BufferBytes], 0);
        try
        {
            while (true)
            {
                var part = await _socket.ReceiveAsync(buffer.AsMemory(length), _over.Token);
                if (part.MessageType == WebSocketMessageType.Close)
                    throw new IOException($"The server closed the connection: {_socket.CloseStatusDescription}");
                length += part.Count;
                if (part.EndOfMessage)
                    length = Take(take, buffer.AsMemory(0, length));
                else if (length == buffer.Length)
                    Array.Resize(ref buffer, 2 * length);
            }
        }
        catch (Exception failure) when (_over.IsCancellationRequested || failure is IOException or WebSocketException)
        {
            Failure = _over.IsCancellationRequested ? null : failure;
        }
    }

    // The buffer is free again.
    private static int Take(Action<ReadOnlyMemory<byte>> take, ReadOnlyMemory<byte> text)
    {
        take(text);
        return 0;
    }
}
