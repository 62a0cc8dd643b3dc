using System.Collections.Immutable;
using OrleansLld.Accounts;

namespace OrleansLld.Chat;

/// <summary>A conversation as its members see it. Every answer waits for what it shows to be durable.</summary>
internal sealed class ConversationViews(ConversationId id, Conversation conversation, EntryLog log, ChannelDesk? channel)
{
    /// <summary>The first entry that somebody may see; null for who is no member.</summary>
    public async Task<long?> FirstOf(AccountId reader, CancellationToken cancellationToken) =>
        conversation.Find(reader.Value)?.First
        ?? (channel is null ? null : (await channel.Find(reader, cancellationToken))?.First);

    public async Task<EntryPage> Page(AccountId reader, EntryRange range, Func<Task> settled, CancellationToken cancellationToken)
    {
        if (await FirstOf(reader, cancellationToken) is not { } first)
            return new EntryPage(ChatRefusal.NotMember, [], 0, 0);
        var head = conversation.Head;
        return new EntryPage(ChatRefusal.None, await log.Page(range, first, head, settled, cancellationToken), first, head);
    }

    public async Task<MemberPage> Members(AccountId reader, AccountId after, int limit, Func<Task> settled)
    {
        var page = conversation.Find(reader.Value) is null
            ? new MemberPage(ChatRefusal.NotMember, [])
            : new MemberPage(
                ChatRefusal.None,
                [.. conversation.Participants.Where(one => one.Account > after.Value).Take(limit).Select(one => one.ToMember())]);
        await settled();
        return page;
    }

    public async Task<ImmutableArray<ReceiptCount>> Receipts(AccountId reader, ImmutableArray<long> sequences, Func<Task> settled)
    {
        ImmutableArray<ReceiptCount> counts = conversation.Find(reader.Value) is null || channel is not null
            ? []
            : [.. sequences.Select(sequence => ReceiptDesk.Count(conversation, sequence))];
        await settled();
        return counts;
    }

    public async Task<GroupInfoReply> GroupInfo(AccountId reader, Func<Task> settled, CancellationToken cancellationToken)
    {
        await settled();
        return conversation.Find(reader.Value) is null ? new GroupInfoReply(0, default) : await log.GroupInfo(cancellationToken);
    }

    /// <summary>The whole as one member sees it; null for who is no member.</summary>
    public async Task<ConversationView?> Of(AccountId reader, Func<Task> settled, CancellationToken cancellationToken)
    {
        if (conversation.Terms is null)
            return null;
        var listener = channel is null ? null : await channel.Find(reader, cancellationToken);
        if (conversation.Find(reader.Value) is null && listener is null)
            return null;
        var count = channel is null ? conversation.Participants.Count : await channel.Count(cancellationToken);
        var view = Of(reader, listener, count);
        await settled();
        return view;
    }

    private ConversationView? Of(AccountId reader, ChannelMember? listener, long count)
    {
        var own = conversation.Find(reader.Value);
        if (conversation.Terms is not { } terms || (own is null && listener is null))
            return null;
        var first = own?.First ?? listener!.First;
        var read = Math.Max(own?.Read ?? 0, listener?.Read ?? 0);
        var others = channel is null ? conversation.Participants.Where(one => one.Account != reader.Value).ToArray() : [];
        var last = log.LastMessage(first);
        return new ConversationView(
            id,
            terms.ToSettings(),
            id.Kind == ConversationKind.Direct ? others[0].ToName() : null,
            count,
            own is null ? MemberRole.Member : (MemberRole)(int)own.Rank,
            first,
            conversation.Head,
            read,
            others.Length == 0 ? 0 : others.Min(one => one.Delivered),
            others.Length == 0 ? 0 : others.Min(one => one.Read),
            conversation.Epoch,
            own is { Rank: > Rank.Member } ? conversation.Link : "",
            conversation.IsBlocked,
            conversation.Unread(reader.Value, Math.Max(read, first - 1)),
            last,
            last is null ? "" : conversation.Find(last.Author.Value)?.Handle ?? "");
    }
}
