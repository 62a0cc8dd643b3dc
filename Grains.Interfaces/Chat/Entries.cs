using System.Collections.Immutable;
using OrleansLld.Accounts;

namespace OrleansLld.Chat;

/// <summary>
/// One entry of a conversation's log. Everything that members see of each other and that lasts is an entry: messages, and also their edits,
/// deletions and reactions, changes of members, and commits of an encrypted group. So one number tells a client whether it has missed
/// anything.
/// </summary>
/// <param name="Sequence">The place in the conversation: from 1, without gaps. The order that people see.</param>
/// <param name="Id">Unique in the cluster: 41 bits of milliseconds, 10 of the node, 12 of a count. At most 2^63 − 1; positive.</param>
/// <param name="At">When the conversation took it, to the millisecond.</param>
/// <param name="Author">Whose doing it is.</param>
/// <param name="ClientId">The id that the author's client made; empty for what the conversation itself says.</param>
/// <param name="Body">What it says.</param>
/// <param name="Revision">
/// The sequence of the entry that changed this one last (an edit, a deletion, a reaction); 0 for none. The body and
/// <paramref name="Reactions"/> are as they stand after it.
/// </param>
/// <param name="Reactions">Of a message: who reacted how, at most one each, in the order of the accounts; at most 1,024.</param>
[GenerateSerializer, Immutable, Alias("chat.entry")]
public sealed record ChatEntry(
    [property: Id(0)] long Sequence,
    [property: Id(1)] long Id,
    [property: Id(2)] DateTimeOffset At,
    [property: Id(3)] AccountId Author,
    [property: Id(4)] string ClientId,
    [property: Id(5)] EntryBody Body,
    [property: Id(6)] long Revision,
    [property: Id(7)] ImmutableArray<Reaction> Reactions);

/// <summary>How somebody reacted to a message.</summary>
/// <param name="Account">Who.</param>
/// <param name="Emoji">1 to 32 UTF-16 units.</param>
[GenerateSerializer, Immutable, Alias("chat.reaction")]
public sealed record Reaction([property: Id(0)] AccountId Account, [property: Id(1)] string Emoji);

/// <summary>What an entry says.</summary>
[GenerateSerializer, Immutable, Alias("chat.body")]
public abstract record EntryBody;

/// <summary>A message in words.</summary>
/// <param name="Text">1 to 4,096 UTF-16 units; well-formed.</param>
/// <param name="ReplyTo">The sequence of the message that this answers; 0 for none.</param>
/// <param name="IsEdited">Whether the author changed it since.</param>
[GenerateSerializer, Immutable, Alias("chat.text")]
public sealed record TextBody(
    [property: Id(0)] string Text, [property: Id(1)] long ReplyTo, [property: Id(2)] bool IsEdited) : EntryBody;

/// <summary>A picture, sound, film or file. The bytes are in the object store; who is a member may read them.</summary>
/// <param name="Media">Where they are, and what.</param>
/// <param name="Caption">At most 1,024 UTF-16 units; may be empty.</param>
/// <param name="ReplyTo">The sequence of the message that this answers; 0 for none.</param>
[GenerateSerializer, Immutable, Alias("chat.media-body")]
public sealed record MediaBody(
    [property: Id(0)] MediaReference Media, [property: Id(1)] string Caption, [property: Id(2)] long ReplyTo) : EntryBody;

/// <summary>Bytes in the object store.</summary>
/// <param name="Id">Drawn when the upload was granted: 32 hexadecimal digits.</param>
/// <param name="Type">The media type, such as <c>image/png</c>; one of those that chat takes.</param>
/// <param name="Size">Bytes, 1 to 64 MiB.</param>
/// <param name="Name">The file's name, 1 to 255 UTF-16 units, without paths.</param>
[GenerateSerializer, Immutable, Alias("chat.media")]
public sealed record MediaReference(
    [property: Id(0)] string Id, [property: Id(1)] string Type, [property: Id(2)] long Size, [property: Id(3)] string Name);

/// <summary>
/// What only the members' devices can read: an MLS PrivateMessage (RFC 9420, section 6.3). Edits and reactions are inside.
/// </summary>
/// <param name="Epoch">The group's epoch in which it was sealed.</param>
/// <param name="Ciphertext">1 byte to 16 KiB.</param>
[GenerateSerializer, Immutable, Alias("chat.sealed")]
public sealed record SealedBody([property: Id(0)] long Epoch, [property: Id(1)] ReadOnlyMemory<byte> Ciphertext) : EntryBody;

/// <summary>
/// The step of an encrypted group to its next epoch. Of several that are sent for one epoch the first wins; the others are refused with
/// <see cref="ChatRefusal.EpochPassed"/>.
/// </summary>
/// <param name="Epoch">The epoch that it ends; 0 for the group's first, which has an empty <paramref name="Commit"/>.</param>
/// <param name="Commit">An MLS message with a Commit, at most 24 KiB.</param>
/// <param name="Welcome">An MLS Welcome for the devices that it adds, at most 24 KiB; empty when it adds none.</param>
/// <param name="GroupInfo">
/// With which a further device of a member may join by an external commit; at most 24 KiB. Kept of the last epoch only.
/// </param>
[GenerateSerializer, Immutable, Alias("chat.commit")]
public sealed record CommitBody(
    [property: Id(0)] long Epoch,
    [property: Id(1)] ReadOnlyMemory<byte> Commit,
    [property: Id(2)] ReadOnlyMemory<byte> Welcome,
    [property: Id(3)] ReadOnlyMemory<byte> GroupInfo) : EntryBody;

/// <summary>The author changed the words of a message; at most 24 hours after it.</summary>
/// <param name="Target">The message.</param>
/// <param name="Text">The new words.</param>
[GenerateSerializer, Immutable, Alias("chat.edited")]
public sealed record EditedBody([property: Id(0)] long Target, [property: Id(1)] string Text) : EntryBody;

/// <summary>
/// The author or an administrator took a message back, for everybody. As the body of the message itself: it is gone, and
/// <paramref name="Target"/> is its own sequence.
/// </summary>
/// <param name="Target">The message.</param>
[GenerateSerializer, Immutable, Alias("chat.deleted")]
public sealed record DeletedBody([property: Id(0)] long Target) : EntryBody;

/// <summary>Somebody reacted to a message.</summary>
/// <param name="Target">The message.</param>
/// <param name="Emoji">1 to 32 UTF-16 units; empty to take one's reaction back.</param>
[GenerateSerializer, Immutable, Alias("chat.reacted")]
public sealed record ReactedBody([property: Id(0)] long Target, [property: Id(1)] string Emoji) : EntryBody;

/// <summary>Members came, left, or have another role.</summary>
/// <param name="Change">What happened.</param>
/// <param name="Members">To whom; at most 64.</param>
[GenerateSerializer, Immutable, Alias("chat.membership-body")]
public sealed record MembershipBody(
    [property: Id(0)] MembershipChange Change, [property: Id(1)] ImmutableArray<MemberName> Members) : EntryBody;

/// <summary>Who a member is.</summary>
/// <param name="Account">The number.</param>
/// <param name="Handle">As written at registration.</param>
[GenerateSerializer, Immutable, Alias("chat.member-name")]
public sealed record MemberName([property: Id(0)] AccountId Account, [property: Id(1)] string Handle);

/// <summary>What happened to members.</summary>
[GenerateSerializer, Alias("chat.membership-change")]
public enum MembershipChange
{
    /// <summary>The conversation began with them.</summary>
    Created = 0,

    /// <summary>The author added them.</summary>
    Added = 1,

    /// <summary>They came by the link.</summary>
    Joined = 2,

    /// <summary>The author removed them.</summary>
    Removed = 3,

    /// <summary>They left.</summary>
    Left = 4,

    /// <summary>They are administrators from now on.</summary>
    Promoted = 5,

    /// <summary>They are no administrators any more.</summary>
    Demoted = 6,
}

/// <summary>An administrator changed the settings.</summary>
/// <param name="Settings">As they are from now on.</param>
[GenerateSerializer, Immutable, Alias("chat.settings-body")]
public sealed record SettingsBody([property: Id(0)] ConversationSettings Settings) : EntryBody;

/// <summary>The settings of a conversation.</summary>
/// <param name="Title">1 to 100 UTF-16 units; empty for a direct conversation, which is called after the other one.</param>
/// <param name="About">At most 512 UTF-16 units.</param>
/// <param name="History">What somebody who joins sees of what was before.</param>
/// <param name="IsAnnouncementsOnly">Whether only administrators write.</param>
/// <param name="IsEncrypted">Whether messages are <see cref="SealedBody"/> and nothing else. Once on it stays on.</param>
[GenerateSerializer, Immutable, Alias("chat.settings")]
public sealed record ConversationSettings(
    [property: Id(0)] string Title,
    [property: Id(1)] string About,
    [property: Id(2)] JoinerHistory History,
    [property: Id(3)] bool IsAnnouncementsOnly,
    [property: Id(4)] bool IsEncrypted);

/// <summary>What somebody who joins sees of what was before.</summary>
[GenerateSerializer, Alias("chat.joiner-history")]
public enum JoinerHistory
{
    /// <summary>Nothing.</summary>
    Nothing = 0,

    /// <summary>Everything.</summary>
    Everything = 1,
}
