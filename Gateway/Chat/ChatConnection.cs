using System.Collections.Concurrent;
using System.Threading.Channels;
using OrleansLld.Accounts;

namespace OrleansLld.Chat;

/// <summary>
/// The bounded queue between the chat and one connection, so that a slow reader costs nobody else anything. When it is full, everything
/// that waits is dropped and the connection is told to synchronise.
/// </summary>
internal sealed partial class ChatConnection(
    string id, Caller caller, IChatClient client, ChatEdgeOptions options, CallBudget budget, Action abort, ILogger log)
{
    private readonly Channel<Func<IChatClient, Task>> _queue = Channel.CreateBounded<Func<IChatClient, Task>>(
        new BoundedChannelOptions(options.NewsPerConnection) { SingleReader = true });

    private int _hasMissed;
    private volatile bool _isOver;
    private volatile bool _isShutOut;

    public string Id => id;

    public Caller Caller => caller;

    /// <summary>The device, once it has said hello.</summary>
    public DeviceNotice? Device { get; set; }

    public Session Session => new(caller.Id, Device?.Id ?? default);

    /// <summary>How often it may call.</summary>
    public CallBudget Budget => budget;

    /// <summary>What it has open.</summary>
    public ConcurrentDictionary<ConversationId, bool> Open { get; } = new();

    /// <summary>Whether the connection has ended.</summary>
    public bool IsOver => _isOver;

    /// <summary>Whether its device was found to be removed: it hears and does nothing more.</summary>
    public bool IsShutOut => _isShutOut;

    public void ShutOut() => _isShutOut = true;

    public void Offer(Func<IChatClient, Task> push)
    {
        if (!_isShutOut && !_queue.Writer.TryWrite(push))
            Interlocked.Exchange(ref _hasMissed, 1);
    }

    /// <summary>Tells the connection that it is over, and ends it.</summary>
    public async Task End()
    {
        _isShutOut = true;
        try
        {
            await client.Closed();
        }
        finally
        {
            abort();
        }
    }

    public void Close()
    {
        _isOver = true;
        _queue.Writer.TryComplete();
    }

    /// <summary>Sends what is offered, until the connection closes.</summary>
    public async Task Pump()
    {
        try
        {
            while (await _queue.Reader.WaitToReadAsync())
            {
                while (_hasMissed == 0 && _queue.Reader.TryRead(out var push))
                    await push(client);

                if (Interlocked.Exchange(ref _hasMissed, 0) == 1)
                {
                    while (_queue.Reader.TryRead(out _))
                    {
                        // What follows a gap would only be asked for again.
                    }

                    await client.Resync();
                }
            }
        }
        catch (Exception failure) when (failure is OperationCanceledException or InvalidOperationException or IOException)
        {
            LogBroke(log, id, failure);
        }
    }
}
