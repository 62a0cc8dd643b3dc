using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace OrleansLld.Chat;

/// <summary>
/// A client of a socket.io server: Engine.IO 4 over a WebSocket, one digit for the packet, and in its messages Socket.IO 5, one digit
/// again. Of both only what the benchmark needs.
/// </summary>
internal sealed class SocketIoLine : IEchoLine
{
    private const byte Ping = (byte)'2';
    private const byte Message = (byte)'4';
    private const byte Connected = (byte)'0';
    private const byte Event = (byte)'2';
    private const byte Acknowledged = (byte)'3';

    private readonly ConcurrentDictionary<int, TaskCompletionSource> _echoes = new();
    private readonly TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Action _said;
    private SocketLine _socket = null!;
    private int _lastEcho;

    private SocketIoLine(Action said) => _said = said;

    /// <param name="server">Where.</param>
    /// <param name="said">Called for everything that is said to everybody.</param>
    /// <param name="cancellationToken">Stops the connecting.</param>
    public static async Task<SocketIoLine> Open(Uri server, Action said, CancellationToken cancellationToken)
    {
        var line = new SocketIoLine(said);
        var address = new Uri($"ws://{server.Authority}/socket.io/?EIO=4&transport=websocket");
        line._socket = await SocketLine.Open(address, line.Take, cancellationToken);
        await line._socket.Send("40"u8.ToArray(), cancellationToken);
        await line._connected.Task.WaitAsync(TimeSpan.FromSeconds(30), cancellationToken);
        return line;
    }

    public async Task Echo()
    {
        var id = Interlocked.Increment(ref _lastEcho);
        var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _echoes[id] = answer;
        await _socket.Send(Encoding.UTF8.GetBytes($"42{id}[\"echo\",\"{MessageLoad.Text}\"]"), CancellationToken.None);
        await answer.Task;
    }

    public async Task Say() => await _socket.Send(Encoding.UTF8.GetBytes($"42[\"say\",\"{MessageLoad.Text}\"]"), CancellationToken.None);

    public ValueTask DisposeAsync() => _socket.DisposeAsync();

    private void Take(ReadOnlyMemory<byte> packet)
    {
        var text = packet.Span;
        if (text[0] == Ping)
            _ = _socket.Send("3"u8.ToArray(), CancellationToken.None).AsTask();
        if (text[0] != Message)
            return;
        if (text[1] == Connected)
            _connected.TrySetResult();
        if (text[1] == Event)
            _said();
        if (text[1] == Acknowledged && _echoes.TryRemove(IdOf(text[2..]), out var echo))
            echo.TrySetResult();
    }

    private static int IdOf(ReadOnlySpan<byte> text) => int.Parse(text[..text.IndexOf((byte)'[')], CultureInfo.InvariantCulture);
}
