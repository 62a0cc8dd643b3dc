using System.Collections.Immutable;
using OrleansLld.Accounts;
using OrleansLld.Storage;

namespace OrleansLld.Chat;

/// <summary>
/// A conversation, keyed by its <see cref="ConversationId"/>: it orders what is said, keeps it, and knows who may do what. What it answers
/// is
/// durable. Every call names the account on whose behalf it is made; who is no member is answered <see cref="ChatRefusal.NotMember"/>,
/// whether the conversation exists or not.
/// </summary>
[Alias("chat.conversation")]
public interface IConversationGrain : IGrainWithStringKey
{
    /// <summary>
    /// Begins the conversation. A repeat answers as the first did; a direct conversation that exists already is answered as begun.
    /// </summary>
    /// <exception cref="StorageUnavailableException">Unknown outcome: send the same command again.</exception>
    [Alias("begin")]
    Task<ConversationReply> Begin(BeginConversation command, CancellationToken cancellationToken);

    /// <summary>
    /// Takes an entry: a message, an edit, a deletion, a reaction, a commit. When it answers, the entry is durable, the inboxes of the
    /// members
    /// know of it, and it is on its way to those who are connected. A repeat of the same client id answers as the first did, if it is among
    /// the last 1,024 entries; a client that resends later looks first whether its message is in the log.
    /// </summary>
    /// <exception cref="StorageUnavailableException">Unknown outcome: send the same command again.</exception>
    [Alias("send")]
    Task<SendReply> Send(SendEntry command, CancellationToken cancellationToken);

    /// <summary>Changes members, roles or settings. A repeat changes nothing and answers as the state is then.</summary>
    /// <exception cref="StorageUnavailableException">Unknown outcome: send the same command again.</exception>
    [Alias("administer")]
    Task<ConversationReply> Administer(AccountId actor, Administration command, CancellationToken cancellationToken);

    /// <summary>Moves a member's watermarks on; they never go back. Those who wrote hear of it.</summary>
    /// <exception cref="StorageUnavailableException">Unknown outcome: send the same again.</exception>
    [Alias("acknowledge")]
    Task<ChatRefusal> Acknowledge(Acknowledgement acknowledgement, CancellationToken cancellationToken);

    /// <summary>A page of the log, of what the member may see.</summary>
    [Alias("entries")]
    Task<EntryPage> Entries(AccountId reader, EntryRange range, CancellationToken cancellationToken);

    /// <summary>The conversation as a member sees it.</summary>
    [Alias("describe")]
    Task<ConversationReply> Describe(AccountId reader, CancellationToken cancellationToken);

    /// <summary>
    /// A page of the members in the order of their numbers, with how far they have read. Of a channel to its administrators only.
    /// </summary>
    [Alias("members")]
    Task<MemberPage> Members(AccountId reader, AccountId after, int limit, CancellationToken cancellationToken);

    /// <summary>How many have got and read each of these entries; at most 100. Of a channel always zero.</summary>
    [Alias("receipts")]
    Task<ImmutableArray<ReceiptCount>> Receipts(AccountId reader, ImmutableArray<long> sequences, CancellationToken cancellationToken);

    /// <summary>Tells the others that the member is writing. Not stored; at most once in 3 seconds, more are passed over.</summary>
    [Alias("typing")]
    Task Typing(AccountId writer, CancellationToken cancellationToken);

    /// <summary>The GroupInfo of the encrypted group's epoch; empty when there is none or the reader is no member.</summary>
    [Alias("group-info")]
    Task<GroupInfoReply> GroupInfo(AccountId reader, CancellationToken cancellationToken);
}

/// <summary>The request to begin a conversation.</summary>
/// <param name="Creator">Owner of a group or channel; one of the two of a direct conversation.</param>
/// <param name="Members">
/// The others, without the creator: one for a direct conversation, at most 63 of a group at its beginning, none of a channel.
/// </param>
/// <param name="Settings">Its settings. Only direct conversations and groups can be encrypted.</param>
[GenerateSerializer, Immutable, Alias("chat.begin")]
public sealed record BeginConversation(
    [property: Id(0)] MemberName Creator,
    [property: Id(1)] ImmutableArray<MemberName> Members,
    [property: Id(2)] ConversationSettings Settings);

/// <summary>The request to add an entry.</summary>
/// <param name="Author">Who.</param>
/// <param name="Device">From which device.</param>
/// <param name="ClientId">Made by the client: 1 to 64 characters; a retry sends the same.</param>
/// <param name="Body">A text, media, sealed, commit, edited, deleted or reacted body.</param>
[GenerateSerializer, Immutable, Alias("chat.send")]
public sealed record SendEntry(
    [property: Id(0)] AccountId Author,
    [property: Id(1)] DeviceId Device,
    [property: Id(2)] string ClientId,
    [property: Id(3)] EntryBody Body);

/// <summary>The answer to a send.</summary>
/// <param name="Refusal"><see cref="ChatRefusal.None"/> when it was taken.</param>
/// <param name="Sequence">The entry's place; 0 when refused.</param>
/// <param name="Id">The entry's id; 0 when refused.</param>
/// <param name="At">When it was taken.</param>
/// <param name="RetryAfter">With <see cref="ChatRefusal.TooFast"/>: how long to wait.</param>
[GenerateSerializer, Immutable, Alias("chat.send-reply")]
public sealed record SendReply(
    [property: Id(0)] ChatRefusal Refusal,
    [property: Id(1)] long Sequence,
    [property: Id(2)] long Id,
    [property: Id(3)] DateTimeOffset At,
    [property: Id(4)] TimeSpan RetryAfter);

/// <summary>How far a device got.</summary>
/// <param name="Account">Whose.</param>
/// <param name="Device">The device.</param>
/// <param name="Delivered">The device has everything up to this.</param>
/// <param name="Read">The person has seen everything up to this, on any device.</param>
[GenerateSerializer, Immutable, Alias("chat.acknowledgement")]
public sealed record Acknowledgement(
    [property: Id(0)] AccountId Account,
    [property: Id(1)] DeviceId Device,
    [property: Id(2)] long Delivered,
    [property: Id(3)] long Read);

/// <summary>Which entries.</summary>
/// <param name="Start">
/// The sequence that is read from, excluded: after it when <paramref name="IsBackward"/> is false, else before it.
/// </param>
/// <param name="IsBackward">Newest first, as a history is read.</param>
/// <param name="Limit">1 to 200.</param>
[GenerateSerializer, Immutable, Alias("chat.entry-range")]
public sealed record EntryRange([property: Id(0)] long Start, [property: Id(1)] bool IsBackward, [property: Id(2)] int Limit);

/// <summary>A page of entries.</summary>
/// <param name="Refusal"><see cref="ChatRefusal.None"/>, or why there is nothing.</param>
/// <param name="Entries">In the order asked for; fewer than asked only at the end, or above 1 MiB.</param>
/// <param name="First">The first sequence that the reader may see.</param>
/// <param name="Head">The last sequence there is, for the reader.</param>
[GenerateSerializer, Immutable, Alias("chat.entry-page")]
public sealed record EntryPage(
    [property: Id(0)] ChatRefusal Refusal,
    [property: Id(1)] ImmutableArray<ChatEntry> Entries,
    [property: Id(2)] long First,
    [property: Id(3)] long Head);

/// <summary>The answer of a conversation.</summary>
/// <param name="Refusal"><see cref="ChatRefusal.None"/> when it was done.</param>
/// <param name="Conversation">As the asker sees it; null when refused, or no member any more.</param>
[GenerateSerializer, Immutable, Alias("chat.conversation-reply")]
public sealed record ConversationReply([property: Id(0)] ChatRefusal Refusal, [property: Id(1)] ConversationView? Conversation);

/// <summary>A conversation as one of its members sees it.</summary>
/// <param name="Id">Which.</param>
/// <param name="Settings">Its settings.</param>
/// <param name="Peer">Of a direct conversation the other one; else null.</param>
/// <param name="MemberCount">How many there are.</param>
/// <param name="Role">The reader's own role.</param>
/// <param name="First">The first sequence that the reader may see.</param>
/// <param name="Head">The last sequence there is.</param>
/// <param name="Read">How far the reader has read.</param>
/// <param name="PeerDelivered">Of a direct conversation how far any device of the other got; of a group the least of all others.</param>
/// <param name="PeerRead">Likewise how far was read.</param>
/// <param name="Epoch">The epoch of the encrypted group; 0 before its first commit.</param>
/// <param name="Link">The token of the join link, to administrators; empty when there is none.</param>
/// <param name="IsBlocked">Of a direct conversation: whether one of the two blocked the other.</param>
/// <param name="Unread">Messages of others above <paramref name="Read"/> among the last 1,024 entries; counted to 999.</param>
/// <param name="Last">The newest message that the reader may see, if it is among the last 128 entries; else null.</param>
/// <param name="LastAuthor">Who wrote it, by name; empty when there is none, or the author is no member any more.</param>
[GenerateSerializer, Immutable, Alias("chat.conversation-view")]
public sealed record ConversationView(
    [property: Id(0)] ConversationId Id,
    [property: Id(1)] ConversationSettings Settings,
    [property: Id(2)] MemberName? Peer,
    [property: Id(3)] long MemberCount,
    [property: Id(4)] MemberRole Role,
    [property: Id(5)] long First,
    [property: Id(6)] long Head,
    [property: Id(7)] long Read,
    [property: Id(8)] long PeerDelivered,
    [property: Id(9)] long PeerRead,
    [property: Id(10)] long Epoch,
    [property: Id(11)] string Link,
    [property: Id(12)] bool IsBlocked,
    [property: Id(13)] int Unread,
    [property: Id(14)] ChatEntry? Last,
    [property: Id(15)] string LastAuthor);

/// <summary>A page of members.</summary>
/// <param name="Refusal"><see cref="ChatRefusal.None"/>, or why there is nothing.</param>
/// <param name="Members">In the order of their numbers; at most 1,000.</param>
[GenerateSerializer, Immutable, Alias("chat.member-page")]
public sealed record MemberPage([property: Id(0)] ChatRefusal Refusal, [property: Id(1)] ImmutableArray<Member> Members);

/// <summary>A member.</summary>
/// <param name="Name">Who.</param>
/// <param name="Role">What they may do.</param>
/// <param name="JoinedAt">Since when.</param>
/// <param name="Delivered">How far any of their devices got.</param>
/// <param name="Read">How far they have read.</param>
[GenerateSerializer, Immutable, Alias("chat.member")]
public sealed record Member(
    [property: Id(0)] MemberName Name,
    [property: Id(1)] MemberRole Role,
    [property: Id(2)] DateTimeOffset JoinedAt,
    [property: Id(3)] long Delivered,
    [property: Id(4)] long Read);

/// <summary>What a member may do.</summary>
[GenerateSerializer, Alias("chat.role")]
public enum MemberRole
{
    /// <summary>Reads, and writes unless it is announcements only.</summary>
    Member = 0,

    /// <summary>Also adds, removes, changes settings and the link, and deletes what others wrote.</summary>
    Administrator = 1,

    /// <summary>
    /// Also appoints administrators. There is one; when the owner leaves, the administrator who is there longest follows.
    /// </summary>
    Owner = 2,
}

/// <summary>How many have an entry.</summary>
/// <param name="Sequence">The entry.</param>
/// <param name="Delivered">Members but for the author whose devices have it.</param>
/// <param name="Read">Of these, who have seen it.</param>
[GenerateSerializer, Immutable, Alias("chat.receipt-count")]
public sealed record ReceiptCount([property: Id(0)] long Sequence, [property: Id(1)] int Delivered, [property: Id(2)] int Read);

/// <summary>The public state of an encrypted group.</summary>
/// <param name="Epoch">Its epoch.</param>
/// <param name="GroupInfo">An MLS GroupInfo; empty when there is none.</param>
[GenerateSerializer, Immutable, Alias("chat.group-info")]
public sealed record GroupInfoReply([property: Id(0)] long Epoch, [property: Id(1)] ReadOnlyMemory<byte> GroupInfo);
