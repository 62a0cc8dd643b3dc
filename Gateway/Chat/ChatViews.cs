using System.Globalization;
using OrleansLld.Accounts;

namespace OrleansLld.Chat;

/// <summary>The contract's records as the hub shows them.</summary>
internal static class ChatViews
{
    public static EntryView Of(ChatEntry entry)
    {
        var view = new EntryView(
            entry.Sequence, entry.Id.ToString(CultureInfo.InvariantCulture), entry.At.ToUnixTimeMilliseconds(), entry.Author.ToString(),
            entry.ClientId, "", null, 0, false, 0, null, null, 0, null, null, null, null, null, entry.Revision,
            [.. entry.Reactions.Select(reaction => new ReactionView(reaction.Account.ToString(), reaction.Emoji))]);
        return entry.Body switch
        {
            TextBody text => view with { Kind = "text", Text = text.Text, ReplyTo = text.ReplyTo, Edited = text.IsEdited },
            MediaBody media => view with { Kind = "media", Text = media.Caption, ReplyTo = media.ReplyTo, Media = Of(media.Media) },
            SealedBody body => view with { Kind = "sealed", Epoch = body.Epoch, Bytes = body.Ciphertext.ToArray() },
            CommitBody commit => view with
            {
                Kind = "commit",
                Epoch = commit.Epoch,
                Bytes = commit.Commit.ToArray(),
                Welcome = commit.Welcome.IsEmpty ? null : commit.Welcome.ToArray(),
            },
            EditedBody edited => view with { Kind = "edited", Target = edited.Target, Text = edited.Text },
            DeletedBody deleted => view with { Kind = "deleted", Target = deleted.Target },
            ReactedBody reacted => view with { Kind = "reacted", Target = reacted.Target, Emoji = reacted.Emoji },
            MembershipBody membership => view with
            {
                Kind = "membership",
                Change = WordOf(membership.Change),
                Members = [.. membership.Members.Select(Of)],
            },
            SettingsBody settings => view with { Kind = "settings", Settings = Of(settings.Settings) },
            var body => throw new ArgumentException($"The hub does not know {body.GetType().Name}.", nameof(entry)),
        };
    }

    public static SyncView Of(AccountId account, SyncReply reply) => new(
        account.ToString(), reply.Cursor, reply.IsWhole, [.. reply.Conversations.Select(Of)], [.. reply.Left.Select(id => id.ToString())]);

    /// <summary>A conversation whose line of the list is not at hand: without what only the inbox knows.</summary>
    public static ConversationLine Of(ConversationView view) =>
        Of(new InboxLine(view, new ConversationPreference(null, false)));

    public static MemberNameView Of(MemberName name) => new(name.Account.ToString(), name.Handle);

    public static ReceiptView Of(ReceiptCount count) => new(count.Sequence, count.Delivered, count.Read);

    public static PresenceView Of(Presence presence) =>
        new(presence.Account.ToString(), presence.IsOnline, presence.LastSeen?.ToUnixTimeMilliseconds());

    public static MemberView Of(Member member) => new(
        member.Name.Account.ToString(), member.Name.Handle, WordOf(member.Role), member.JoinedAt.ToUnixTimeMilliseconds(),
        member.Delivered, member.Read);

    public static DeviceView Of(Device device) =>
        new(device.Notice.Id.ToString(), device.Notice.Name, device.Since.ToUnixTimeMilliseconds());

    public static KeyView Of(ClaimedKey key) => new(key.Device.ToString(), key.Package.ToArray(), key.IsLastResort);

    public static ConversationSettings Read(SettingsView settings) => new(
        settings.Title,
        settings.About,
        settings.History switch
        {
            "nothing" => JoinerHistory.Nothing,
            "everything" => JoinerHistory.Everything,
            _ => throw ChatRefusals.Of(ChatRefusal.InvalidSettings),
        },
        settings.AnnouncementsOnly,
        settings.Encrypted);

    private static ConversationLine Of(InboxLine line)
    {
        var view = line.Conversation;
        return new ConversationLine(
            view.Id.ToString(), view.Id.Kind.ToString().ToLowerInvariant(), Of(view.Settings), view.Peer is { } peer ? Of(peer) : null,
            view.MemberCount, WordOf(view.Role), view.First, view.Head, view.Read, view.PeerDelivered, view.PeerRead, view.Epoch, view.Link,
            view.IsBlocked, view.Last is { } last ? Of(last) : null, view.LastAuthor, view.Unread,
            line.Preference.MutedUntil?.ToUnixTimeMilliseconds(), line.Preference.IsArchived);
    }

    private static SettingsView Of(ConversationSettings settings) => new(
        settings.Title,
        settings.About,
        settings.History == JoinerHistory.Everything ? "everything" : "nothing",
        settings.IsAnnouncementsOnly,
        settings.IsEncrypted);

    private static MediaView Of(MediaReference media) => new(media.Id, media.Type, media.Size, media.Name);

    private static string WordOf(MemberRole role) => role.ToString().ToLowerInvariant();

    private static string WordOf(MembershipChange change) => change.ToString().ToLowerInvariant();
}
