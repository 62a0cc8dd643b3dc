namespace OrleansLld.Chat;

/// <summary>What becomes of something that somebody wants to say.</summary>
/// <param name="Fault">Why not; <see cref="ChatFault.None"/> when it is taken or was before.</param>
/// <param name="Event">What is to be written; null when refused, and for a repeat.</param>
/// <param name="Repeated">Of a repeat: the entry that was taken the first time.</param>
/// <param name="RetryAfter">Of one that came too fast: how long to wait.</param>
public readonly record struct PostingRuling(
    ChatFault Fault, ConversationEvent.Posted? Event, RecentEntry? Repeated, TimeSpan RetryAfter = default)
{
    public static PostingRuling Refuse(ChatFault fault) => new(fault, null, null);
}

/// <summary>Who may say what. How often is asked elsewhere (<see cref="SendBudgets"/>), as it is nobody's history.</summary>
public static class PostingRules
{
    /// <param name="conversation">Where.</param>
    /// <param name="posting">What.</param>
    /// <param name="referred">The message that it refers to; null when it refers to none that is there.</param>
    /// <param name="stamp">For its entry.</param>
    public static PostingRuling Decide(Conversation conversation, in Posting posting, ReferredMessage? referred, in Stamp stamp)
    {
        if (conversation.Terms is not { } terms || conversation.Find(posting.Author) is not { } author)
            return PostingRuling.Refuse(ChatFault.NotMember);
        if (conversation.FindRecent(posting.Author, posting.ClientId) is { } before)
        {
            return before.Digest == posting.Digest
                ? new PostingRuling(ChatFault.None, null, before)
                : PostingRuling.Refuse(ChatFault.ClientIdTaken);
        }

        var fault = FaultOf(conversation, terms, author, posting);
        if (fault == ChatFault.None)
            fault = ReferenceFaultOf(author, posting, referred, stamp.At);
        return fault != ChatFault.None
            ? PostingRuling.Refuse(fault)
            : new PostingRuling(
                ChatFault.None,
                new ConversationEvent.Posted(stamp.Id, stamp.At, posting.Author, posting.ClientId, posting.Digest, posting.Kind),
                null);
    }

    private static ChatFault FaultOf(Conversation conversation, ChatTerms terms, Participant author, in Posting posting)
    {
        if (conversation.IsBlocked)
            return ChatFault.Blocked;
        var isSaid = Posting.IsMessage(posting.Kind) || posting.Kind == EntryKind.Edited;
        if (terms.IsAnnouncementsOnly && author.Rank == Rank.Member && isSaid)
            return ChatFault.NotAllowed;
        var isSealed = posting.Kind is EntryKind.Sealed or EntryKind.Commit;
        if (terms.IsEncrypted != isSealed && posting.Kind != EntryKind.Deleted)
            return ChatFault.WrongEncryption;
        return posting.Kind switch
        {
            EntryKind.Commit when posting.Epoch != conversation.Epoch => ChatFault.EpochPassed,
            EntryKind.Sealed when !IsOfLate(posting.Epoch, conversation.Epoch) => ChatFault.EpochPassed,
            EntryKind.Membership or EntryKind.Terms => ChatFault.InvalidBody,
            _ => ChatFault.None,
        };
    }

    private static bool IsOfLate(long epoch, long current) => epoch >= 1 && epoch <= current && epoch >= current - ChatLimits.EpochsBack;

    private static ChatFault ReferenceFaultOf(Participant author, in Posting posting, ReferredMessage? referred, DateTimeOffset now)
    {
        if (posting.Reference == 0)
            return posting.Kind is EntryKind.Edited or EntryKind.Deleted or EntryKind.Reacted ? ChatFault.NoSuchMessage : ChatFault.None;
        if (posting.Reference < author.First || referred is not { } message || !Posting.IsMessage(message.Kind))
            return ChatFault.NoSuchMessage;
        return posting.Kind switch
        {
            EntryKind.Edited when message.Author != author.Account => ChatFault.NotAllowed,
            EntryKind.Edited when now - message.At > ChatLimits.EditableFor => ChatFault.TooLate,
            EntryKind.Deleted when message.Author != author.Account && author.Rank == Rank.Member => ChatFault.NotAllowed,
            _ => ChatFault.None,
        };
    }
}
