using System.Collections.Immutable;
using OrleansLld.Accounts;

namespace OrleansLld.Chat;

/// <summary>
/// Asks conversations for what the list of chats shows of them. Nothing of it is kept: an inbox says which conversations changed, and only
/// those are asked again.
/// </summary>
internal sealed class InboxLines(IGrainFactory grains, TimeProvider time, AccountId reader)
{
    private readonly ChannelHeads _channels = new();

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

    /// <summary>The lines of conversations, the newest first. Whoever turns out to be in one no longer leaves it.</summary>
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
        return [.. lines.OfType<InboxLine>().OrderByDescending(line => line.Conversation.Last?.At ?? DateTimeOffset.MinValue)];
    }

    private static bool IsChannel(string id) => ConversationId.Parse(id).Kind == ConversationKind.Channel;

    private static ConversationPreference Shown(StoredPreference preference, ChatEntry? last) =>
        new(preference.MutedUntil, preference.ArchivedAt is { } at && (last is null || last.Sequence <= at));

    private IConversationGrain Conversation(string id) => grains.GetGrain<IConversationGrain>(id);

    private async Task<InboxLine?> Of(string id, StoredPreference preference, CancellationToken cancellationToken)
    {
        if ((await Conversation(id).Describe(reader, cancellationToken)).Conversation is not { } view)
            return null;
        if (IsChannel(id))
            _channels.Take(id, view.Head, view.Read, time.GetUtcNow());
        return new InboxLine(view, Shown(preference, view.Last));
    }
}
