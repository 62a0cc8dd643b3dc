using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;
using OrleansLld.Accounts;

namespace OrleansLld.Chat;

/// <summary>The chat's connections of this gateway, by account; tells whoever announces them which sessions began and ended.</summary>
internal sealed class ChatConnections(
    IHubContext<ChatHub, IChatClient> hub, IOptions<ChatEdgeOptions> options, TimeProvider time, ILogger<ChatConnections> log)
{
    private readonly ConcurrentDictionary<AccountId, ConcurrentDictionary<string, ChatConnection>> _accounts = new();
    private readonly Channel<SessionTurn> _turns =
        Channel.CreateUnbounded<SessionTurn>(new UnboundedChannelOptions { SingleReader = true });

    /// <summary>What began and ended since it was read.</summary>
    public ChannelReader<SessionTurn> Turns => _turns.Reader;

    public IEnumerable<ChatConnection> All => _accounts.Values.SelectMany(connections => connections.Values);

    /// <summary>Takes a connection in. It hears of nothing before it has said who its device is.</summary>
    /// <exception cref="HubException">The account has too many.</exception>
    public ChatConnection Connect(HubCallerContext context, Caller caller)
    {
        var id = context.ConnectionId;
        var budget = new CallBudget(options.Value.CallBurst, options.Value.CallsPerSecond, time);
        var connection = new ChatConnection(id, caller, hub.Clients.Client(id), options.Value, budget, context.Abort, log);
        var own = _accounts.GetOrAdd(caller.Id, _ => new ConcurrentDictionary<string, ChatConnection>());
        if (own.Count >= options.Value.ConnectionsPerAccount)
            throw HubRefusal.Of("too-many-connections", "This account has as many chat connections here as it may; close one first.");
        own[id] = connection;
        _ = connection.Pump();
        return connection;
    }

    /// <summary>The connection's device is known from now on. Completes when the cluster knows where it is.</summary>
    public Task Begin(ChatConnection connection, DeviceNotice device)
    {
        var isNew = connection.Device is null;
        connection.Device = device;
        if (!isNew)
            return Task.CompletedTask;
        var turn = new SessionTurn(connection.Session, true);
        _turns.Writer.TryWrite(turn);
        return turn.Announced.Task;
    }

    public void Disconnect(ChatConnection connection)
    {
        connection.Close();
        if (_accounts.TryGetValue(connection.Caller.Id, out var own))
        {
            own.TryRemove(connection.Id, out _);
            if (own.IsEmpty)
                _accounts.TryRemove(KeyValuePair.Create(connection.Caller.Id, own));
            // Somebody of the account may have come between.
            if (!own.IsEmpty)
                _accounts.TryAdd(connection.Caller.Id, own);
        }

        if (connection.Device is not null)
            _turns.Writer.TryWrite(new SessionTurn(connection.Session, false));
    }

    public IEnumerable<ChatConnection> Of(AccountId account) =>
        _accounts.TryGetValue(account, out var connections) ? connections.Values : [];
}

/// <summary>A device that connected to this gateway or left it.</summary>
/// <param name="Session">Which.</param>
/// <param name="HasBegun">Whether it connected.</param>
internal sealed record SessionTurn(Session Session, bool HasBegun)
{
    /// <summary>Set when the cluster knows.</summary>
    public TaskCompletionSource Announced { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
