using OrleansLld.Accounts;

namespace OrleansLld.Chat;

/// <summary>
/// What is different about a channel: its members are in buckets, and those who listen are told through its audience. Nothing here is
/// proportional to either.
/// </summary>
internal sealed class ChannelDesk(ConversationId id, IGrainFactory grains, TimeProvider time)
{
    private static readonly TimeSpan CountHolds = TimeSpan.FromSeconds(10);

    private long _count;
    private DateTimeOffset _countedAt = DateTimeOffset.MinValue;

    public Task<ChannelMember?> Find(AccountId account, CancellationToken cancellationToken) =>
        Bucket(account).Find(account, cancellationToken);

    public async Task Enter(MemberName name, long first, CancellationToken cancellationToken)
    {
        var member = new ChannelMember(name, time.GetUtcNow(), first, first - 1);
        var entered = await Bucket(name.Account).Enter(member, cancellationToken);
        _count += entered.JoinedAt == member.JoinedAt ? 1 : 0;
    }

    public async Task Strike(AccountId account)
    {
        var wasThere = await Find(account, CancellationToken.None) is not null;
        await Bucket(account).Strike(account, CancellationToken.None);
        _count -= wasThere ? 1 : 0;
    }

    public async Task<ChatRefusal> Read(Acknowledgement acknowledgement, long head, CancellationToken cancellationToken)
    {
        if (await Find(acknowledgement.Account, cancellationToken) is null)
            return ChatRefusal.NotMember;
        await Bucket(acknowledgement.Account).Read(acknowledgement.Account, Math.Min(acknowledgement.Read, head), cancellationToken);
        return ChatRefusal.None;
    }

    /// <summary>How many members there are, as it was at most a while ago: it takes a question to every bucket.</summary>
    public async Task<long> Count(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (now - _countedAt < CountHolds)
            return _count;
        _countedAt = now;
        var counts = await SideBySide.Ask(
            [.. Enumerable.Range(0, IChannelMembersGrain.Buckets)], bucket => Bucket(bucket).Count(cancellationToken));
        return _count = counts.Sum(count => (long)count);
    }

    /// <summary>Sends the live copy to whoever has the channel open.</summary>
    public async Task Publish(EntriesNews news)
    {
        try
        {
            await grains.GetGrain<IChannelAudienceGrain>(id.ToString()).Publish(news, CancellationToken.None);
        }
        catch (Exception failure) when (failure is OrleansException or TimeoutException)
        {
            // The live copy is lost with its silo; who listens sees the gap at the next entry, or when it syncs.
        }
    }

    /// <summary>Does what concerns ordinary members only; null when the command is like that of a group.</summary>
    public async Task<ChatRefusal?> Administer(
        Conversation conversation, AccountId actor, Administration command, CancellationToken cancellationToken)
    {
        switch (command)
        {
            case JoinByLink join when MembershipRules.IsLink(conversation, join.Token):
                if (await Inbox(actor).Admit(id, actor, cancellationToken) is not ChatRefusal.None and var refusal)
                    return refusal;
                await Enter(new MemberName(actor, join.Handle), FirstOf(conversation), cancellationToken);
                return await Enroll(actor, isMember: true, cancellationToken);
            case LeaveConversation when conversation.Find(actor.Value) is null:
                await Strike(actor);
                return await Enroll(actor, isMember: false, cancellationToken);
            case RemoveMember remove when conversation.Find(remove.Account.Value) is null:
                if (conversation.Find(actor.Value) is null)
                    return ChatRefusal.NotMember;
                await Strike(remove.Account);
                return await Enroll(remove.Account, isMember: false, cancellationToken);
            case ChangeRole change when await Find(change.Account, cancellationToken) is null:
                return conversation.Find(actor.Value) is null ? ChatRefusal.NotMember : ChatRefusal.NoSuchMember;
            default:
                return null;
        }
    }

    /// <summary>Enters the channel in the account's inbox, or strikes it off.</summary>
    public Task<ChatRefusal> Enroll(AccountId account, bool isMember, CancellationToken cancellationToken) =>
        Inbox(account).Enroll(id, isMember, cancellationToken);

    private IInboxGrain Inbox(AccountId account) => grains.GetGrain<IInboxGrain>(account.Value);

    private static long FirstOf(Conversation conversation) => conversation.Terms!.ShowsHistory ? 1 : conversation.Head + 1;

    private IChannelMembersGrain Bucket(AccountId account) => Bucket((int)(account.Value % IChannelMembersGrain.Buckets));

    private IChannelMembersGrain Bucket(int number) =>
        grains.GetGrain<IChannelMembersGrain>(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{id}/{number}"));
}
