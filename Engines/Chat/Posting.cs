namespace OrleansLld.Chat;

/// <summary>What kind of entry it is. The numbers are stored.</summary>
public enum EntryKind
{
    Text = 0,
    Media = 1,
    Sealed = 2,
    Commit = 3,
    Edited = 4,
    Deleted = 5,
    Reacted = 6,
    Membership = 7,
    Terms = 8,
}

/// <summary>What somebody wants to add to a conversation, as far as the rules look at it: the words themselves pass by.</summary>
/// <param name="Author">The account.</param>
/// <param name="ClientId">Made by the client.</param>
/// <param name="Digest">Of the body, to tell a repeat from another message with the same id.</param>
/// <param name="Kind">Not a membership or terms entry: these come from the conversation itself.</param>
/// <param name="Reference">The message that it answers, changes or reacts to; 0 for none.</param>
/// <param name="Epoch">Of a sealed message or a commit.</param>
public readonly record struct Posting(long Author, string ClientId, ulong Digest, EntryKind Kind, long Reference, long Epoch)
{
    /// <summary>Whether it is something that a person wrote, so that it counts as unread.</summary>
    public static bool IsMessage(EntryKind kind) => kind is EntryKind.Text or EntryKind.Media or EntryKind.Sealed;
}

/// <summary>The message that a posting refers to, as it stands.</summary>
/// <param name="Author">Whose it is.</param>
/// <param name="Kind">What it is now; deleted when it was taken back.</param>
/// <param name="At">When it was written.</param>
public readonly record struct ReferredMessage(long Author, EntryKind Kind, DateTimeOffset At);

/// <summary>When something is decided, and the id that its entry gets.</summary>
public readonly record struct Stamp(long Id, DateTimeOffset At);

/// <summary>An entry that was taken lately.</summary>
public sealed record RecentEntry(long Sequence, long Id, DateTimeOffset At, long Author, string ClientId, ulong Digest, EntryKind Kind);
