using System.Collections.Concurrent;
using System.Collections.Immutable;
using OrleansLld.Accounts;
using OrleansLld.Gateways;

namespace OrleansLld.Chat;

/// <summary>
/// Which conversations connections of this gateway have open: of a channel they get the entries live, of the others the presence of the
/// members. The cluster is told what is open, and told again as long as it is (<see cref="WatchRenewer"/>).
/// </summary>
internal sealed class OpenConversations(IGrainFactory grains, GatewayIdentity identity)
{
    private const int WatchedMax = 256;

    private readonly ConcurrentDictionary<ConversationId, ConcurrentDictionary<ChatConnection, ImmutableArray<AccountId>>> _open = new();
    private readonly ConcurrentDictionary<AccountId, ConcurrentDictionary<ChatConnection, ConversationId>> _watchers = new();

    /// <summary>Who has a channel open.</summary>
    public IEnumerable<ChatConnection> ListenersOf(ConversationId channel) => _open.TryGetValue(channel, out var there) ? there.Keys : [];

    /// <summary>Who has a conversation with the account open.</summary>
    public IEnumerable<ChatConnection> WatchersOf(AccountId account) =>
        _watchers.TryGetValue(account, out var there) ? there.Keys : [];

    /// <summary>Opens a conversation for a member.</summary>
    /// <returns>The presence of its members, of at most 256 of them.</returns>
    public async Task<ImmutableArray<Presence>> Open(ChatConnection connection, ConversationId id, CancellationToken cancellationToken)
    {
        ImmutableArray<AccountId> members = [];
        if (id.Kind != ConversationKind.Channel)
        {
            var page = await grains.GetGrain<IConversationGrain>(id.ToString())
                .Members(connection.Caller.Id, default, WatchedMax, cancellationToken);
            members = [.. page.Members.Select(member => member.Name.Account).Where(account => account != connection.Caller.Id)];
        }

        connection.Open[id] = true;
        _open.GetOrAdd(id, _ => new()).TryAdd(connection, members);
        foreach (var account in members)
            _watchers.GetOrAdd(account, _ => new()).TryAdd(connection, id);
        if (id.Kind == ConversationKind.Channel)
            await Listen(id, cancellationToken);
        var presences = await Watch(members, cancellationToken);
        // Whoever left while this was under way has closed what was open then.
        if (connection.IsOver)
            await Close(connection, id);
        return presences;
    }

    /// <summary>Closes a conversation for whoever has it open and is no member any more.</summary>
    public async Task Recheck(ChatConnection connection, ConversationId id)
    {
        var reply = await grains.GetGrain<IConversationGrain>(id.ToString()).Describe(connection.Caller.Id, CancellationToken.None);
        if (reply.Refusal == ChatRefusal.NotMember)
            await Close(connection, id);
    }

    public async Task Close(ChatConnection connection, ConversationId id)
    {
        if (!connection.Open.TryRemove(id, out _) || !_open.TryGetValue(id, out var there) || !there.TryRemove(connection, out var members))
            return;
        foreach (var account in members)
            if (_watchers.TryGetValue(account, out var watchers))
                watchers.TryRemove(connection, out _);
        if (id.Kind == ConversationKind.Channel)
            await Listen(id, CancellationToken.None);
    }

    /// <summary>Tells the cluster again what is open here, and forgets what is not.</summary>
    public async Task Renew(bool withPresence, CancellationToken cancellationToken)
    {
        foreach (var (id, there) in _open)
        {
            if (id.Kind == ConversationKind.Channel)
                await Listen(id, cancellationToken);
            if (there.IsEmpty)
                _open.TryRemove(KeyValuePair.Create(id, there));
        }

        foreach (var (account, watchers) in _watchers)
            if (watchers.IsEmpty)
                _watchers.TryRemove(KeyValuePair.Create(account, watchers));
        if (withPresence)
            await Watch([.. _watchers.Keys], cancellationToken);
    }

    private Task Listen(ConversationId channel, CancellationToken cancellationToken)
    {
        var listeners = _open.TryGetValue(channel, out var there) ? there.Count : 0;
        return grains.GetGrain<IChannelAudienceGrain>(channel.ToString()).Listen(identity.Id, listeners, cancellationToken);
    }

    private async Task<ImmutableArray<Presence>> Watch(ImmutableArray<AccountId> accounts, CancellationToken cancellationToken)
    {
        var calls =
            from shard in accounts.GroupBy(account => IPresenceShardGrain.ShardOf(account))
            from part in shard.Chunk(WatchedMax)
            select grains.GetGrain<IPresenceShardGrain>(shard.Key).Watch(identity.Id, [.. part], cancellationToken);
        return [.. (await Task.WhenAll(calls)).SelectMany(presences => presences)];
    }
}
