using System.Collections.Immutable;
using System.IO.Hashing;
using Orleans.Serialization;
using OrleansLld.Accounts;

namespace OrleansLld.Chat;

/// <summary>What the rules need to know of a body, and what a change makes of a message.</summary>
internal static class Bodies
{
    private const long MediaBytesMax = 64 << 20;
    private const int MediaNameMax = 255;
    private const int MediaTypeMax = 127;
    private const int ReactionsMax = 1_024;

    /// <summary>The posting that a command asks for; null when its body is not well-formed.</summary>
    public static Posting? Read(SendEntry command, Serializer<EntryBody> serializer)
    {
        if (!ChatLimits.IsText(command.ClientId, 1, ChatLimits.ClientIdMax) || !IsWellFormed(command.Body))
            return null;
        var digest = XxHash3.HashToUInt64(serializer.SerializeToArray(command.Body));
        var (kind, reference, epoch) = command.Body switch
        {
            TextBody text => (EntryKind.Text, text.ReplyTo, 0L),
            MediaBody media => (EntryKind.Media, media.ReplyTo, 0L),
            SealedBody body => (EntryKind.Sealed, 0L, body.Epoch),
            CommitBody commit => (EntryKind.Commit, 0L, commit.Epoch),
            EditedBody edited => (EntryKind.Edited, edited.Target, 0L),
            DeletedBody deleted => (EntryKind.Deleted, deleted.Target, 0L),
            ReactedBody reacted => (EntryKind.Reacted, reacted.Target, 0L),
            _ => throw new InvalidOperationException($"{command.Body.GetType().Name} is well-formed and unknown."),
        };
        return new Posting(command.Author.Value, command.ClientId, digest, kind, reference, epoch);
    }

    /// <summary>What the rules look at of the message that is referred to.</summary>
    public static ReferredMessage? Referred(ChatEntry? entry) =>
        entry is null ? null : new(entry.Author.Value, KindOf(entry.Body), entry.At);

    /// <summary>The message after an edit, a deletion or a reaction; null when the body changes none.</summary>
    public static ChatEntry? Changed(ChatEntry? target, EntryBody change, AccountId author, long sequence) => (target, change) switch
    {
        ({ Body: TextBody text }, EditedBody edited) =>
            target with { Body = text with { Text = edited.Text, IsEdited = true }, Revision = sequence },
        ({ Body: MediaBody media }, EditedBody edited) =>
            target with { Body = media with { Caption = edited.Text }, Revision = sequence },
        ({ }, DeletedBody) =>
            target with { Body = new DeletedBody(target.Sequence), Reactions = [], Revision = sequence },
        ({ }, ReactedBody reacted) =>
            target with { Reactions = Reacted(target.Reactions, author, reacted.Emoji), Revision = sequence },
        _ => null,
    };

    /// <summary>About how many bytes it takes in a page.</summary>
    public static long SizeOf(ChatEntry entry) => SizeOf(entry.Body) + 48L * entry.Reactions.Length;

    /// <summary>About how many bytes it takes in a page.</summary>
    public static long SizeOf(EntryBody body) => body switch
    {
        TextBody text => 2L * text.Text.Length,
        MediaBody media => 2L * media.Caption.Length,
        SealedBody message => message.Ciphertext.Length,
        CommitBody commit => commit.Commit.Length + commit.Welcome.Length + commit.GroupInfo.Length,
        EditedBody edited => 2L * edited.Text.Length,
        MembershipBody membership => 64L * membership.Members.Length,
        _ => 64,
    };

    private static EntryKind KindOf(EntryBody body) => body switch
    {
        TextBody => EntryKind.Text,
        MediaBody => EntryKind.Media,
        SealedBody => EntryKind.Sealed,
        DeletedBody => EntryKind.Deleted,
        _ => EntryKind.Membership,
    };

    private static bool IsWellFormed(EntryBody body) => body switch
    {
        TextBody text => !text.IsEdited && text.ReplyTo >= 0 && ChatLimits.IsText(text.Text, 1, ChatLimits.TextMax),
        MediaBody media => media.ReplyTo >= 0 && ChatLimits.IsText(media.Caption, 0, ChatLimits.CaptionMax) && IsMedia(media.Media),
        SealedBody message => message.Ciphertext.Length is > 0 and <= ChatLimits.CiphertextBytesMax,
        CommitBody commit => IsCommit(commit),
        EditedBody edited => edited.Target > 0 && ChatLimits.IsText(edited.Text, 1, ChatLimits.TextMax),
        DeletedBody deleted => deleted.Target > 0,
        ReactedBody reacted => reacted.Target > 0 && ChatLimits.IsText(reacted.Emoji, 0, ChatLimits.EmojiMax),
        _ => false,
    };

    private static bool IsMedia(MediaReference media) =>
        Guid.TryParseExact(media.Id, "N", out _)
        && media.Size is > 0 and <= MediaBytesMax
        && media.Type.Length is > 0 and <= MediaTypeMax
        && ChatLimits.IsText(media.Name, 1, MediaNameMax)
        && !media.Name.AsSpan().ContainsAny('/', '\\');

    private static bool IsCommit(CommitBody commit) =>
        commit.Epoch >= 0
        && (commit.Epoch == 0) == commit.Commit.IsEmpty
        && commit.Commit.Length <= ChatLimits.CommitBytesMax
        && commit.Welcome.Length <= ChatLimits.CommitBytesMax
        && commit.GroupInfo.Length <= ChatLimits.CommitBytesMax;

    private static ImmutableArray<Reaction> Reacted(ImmutableArray<Reaction> reactions, AccountId author, string emoji)
    {
        var others = reactions.RemoveAll(reaction => reaction.Account == author);
        if (emoji.Length == 0 || others.Length == ReactionsMax)
            return others;
        var place = others.Count(reaction => reaction.Account.Value < author.Value);
        return others.Insert(place, new Reaction(author, emoji));
    }
}
