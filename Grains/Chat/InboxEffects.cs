using OrleansLld.Accounts;

namespace OrleansLld.Chat;

/// <summary>What an inbox's decisions mean elsewhere. Each step may be repeated; a caller who heard of a failure does so.</summary>
internal sealed class InboxEffects(IGrainFactory grains, GatewayOutbox outbox, AccountId owner)
{
    private readonly AccountNews _news = new(grains, outbox, owner);

    private IPresenceShardGrain Presence => grains.GetGrain<IPresenceShardGrain>(IPresenceShardGrain.ShardOf(owner));

    private IKeyDirectoryGrain Keys => grains.GetGrain<IKeyDirectoryGrain>(owner.Value);

    /// <summary>Where a conversation stands; null when the owner is not in it.</summary>
    public async Task<long?> HeadOf(ConversationId conversation, CancellationToken cancellationToken) =>
        (await Of(conversation).Describe(owner, cancellationToken)).Conversation?.Head;

    /// <summary>
    /// Carries on whether somebody is blocked. Two devices may decide otherwise at the same time: whoever finds that it is not so any more
    /// when all is told tells again, so that what was decided last holds everywhere.
    /// </summary>
    public async Task Block(InboxRows rows, AccountId account, CancellationToken cancellationToken)
    {
        bool isBlocked;
        do
        {
            isBlocked = rows.HasBlocked(account);
            await Presence.Conceal(owner, account, isBlocked, cancellationToken);
            var direct = ConversationId.Between(owner, account);
            if (rows.Index.Contains(direct.ToString()))
                await Of(direct).Administer(owner, new BlockPeer(isBlocked), cancellationToken);
        }
        while (isBlocked != rows.HasBlocked(account));
    }

    /// <summary>Takes the device's keys back and ends its connections.</summary>
    public async Task RemoveDevice(DeviceId device, CancellationToken cancellationToken)
    {
        await Keys.Withdraw(device, cancellationToken);
        await _news.Tell(new ClosedNews(device));
    }

    /// <summary>Leaves what can be left, takes the keys back and ends the sessions.</summary>
    public async Task Close(InboxRows rows, CancellationToken cancellationToken)
    {
        await Presence.Close(owner, cancellationToken);
        foreach (var stock in await Keys.Stock(cancellationToken))
            await Keys.Withdraw(stock.Device, cancellationToken);
        // The conversations strike the owner off and tell the inbox, which then has fewer.
        ConversationId[] entered = [.. rows.Index.Conversations.Select(ConversationId.Parse)];
        await SideBySide.Ask([.. entered.Where(id => id.Kind != ConversationKind.Direct)], id =>
            Of(id).Administer(owner, new LeaveConversation(), cancellationToken));
        foreach (var direct in entered.Where(id => id.Kind == ConversationKind.Direct))
            rows.Leave(direct);
        await rows.CommitAsync();
    }

    private IConversationGrain Of(ConversationId id) => grains.GetGrain<IConversationGrain>(id.ToString());
}
