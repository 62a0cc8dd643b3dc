using MessagePack;

namespace OrleansLld.Chat;

/// <summary>
/// What the hub <c>/hubs/chat</c> tells a client. A client keeps for each conversation the last sequence up to which it has everything.
/// Entries that come with the next sequence are shown; a higher one means that something is missing, and <c>Entries</c> has it; one that is
/// not higher is known already and dropped. After each connect, and after <see cref="Resync"/>, it calls <c>Sync</c> with its cursor and
/// then <c>Entries</c> for every conversation whose head is above what it has. Account numbers are decimal strings, bytes base64.
/// </summary>
public interface IChatClient
{
    /// <summary>New entries, in order and without a gap between them.</summary>
    Task Entries(EntriesPush push);

    /// <summary>
    /// The watermarks of the other one of a direct conversation, or one's own moved on another device. They only grow: what is below an
    /// earlier one came late and is passed over.
    /// </summary>
    Task Watermarks(WatermarkPush push);

    /// <summary>How many of a group have one's own newest messages.</summary>
    Task Receipts(ReceiptsPush push);

    /// <summary>Somebody is writing; it holds for 5 seconds.</summary>
    Task Typing(TypingPush push);

    /// <summary>Somebody whose conversation is open came or went.</summary>
    Task Presence(PresenceView presence);

    /// <summary>A conversation began, is left, or has other settings or members: call <c>Sync</c>.</summary>
    Task Conversation(string conversation);

    /// <summary>A key package of this device was taken; publish more when few are left.</summary>
    Task Keys(int left);

    /// <summary>Something was missed for sure: call <c>Sync</c>.</summary>
    Task Resync();

    /// <summary>The device was removed or the account is gone; the connection ends.</summary>
    Task Closed();
}

/// <summary>New entries.</summary>
/// <param name="Conversation">Which conversation's.</param>
/// <param name="Entries">At least one.</param>
[MessagePackObject]
public sealed record EntriesPush(
    [property: Key("conversation")] string Conversation, [property: Key("entries")] EntryView[] Entries);

/// <summary>Watermarks.</summary>
/// <param name="Conversation">Which conversation's.</param>
/// <param name="Account">Whose.</param>
/// <param name="Delivered">How far any of their devices got.</param>
/// <param name="Read">How far they have read.</param>
[MessagePackObject]
public sealed record WatermarkPush(
    [property: Key("conversation")] string Conversation,
    [property: Key("account")] string Account,
    [property: Key("delivered")] long Delivered,
    [property: Key("read")] long Read);

/// <summary>Receipts of a group.</summary>
/// <param name="Conversation">Which conversation's.</param>
/// <param name="Counts">Of own messages.</param>
[MessagePackObject]
public sealed record ReceiptsPush(
    [property: Key("conversation")] string Conversation, [property: Key("counts")] ReceiptView[] Counts);

/// <summary>How many have an entry.</summary>
/// <param name="Sequence">The entry.</param>
/// <param name="Delivered">Members but for the author whose devices have it.</param>
/// <param name="Read">Of these, who have seen it.</param>
[MessagePackObject]
public sealed record ReceiptView(
    [property: Key("sequence")] long Sequence, [property: Key("delivered")] int Delivered, [property: Key("read")] int Read);

/// <summary>Somebody is writing.</summary>
/// <param name="Conversation">Where.</param>
/// <param name="Account">Who.</param>
[MessagePackObject]
public sealed record TypingPush([property: Key("conversation")] string Conversation, [property: Key("account")] string Account);

/// <summary>Whether somebody is there.</summary>
/// <param name="Account">Who.</param>
/// <param name="Online">Whether a device is connected; false when the account does not tell.</param>
/// <param name="LastSeen">When, in milliseconds; null when online, never, or not told.</param>
[MessagePackObject]
public sealed record PresenceView(
    [property: Key("account")] string Account, [property: Key("online")] bool Online, [property: Key("lastSeen")] long? LastSeen);

/// <summary>An entry of a conversation. Which fields are set depends on its kind.</summary>
/// <param name="Sequence">From 1, without gaps; the order to show.</param>
/// <param name="Id">Unique in the cluster; a decimal string, as it has more than 53 bits.</param>
/// <param name="At">When, in milliseconds.</param>
/// <param name="Author">Whose doing it is.</param>
/// <param name="ClientId">The id that the author's client made; empty for what the conversation itself says.</param>
/// <param name="Kind">
/// <c>text</c>, <c>media</c>, <c>sealed</c>, <c>commit</c>, <c>edited</c>, <c>deleted</c>, <c>reacted</c>, <c>membership</c>,
/// <c>settings</c>.
/// </param>
/// <param name="Text">Of text and edited: the words; of media: the caption.</param>
/// <param name="ReplyTo">Of text and media: the message that it answers; 0 for none.</param>
/// <param name="Edited">Of text: whether it was changed since.</param>
/// <param name="Target">Of edited, deleted, reacted: which message.</param>
/// <param name="Emoji">Of reacted: with what; empty for taken back.</param>
/// <param name="Media">Of media.</param>
/// <param name="Epoch">Of sealed and commit.</param>
/// <param name="Bytes">Of sealed: the ciphertext; of commit: the Commit.</param>
/// <param name="Welcome">Of commit: the Welcome, when it adds devices.</param>
/// <param name="Change">
/// Of membership: <c>created</c>, <c>added</c>, <c>joined</c>, <c>removed</c>, <c>left</c>, <c>promoted</c>, <c>demoted</c>.
/// </param>
/// <param name="Members">Of membership: to whom.</param>
/// <param name="Settings">Of settings: as they are from then on.</param>
/// <param name="Revision">The entry that changed this one last; 0 for none.</param>
/// <param name="Reactions">Of a message: who reacted how.</param>
[MessagePackObject]
public sealed record EntryView(
    [property: Key("sequence")] long Sequence,
    [property: Key("id")] string Id,
    [property: Key("at")] long At,
    [property: Key("author")] string Author,
    [property: Key("clientId")] string ClientId,
    [property: Key("kind")] string Kind,
    [property: Key("text")] string? Text,
    [property: Key("replyTo")] long ReplyTo,
    [property: Key("edited")] bool Edited,
    [property: Key("target")] long Target,
    [property: Key("emoji")] string? Emoji,
    [property: Key("media")] MediaView? Media,
    [property: Key("epoch")] long Epoch,
    [property: Key("bytes")] byte[]? Bytes,
    [property: Key("welcome")] byte[]? Welcome,
    [property: Key("change")] string? Change,
    [property: Key("members")] MemberNameView[]? Members,
    [property: Key("settings")] SettingsView? Settings,
    [property: Key("revision")] long Revision,
    [property: Key("reactions")] ReactionView[] Reactions);

/// <summary>
/// Bytes in the object store; <c>GET /api/chat/conversations/{conversation}/media/{id}</c> gives a member a link to read them.
/// </summary>
/// <param name="Id">32 hexadecimal digits.</param>
/// <param name="Type">The media type.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Name">The file's name.</param>
[MessagePackObject]
public sealed record MediaView(
    [property: Key("id")] string Id,
    [property: Key("type")] string Type,
    [property: Key("size")] long Size,
    [property: Key("name")] string Name);

/// <summary>Who somebody is.</summary>
/// <param name="Account">The number.</param>
/// <param name="Handle">The name.</param>
[MessagePackObject]
public sealed record MemberNameView([property: Key("account")] string Account, [property: Key("handle")] string Handle);

/// <summary>A reaction.</summary>
/// <param name="Account">Whose.</param>
/// <param name="Emoji">Which.</param>
[MessagePackObject]
public sealed record ReactionView([property: Key("account")] string Account, [property: Key("emoji")] string Emoji);

/// <summary>The settings of a conversation.</summary>
/// <param name="Title">1 to 100 UTF-16 units; empty for a direct conversation.</param>
/// <param name="About">At most 512 UTF-16 units.</param>
/// <param name="History">What a joiner sees of what was before: <c>nothing</c> or <c>everything</c>.</param>
/// <param name="AnnouncementsOnly">Whether only administrators write.</param>
/// <param name="Encrypted">Whether messages are sealed. Once on it stays on.</param>
[MessagePackObject]
public sealed record SettingsView(
    [property: Key("title")] string Title,
    [property: Key("about")] string About,
    [property: Key("history")] string History,
    [property: Key("announcementsOnly")] bool AnnouncementsOnly,
    [property: Key("encrypted")] bool Encrypted);
