using System.Collections.Immutable;
using OrleansLld.Accounts;

namespace OrleansLld.Chat;

/// <summary>
/// Asks conversations for what the list of chats shows of them. Nothing of it is kept but names: an inbox says which conversations changed,
/// and only those are asked again.
/// </summary>
internal sealed class InboxLines(IGrainFactory grains, TimeProvider time, AccountId reader)
{
    /// <summary>
    /// In how many of the newest entries unread messages are told from other entries; all that is older counts as messages.
    /// </summary>
    public const int CountedMax = 64;

    private const int UnreadMax = 999;
    private const int NamesMax = 256;

    private readonly ChannelHeads _channels = new();
    private readonly Dictionary<AccountId, string> _names = [];

    /// <summary>Asks channels that were not asked for a while, and notes in the index which of them changed.</summary>
    public async Task AskChannels(InboxIndex index, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        _channels.Retain(index.Contains);
        var due = index.Conversations.Where(id => IsChannel(id) && _channels.IsDue(id, now)).ToArray();
        await SideBySide.Ask(due, async id =>
        {
            var reply = await Conversation(id).Describe(reader, cancellationToken);
            if (reply.Conversation is not { } view || _channels.Take(id, view.Head, view.Read, now))
                index.Touch(id);
            return reply;
        });
    }

    /// <summary>The lines of conversations. Whoever turns out to be in one no longer leaves it.</summary>
    public async Task<ImmutableArray<InboxLine>> Of(
        ImmutableArray<string> conversations, InboxRows rows, CancellationToken cancellationToken)
    {
        var lines = await SideBySide.Ask(conversations, async id =>
        {
            var version = rows.Index.VersionOf(id);
            var line = await Of(id, rows.PreferenceOf(id), cancellationToken);
            // Unless that was said again meanwhile.
            if (line is null && rows.Index.VersionOf(id) == version)
                rows.Leave(ConversationId.Parse(id));
            return line;
        });
        return [.. lines.OfType<InboxLine>().OrderByDescending(line => line.Last?.At ?? DateTimeOffset.MinValue)];
    }

    private static bool IsChannel(string id) => ConversationId.Parse(id).Kind == ConversationKind.Channel;

    private async Task<InboxLine?> Of(string id, StoredPreference preference, CancellationToken cancellationToken)
    {
        var conversation = Conversation(id);
        if ((await conversation.Describe(reader, cancellationToken)).Conversation is not { } view)
            return null;
        if (IsChannel(id))
            _channels.Take(id, view.Head, view.Read, time.GetUtcNow());
        var newest = await conversation.Entries(reader, new EntryRange(view.Head + 1, true, CountedMax), cancellationToken);
        if (newest.Refusal != ChatRefusal.None)
            return null;
        var last = newest.Entries.FirstOrDefault(entry => IsMessage(entry.Body));
        var author = last is null ? "" : await NameOf(last.Author, view, conversation, cancellationToken);
        return new InboxLine(view, last, author, Unread(view, newest), Shown(preference, last));
    }

    private IConversationGrain Conversation(string id) => grains.GetGrain<IConversationGrain>(id);

    private static ConversationPreference Shown(StoredPreference preference, ChatEntry? last) =>
        new(preference.MutedUntil, preference.ArchivedAt is { } at && (last is null || last.Sequence <= at));

    private static bool IsMessage(EntryBody body) => body is TextBody or MediaBody or SealedBody;

    private int Unread(ConversationView view, EntryPage newest)
    {
        var read = Math.Max(view.Read, view.First - 1);
        var counted = newest.Entries.Count(entry => entry.Sequence > read && entry.Author != reader && IsMessage(entry.Body));
        var older = newest.Entries.IsEmpty ? 0 : Math.Max(0, newest.Entries[^1].Sequence - 1 - read);
        return (int)Math.Min(UnreadMax, counted + older);
    }

    private async Task<string> NameOf(
        AccountId account, ConversationView view, IConversationGrain conversation, CancellationToken cancellationToken)
    {
        if (view.Peer is { } peer && peer.Account == account)
            return peer.Handle;
        if (_names.TryGetValue(account, out var known))
            return known;
        // The page of one that begins with the author; of a channel only its administrators get it.
        var page = await conversation.Members(reader, new AccountId(account.Value - 1), 1, cancellationToken);
        if (page.Members.IsDefaultOrEmpty || page.Members[0].Name.Account != account)
            return "";
        if (_names.Count >= NamesMax)
            _names.Clear();
        return _names[account] = page.Members[0].Name.Handle;
    }
}
