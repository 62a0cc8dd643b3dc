using System.Collections.Immutable;
using OrleansLld.Accounts;
using OrleansLld.Storage;

namespace OrleansLld.Chat;

/// <summary>
/// What an account has to know of its conversations, keyed by the account's number: which they are, and where each stands. The list is
/// durable; where each stands is known from the conversations, which tell before they answer a sender, and which are asked when the grain
/// becomes active. Bodies are never here. When the account is deleted it leaves its groups and channels, its devices are removed and its
/// sessions end.
/// </summary>
[Alias("chat.inbox")]
public interface IInboxGrain : IAccountFollower
{
    /// <summary>
    /// What changed since a cursor, or everything when the cursor is older than what is remembered. A device that has caught up in each
    /// conversation named keeps the new cursor.
    /// </summary>
    /// <param name="device">Which device asks; it is entered as one of the account's on its first call. At most 16.</param>
    /// <param name="cursor">From the last answer; empty at first.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    [Alias("sync")]
    Task<SyncReply> Sync(DeviceNotice device, string cursor, CancellationToken cancellationToken);

    /// <summary>Called by conversations: the account is a member from now on, or no longer. Idempotent.</summary>
    /// <exception cref="StorageUnavailableException">Unknown outcome: tell again.</exception>
    [Alias("enroll")]
    Task<ChatRefusal> Enroll(ConversationId conversation, bool isMember, CancellationToken cancellationToken);

    /// <summary>
    /// Asked by conversations before they begin with the account or add it: <see cref="ChatRefusal.Blocked"/> when it blocked the one who
    /// does so, <see cref="ChatRefusal.Full"/> when it has as many conversations as it may. Whoever joins by itself is asked as its own.
    /// </summary>
    [Alias("admit")]
    Task<ChatRefusal> Admit(ConversationId conversation, AccountId by, CancellationToken cancellationToken);

    /// <summary>
    /// Called by conversations, not by channels: one stands further than before, or where it stood while its watermarks moved. Never goes
    /// back.
    /// </summary>
    [Alias("advance")]
    Task Advance(InboxAdvance advance, CancellationToken cancellationToken);

    /// <summary>How the account wants a conversation: muted, archived.</summary>
    /// <exception cref="StorageUnavailableException">Unknown outcome: send the same again.</exception>
    [Alias("prefer")]
    Task<ChatRefusal> Prefer(ConversationId conversation, ConversationPreference preference, CancellationToken cancellationToken);

    /// <summary>
    /// Blocks an account, or allows it again: a blocked one neither writes directly nor sees presence nor adds to groups.
    /// </summary>
    /// <exception cref="StorageUnavailableException">Unknown outcome: send the same again.</exception>
    /// <returns><see cref="ChatRefusal.Full"/> when it blocked 1,000; <see cref="ChatRefusal.NotAllowed"/> of itself.</returns>
    [Alias("block")]
    Task<ChatRefusal> Block(MemberName account, bool isBlocked, CancellationToken cancellationToken);

    /// <summary>Whom the account blocked, in the order of their numbers; at most 1,000.</summary>
    [Alias("blocked")]
    Task<ImmutableArray<MemberName>> Blocked(CancellationToken cancellationToken);

    /// <summary>The account's devices, oldest first.</summary>
    [Alias("devices")]
    Task<ImmutableArray<Device>> Devices(CancellationToken cancellationToken);

    /// <summary>Removes a device: it syncs no more, and its keys are withdrawn. Idempotent.</summary>
    /// <exception cref="StorageUnavailableException">Unknown outcome: send the same again.</exception>
    [Alias("remove-device")]
    Task RemoveDevice(DeviceId device, CancellationToken cancellationToken);
}

/// <summary>What a device says of itself.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">In words, such as "Firefox on Linux": 1 to 64 UTF-16 units.</param>
[GenerateSerializer, Immutable, Alias("chat.device-notice")]
public sealed record DeviceNotice([property: Id(0)] DeviceId Id, [property: Id(1)] string Name);

/// <summary>A device of an account.</summary>
/// <param name="Notice">What it said of itself.</param>
/// <param name="Since">When it was first there.</param>
[GenerateSerializer, Immutable, Alias("chat.device")]
public sealed record Device([property: Id(0)] DeviceNotice Notice, [property: Id(1)] DateTimeOffset Since);

/// <summary>What changed.</summary>
/// <param name="Refusal">
/// <see cref="ChatRefusal.None"/>, or <see cref="ChatRefusal.NoSuchDevice"/> of a removed device or one too many.
/// </param>
/// <param name="Cursor">For the next sync; at most 64 characters.</param>
/// <param name="IsWhole">Whether these are all conversations, so that one that is not there is left; else only those that changed.</param>
/// <param name="Conversations">The newest first; at most 1,000, which is as many as an account may have.</param>
/// <param name="Left">Conversations that the account is no member of any more.</param>
[GenerateSerializer, Immutable, Alias("chat.sync-reply")]
public sealed record SyncReply(
    [property: Id(0)] ChatRefusal Refusal,
    [property: Id(1)] string Cursor,
    [property: Id(2)] bool IsWhole,
    [property: Id(3)] ImmutableArray<InboxLine> Conversations,
    [property: Id(4)] ImmutableArray<ConversationId> Left);

/// <summary>A line of the list of chats.</summary>
/// <param name="Conversation">As the account sees it; a channel's head may be five minutes old, unless all were asked for.</param>
/// <param name="Preference">How the account wants it.</param>
[GenerateSerializer, Immutable, Alias("chat.inbox-line")]
public sealed record InboxLine(
    [property: Id(0)] ConversationView Conversation,
    [property: Id(1)] ConversationPreference Preference);

/// <summary>How an account wants a conversation.</summary>
/// <param name="MutedUntil">No notifications until then; null for notifications.</param>
/// <param name="IsArchived">Out of the list until somebody writes.</param>
[GenerateSerializer, Immutable, Alias("chat.preference")]
public sealed record ConversationPreference([property: Id(0)] DateTimeOffset? MutedUntil, [property: Id(1)] bool IsArchived);

/// <summary>Where a conversation stands.</summary>
/// <param name="Conversation">Which.</param>
/// <param name="Head">Its last sequence.</param>
[GenerateSerializer, Immutable, Alias("chat.inbox-advance")]
public sealed record InboxAdvance([property: Id(0)] ConversationId Conversation, [property: Id(1)] long Head);
