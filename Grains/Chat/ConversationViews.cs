using OrleansLld.Accounts;

namespace OrleansLld.Chat;

/// <summary>A conversation as one of its members sees it.</summary>
internal static class ConversationViews
{
    /// <param name="id">Which.</param>
    /// <param name="conversation">Its state.</param>
    /// <param name="log">Its entries.</param>
    /// <param name="reader">Who looks.</param>
    /// <param name="listener">Of a channel: the reader as one of its members.</param>
    /// <param name="count">How many members there are.</param>
    /// <returns>Null when the reader is no member.</returns>
    public static ConversationView? Of(
        ConversationId id, Conversation conversation, EntryLog log, AccountId reader, ChannelMember? listener, long count)
    {
        var own = conversation.Find(reader.Value);
        if (conversation.Terms is not { } terms || (own is null && listener is null))
            return null;
        var first = own?.First ?? listener!.First;
        var read = Math.Max(own?.Read ?? 0, listener?.Read ?? 0);
        var others = id.Kind == ConversationKind.Channel ? [] : conversation.Participants.Where(one => one.Account != reader.Value).ToArray();
        var last = log.LastMessage(first, conversation.Head);
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
