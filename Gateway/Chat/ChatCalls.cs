using MessagePack;

namespace OrleansLld.Chat;

/// <summary>What a device says of itself when it connects.</summary>
/// <param name="Device">Drawn by the client and kept: 32 hexadecimal digits.</param>
/// <param name="Name">In words, 1 to 64 UTF-16 units.</param>
/// <param name="Cursor">From the last sync; empty at first.</param>
[MessagePackObject]
public sealed record DeviceHello(
    [property: Key("device")] string Device, [property: Key("name")] string Name, [property: Key("cursor")] string Cursor);

/// <summary>What changed since a cursor.</summary>
/// <param name="Account">The caller's own number.</param>
/// <param name="Cursor">For the next sync, once all of this is taken.</param>
/// <param name="Whole">Whether these are all conversations; else only those that changed.</param>
/// <param name="Conversations">The newest first.</param>
/// <param name="Left">Conversations that the account is no member of any more.</param>
[MessagePackObject]
public sealed record SyncView(
    [property: Key("account")] string Account,
    [property: Key("cursor")] string Cursor,
    [property: Key("whole")] bool Whole,
    [property: Key("conversations")] ConversationLine[] Conversations,
    [property: Key("left")] string[] Left);

/// <summary>A conversation as the caller sees it.</summary>
/// <param name="Id"><c>d.7.12</c>, <c>g.…</c> or <c>c.…</c>.</param>
/// <param name="Kind"><c>direct</c>, <c>group</c> or <c>channel</c>.</param>
/// <param name="Settings">Its settings.</param>
/// <param name="Peer">Of a direct conversation the other one; else null.</param>
/// <param name="MemberCount">How many there are.</param>
/// <param name="Role"><c>member</c>, <c>administrator</c> or <c>owner</c>.</param>
/// <param name="First">The first sequence that the caller may see.</param>
/// <param name="Head">The last sequence there is.</param>
/// <param name="Read">How far the caller has read.</param>
/// <param name="PeerDelivered">How far any device of the other got; of a group the least of all others.</param>
/// <param name="PeerRead">Likewise how far was read.</param>
/// <param name="Epoch">Of an encrypted one; 0 before its first commit.</param>
/// <param name="Link">The token of the join link, to administrators; empty when there is none.</param>
/// <param name="Blocked">Whether one of the two blocked the other.</param>
/// <param name="Last">The newest message; null when there is none.</param>
/// <param name="LastAuthor">Who wrote it, by name.</param>
/// <param name="Unread">Messages of others that were not read; counted to 999.</param>
/// <param name="MutedUntil">In milliseconds; null for not muted.</param>
/// <param name="Archived">Out of the list until somebody writes.</param>
[MessagePackObject]
public sealed record ConversationLine(
    [property: Key("id")] string Id,
    [property: Key("kind")] string Kind,
    [property: Key("settings")] SettingsView Settings,
    [property: Key("peer")] MemberNameView? Peer,
    [property: Key("memberCount")] long MemberCount,
    [property: Key("role")] string Role,
    [property: Key("first")] long First,
    [property: Key("head")] long Head,
    [property: Key("read")] long Read,
    [property: Key("peerDelivered")] long PeerDelivered,
    [property: Key("peerRead")] long PeerRead,
    [property: Key("epoch")] long Epoch,
    [property: Key("link")] string Link,
    [property: Key("blocked")] bool Blocked,
    [property: Key("last")] EntryView? Last,
    [property: Key("lastAuthor")] string LastAuthor,
    [property: Key("unread")] int Unread,
    [property: Key("mutedUntil")] long? MutedUntil,
    [property: Key("archived")] bool Archived);

/// <summary>What is to be sent. Which fields are read depends on the kind.</summary>
/// <param name="Conversation">Where to.</param>
/// <param name="ClientId">Made by the client, 1 to 64 characters; a retry sends the same.</param>
/// <param name="Kind"><c>text</c>, <c>media</c>, <c>sealed</c>, <c>commit</c>, <c>edited</c>, <c>deleted</c>, <c>reacted</c>.</param>
/// <param name="Text">Of text and edited: the words; of media: the caption.</param>
/// <param name="ReplyTo">Of text and media; 0 for none.</param>
/// <param name="Target">Of edited, deleted, reacted.</param>
/// <param name="Emoji">Of reacted; empty to take it back.</param>
/// <param name="Media">Of media.</param>
/// <param name="Epoch">Of sealed and commit.</param>
/// <param name="Bytes">Of sealed and commit.</param>
/// <param name="Welcome">Of commit, when it adds devices.</param>
/// <param name="GroupInfo">Of commit.</param>
[MessagePackObject]
public sealed record OutgoingEntry(
    [property: Key("conversation")] string Conversation,
    [property: Key("clientId")] string ClientId,
    [property: Key("kind")] string Kind,
    [property: Key("text")] string? Text = null,
    [property: Key("replyTo")] long ReplyTo = 0,
    [property: Key("target")] long Target = 0,
    [property: Key("emoji")] string? Emoji = null,
    [property: Key("media")] MediaView? Media = null,
    [property: Key("epoch")] long Epoch = 0,
    [property: Key("bytes")] byte[]? Bytes = null,
    [property: Key("welcome")] byte[]? Welcome = null,
    [property: Key("groupInfo")] byte[]? GroupInfo = null);

/// <summary>An entry that was taken: it is durable.</summary>
/// <param name="Sequence">Its place.</param>
/// <param name="Id">Its id; a decimal string.</param>
/// <param name="At">When, in milliseconds.</param>
[MessagePackObject]
public sealed record SentEntry([property: Key("sequence")] long Sequence, [property: Key("id")] string Id, [property: Key("at")] long At);

/// <summary>A page of entries.</summary>
/// <param name="Entries">In the order asked for; fewer than asked only at the end or when they are large.</param>
/// <param name="First">The first sequence that the caller may see.</param>
/// <param name="Head">The last there is.</param>
[MessagePackObject]
public sealed record EntriesView(
    [property: Key("entries")] EntryView[] Entries, [property: Key("first")] long First, [property: Key("head")] long Head);

/// <summary>A member.</summary>
/// <param name="Account">Who.</param>
/// <param name="Handle">The name.</param>
/// <param name="Role"><c>member</c>, <c>administrator</c> or <c>owner</c>.</param>
/// <param name="JoinedAt">Since when, in milliseconds.</param>
/// <param name="Delivered">How far any of their devices got.</param>
/// <param name="Read">How far they have read.</param>
[MessagePackObject]
public sealed record MemberView(
    [property: Key("account")] string Account,
    [property: Key("handle")] string Handle,
    [property: Key("role")] string Role,
    [property: Key("joinedAt")] long JoinedAt,
    [property: Key("delivered")] long Delivered,
    [property: Key("read")] long Read);

/// <summary>A request to begin a conversation.</summary>
/// <param name="Id">
/// Of a group or channel: drawn by the client, <c>g.</c> or <c>c.</c> and 32 hexadecimal digits; empty for a direct one.
/// </param>
/// <param name="Handles">The others: one for a direct conversation, at most 63 for a group, none for a channel.</param>
/// <param name="Settings">Its settings.</param>
[MessagePackObject]
public sealed record NewConversation(
    [property: Key("id")] string Id, [property: Key("handles")] string[] Handles, [property: Key("settings")] SettingsView Settings);

/// <summary>A change of members, roles or settings. Which fields are read depends on the kind.</summary>
/// <param name="Conversation">Which.</param>
/// <param name="Kind">
/// <c>add</c>, <c>remove</c>, <c>leave</c>, <c>promote</c>, <c>demote</c>, <c>settings</c>, <c>link</c>, <c>unlink</c>, <c>join</c>.
/// </param>
/// <param name="Handles">Of add: whom.</param>
/// <param name="Account">Of remove, promote, demote: whom.</param>
/// <param name="Settings">Of settings.</param>
/// <param name="Token">Of join: what the link says; of link: 32 hexadecimal digits drawn by the client.</param>
[MessagePackObject]
public sealed record ConversationChange(
    [property: Key("conversation")] string Conversation,
    [property: Key("kind")] string Kind,
    [property: Key("handles")] string[]? Handles = null,
    [property: Key("account")] string? Account = null,
    [property: Key("settings")] SettingsView? Settings = null,
    [property: Key("token")] string? Token = null);

/// <summary>A key package of somebody's device.</summary>
/// <param name="Device">Whose.</param>
/// <param name="Package">An MLS KeyPackage.</param>
/// <param name="LastResort">Whether others may get the same.</param>
[MessagePackObject]
public sealed record KeyView(
    [property: Key("device")] string Device,
    [property: Key("package")] byte[] Package,
    [property: Key("lastResort")] bool LastResort);

/// <summary>The public state of an encrypted group.</summary>
/// <param name="Epoch">Its epoch.</param>
/// <param name="GroupInfo">An MLS GroupInfo; empty when there is none.</param>
[MessagePackObject]
public sealed record GroupInfoView([property: Key("epoch")] long Epoch, [property: Key("groupInfo")] byte[] GroupInfo);

/// <summary>A device of the caller.</summary>
/// <param name="Device">Which.</param>
/// <param name="Name">In words.</param>
/// <param name="Since">In milliseconds.</param>
[MessagePackObject]
public sealed record DeviceView(
    [property: Key("device")] string Device, [property: Key("name")] string Name, [property: Key("since")] long Since);
