using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;

namespace OrleansLld.Chat;

/// <summary>A device at the chat's hub, in SignalR's JSON protocol.</summary>
internal sealed class HubLine : IAsyncDisposable
{
    private const byte RecordSeparator = 0x1e;
    private const int Invocation = 1;
    private const int Completion = 3;
    private const int Close = 7;

    private readonly ConcurrentDictionary<string, TaskCompletionSource<JsonElement>> _calls = new();
    private readonly Action<string, JsonElement> _pushed;
    private SocketLine _socket = null!;
    private int _lastCall;

    private HubLine(Action<string, JsonElement> pushed) => _pushed = pushed;

    /// <summary>What <c>Hello</c> answered.</summary>
    public JsonElement Greeting { get; private set; }

    /// <summary>Why it ended, if not by us.</summary>
    public Exception? Failure => _socket.Failure;

    /// <param name="gateway">Where.</param>
    /// <param name="token">Whose.</param>
    /// <param name="pushed">Called with the method and the arguments of each push, one after the other.</param>
    /// <param name="cancellationToken">Stops the connecting.</param>
    public static async Task<HubLine> Open(
        Uri gateway, string token, Action<string, JsonElement> pushed, CancellationToken cancellationToken)
    {
        var line = new HubLine(pushed);
        line._socket = await SocketLine.Open(
            new Uri($"ws://{gateway.Authority}/hubs/chat?access_token={token}"), line.Take, cancellationToken);
        await line._socket.Send("{\"protocol\":\"json\",\"version\":1}\u001e"u8.ToArray(), cancellationToken);
        line.Greeting = await line.Call("Hello", new DeviceHello(Guid.NewGuid().ToString("N"), "load", ""));
        return line;
    }

    /// <summary>Calls a method and waits for what it answers.</summary>
    /// <exception cref="InvalidOperationException">It was refused.</exception>
    public async Task<JsonElement> Call(string method, params object?[] arguments)
    {
        var id = Interlocked.Increment(ref _lastCall).ToString(CultureInfo.InvariantCulture);
        var answer = new TaskCompletionSource<JsonElement>(TaskCreationOptions.RunContinuationsAsynchronously);
        _calls[id] = answer;
        await Write(new { type = Invocation, invocationId = id, target = method, arguments });
        return await answer.Task.WaitAsync(TimeSpan.FromSeconds(60));
    }

    /// <summary>Calls a method without asking for an answer.</summary>
    public ValueTask Tell(string method, params object?[] arguments) =>
        Write(new { type = Invocation, target = method, arguments });

    /// <summary>Lets the server know that this end is alive.</summary>
    public ValueTask Ping(CancellationToken cancellationToken) => _socket.Send("{\"type\":6}\u001e"u8.ToArray(), cancellationToken);

    public ValueTask DisposeAsync() => _socket.DisposeAsync();

    private ValueTask Write<T>(T message)
    {
        var text = JsonSerializer.SerializeToUtf8Bytes(message, JsonSerializerOptions.Web);
        Array.Resize(ref text, text.Length + 1);
        text[^1] = RecordSeparator;
        return _socket.Send(text, CancellationToken.None);
    }

    private void Take(ReadOnlyMemory<byte> text)
    {
        while (text.Span.IndexOf(RecordSeparator) is >= 0 and var end)
        {
            using var message = JsonDocument.Parse(text[..end]);
            text = text[(end + 1)..];
            if (message.RootElement.TryGetProperty("type"u8, out var type))
                Take(type.GetInt32(), message.RootElement);
        }
    }

    private void Take(int type, JsonElement message)
    {
        if (type == Invocation)
            _pushed(message.GetProperty("target"u8).GetString()!, message.GetProperty("arguments"u8));
        if (type == Completion && _calls.TryRemove(message.GetProperty("invocationId"u8).GetString()!, out var call))
        {
            if (message.TryGetProperty("error"u8, out var error))
                call.TrySetException(new InvalidOperationException(error.GetString()));
            else
                call.TrySetResult(message.TryGetProperty("result"u8, out var result) ? result.Clone() : default);
        }

        if (type == Close)
            throw new IOException("The hub closed the connection.");
    }
}
