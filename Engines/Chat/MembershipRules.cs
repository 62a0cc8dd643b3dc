using System.Collections.Immutable;

namespace OrleansLld.Chat;

/// <summary>What becomes of a command that changes who takes part, or the terms.</summary>
/// <param name="Fault">Why not; <see cref="ChatFault.None"/> when it is done.</param>
/// <param name="Events">What is to be written; nothing when refused or when it is so already. A posted event comes last.</param>
/// <param name="Notice">What the entry says that goes with it; null when nothing is said.</param>
public readonly record struct MembershipRuling(ChatFault Fault, ImmutableArray<ConversationEvent> Events, ChatNotice? Notice)
{
    /// <summary>It is so already.</summary>
    public static MembershipRuling Nothing => new(ChatFault.None, [], null);

    public static MembershipRuling Refuse(ChatFault fault) => new(fault, [], null);
}

/// <summary>What the conversation itself says in an entry.</summary>
/// <param name="Change">What happened to the members; null when the terms changed.</param>
/// <param name="Members">To whom.</param>
public sealed record ChatNotice(NoticedChange? Change, ImmutableArray<NamedAccount> Members);

/// <summary>An account and what it is called.</summary>
public readonly record struct NamedAccount(long Account, string Handle);

/// <summary>What happened to members; the numbers are the contract's.</summary>
public enum NoticedChange
{
    Created = 0,
    Added = 1,
    Joined = 2,
    Removed = 3,
    Left = 4,
    Promoted = 5,
    Demoted = 6,
}

/// <summary>Who may change who takes part. Times and ids come with the stamp.</summary>
public static class MembershipRules
{
    public static MembershipRuling Begin(
        Conversation conversation,
        ConversationForm form,
        in NamedAccount creator,
        ImmutableArray<NamedAccount> others,
        ChatTerms terms,
        in Stamp stamp)
    {
        if (conversation.Terms is not null)
            return conversation.Find(creator.Account) is null ? MembershipRuling.Refuse(ChatFault.NotMember) : MembershipRuling.Nothing;
        if (!AreTerms(terms, form))
            return MembershipRuling.Refuse(ChatFault.InvalidSettings);
        var events = ImmutableArray.CreateBuilder<ConversationEvent>();
        events.Add(new ConversationEvent.Begun(form, terms));
        events.Add(Joined(creator, form == ConversationForm.Direct ? Rank.Member : Rank.Owner, 1, stamp));
        foreach (var other in others)
            events.Add(Joined(other, Rank.Member, 1, stamp));
        return Said(creator.Account, events, new ChatNotice(NoticedChange.Created, [creator, .. others]), stamp);
    }

    public static MembershipRuling Add(Conversation conversation, long actor, ImmutableArray<NamedAccount> members, in Stamp stamp)
    {
        if (FaultOf(conversation, actor, Rank.Administrator) is not ChatFault.None and var fault)
            return MembershipRuling.Refuse(fault);
        if (conversation.Form != ConversationForm.Group)
            return MembershipRuling.Refuse(ChatFault.NotAllowed);
        ImmutableArray<NamedAccount> added = [.. members.Where(member => conversation.Find(member.Account) is null)];
        if (added.IsEmpty)
            return MembershipRuling.Nothing;
        if (conversation.Participants.Count + added.Length > ChatLimits.GroupMembersMax)
            return MembershipRuling.Refuse(ChatFault.Full);
        var events = ImmutableArray.CreateBuilder<ConversationEvent>();
        foreach (var member in added)
            events.Add(Joined(member, Rank.Member, FirstOf(conversation), stamp));
        return Said(actor, events, new ChatNotice(NoticedChange.Added, added), stamp);
    }

    /// <summary>Joins a group by its link.</summary>
    public static MembershipRuling Join(Conversation conversation, in NamedAccount joiner, string token, in Stamp stamp)
    {
        if (!IsLink(conversation, token) || conversation.Form != ConversationForm.Group)
            return MembershipRuling.Refuse(ChatFault.InvalidLink);
        if (conversation.Find(joiner.Account) is not null)
            return MembershipRuling.Nothing;
        if (conversation.Participants.Count == ChatLimits.GroupMembersMax)
            return MembershipRuling.Refuse(ChatFault.Full);
        var events = ImmutableArray.CreateBuilder<ConversationEvent>();
        // A group that everybody left belongs to whoever comes next.
        events.Add(Joined(joiner, conversation.Participants.Count == 0 ? Rank.Owner : Rank.Member, FirstOf(conversation), stamp));
        return Said(joiner.Account, events, new ChatNotice(NoticedChange.Joined, [joiner]), stamp);
    }

    public static MembershipRuling Remove(Conversation conversation, long actor, long account, in Stamp stamp)
    {
        if (FaultOf(conversation, actor, Rank.Administrator) is not ChatFault.None and var fault)
            return MembershipRuling.Refuse(fault);
        if (conversation.Form == ConversationForm.Direct || account == actor)
            return MembershipRuling.Refuse(ChatFault.NotAllowed);
        if (conversation.Find(account) is not { } member)
            return MembershipRuling.Nothing;
        if (member.Rank >= conversation.Find(actor)!.Rank)
            return MembershipRuling.Refuse(ChatFault.NotAllowed);
        var events = ImmutableArray.CreateBuilder<ConversationEvent>();
        events.Add(new ConversationEvent.Gone(account));
        return Said(actor, events, new ChatNotice(NoticedChange.Removed, [NameOf(member)]), stamp);
    }

    public static MembershipRuling Leave(Conversation conversation, long actor, in Stamp stamp)
    {
        if (conversation.Form == ConversationForm.Direct && conversation.Terms is not null)
            return MembershipRuling.Refuse(ChatFault.NotAllowed);
        if (conversation.Find(actor) is not { } member)
            return MembershipRuling.Nothing;
        var events = ImmutableArray.CreateBuilder<ConversationEvent>();
        events.Add(new ConversationEvent.Gone(actor));
        if (member.Rank == Rank.Owner && SuccessorOf(conversation, actor) is { } successor)
            events.Add(new ConversationEvent.Ranked(successor.Account, Rank.Owner));
        return Said(actor, events, new ChatNotice(NoticedChange.Left, [NameOf(member)]), stamp);
    }

    public static MembershipRuling ChangeRank(Conversation conversation, long actor, in NamedAccount account, Rank rank, in Stamp stamp)
    {
        if (FaultOf(conversation, actor, Rank.Owner) is not ChatFault.None and var fault)
            return MembershipRuling.Refuse(fault);
        if (rank == Rank.Owner || account.Account == actor)
            return MembershipRuling.Refuse(ChatFault.NotAllowed);
        var isChannel = conversation.Form == ConversationForm.Channel;
        var member = conversation.Find(account.Account);
        if (member is null && !isChannel)
            return MembershipRuling.Refuse(ChatFault.NoSuchMember);
        if ((member?.Rank ?? Rank.Member) == rank)
            return MembershipRuling.Nothing;
        if (isChannel && rank == Rank.Administrator && conversation.Participants.Count == ChatLimits.ChannelAdministratorsMax)
            return MembershipRuling.Refuse(ChatFault.Full);
        var events = ImmutableArray.CreateBuilder<ConversationEvent>();
        events.Add((isChannel, rank) switch
        {
            (true, Rank.Administrator) => Joined(account, rank, FirstOf(conversation), stamp),
            (true, _) => new ConversationEvent.Gone(account.Account),
            _ => new ConversationEvent.Ranked(account.Account, rank),
        });
        var change = rank == Rank.Administrator ? NoticedChange.Promoted : NoticedChange.Demoted;
        return Said(actor, events, new ChatNotice(change, [member is null ? account : NameOf(member)]), stamp);
    }

    public static MembershipRuling ChangeTerms(Conversation conversation, long actor, ChatTerms terms, in Stamp stamp)
    {
        var needed = conversation.Form == ConversationForm.Direct ? Rank.Member : Rank.Administrator;
        if (FaultOf(conversation, actor, needed) is not ChatFault.None and var fault)
            return MembershipRuling.Refuse(fault);
        if (!AreTerms(terms, conversation.Form) || (conversation.Terms!.IsEncrypted && !terms.IsEncrypted))
            return MembershipRuling.Refuse(ChatFault.InvalidSettings);
        if (conversation.Terms == terms)
            return MembershipRuling.Nothing;
        var events = ImmutableArray.CreateBuilder<ConversationEvent>();
        events.Add(new ConversationEvent.TermsChanged(terms));
        return Said(actor, events, new ChatNotice(null, []), stamp);
    }

    public static MembershipRuling ChangeLink(Conversation conversation, long actor, string token)
    {
        if (FaultOf(conversation, actor, Rank.Administrator) is not ChatFault.None and var fault)
            return MembershipRuling.Refuse(fault);
        if (conversation.Form == ConversationForm.Direct)
            return MembershipRuling.Refuse(ChatFault.NotAllowed);
        if (token.Length > 0 && !Guid.TryParseExact(token, "N", out _))
            return MembershipRuling.Refuse(ChatFault.InvalidLink);
        return conversation.Link == token
            ? MembershipRuling.Nothing
            : new MembershipRuling(ChatFault.None, [new ConversationEvent.Linked(token)], null);
    }

    public static MembershipRuling Block(Conversation conversation, long actor, bool isBlocked)
    {
        if (FaultOf(conversation, actor, Rank.Member) is not ChatFault.None and var fault)
            return MembershipRuling.Refuse(fault);
        if (conversation.Form != ConversationForm.Direct)
            return MembershipRuling.Refuse(ChatFault.NotAllowed);
        return conversation.IsBlocking(actor) == isBlocked
            ? MembershipRuling.Nothing
            : new MembershipRuling(ChatFault.None, [new ConversationEvent.Blocked(actor, isBlocked)], null);
    }

    /// <summary>What a device acknowledged; null when that is no news. Nobody acknowledges what is not there.</summary>
    public static ConversationEvent.Acknowledged? Acknowledge(
        Conversation conversation, Participant participant, Guid device, long delivered, long read)
    {
        var seen = Math.Min(Math.Max(read, participant.Read), conversation.Head);
        var got = Math.Min(Math.Max(Math.Max(delivered, participant.DeliveredTo(device)), seen), conversation.Head);
        return seen == participant.Read && got == participant.DeliveredTo(device)
            ? null
            : new ConversationEvent.Acknowledged(participant.Account, device, got, seen);
    }

    /// <summary>Whether the token is the one by which people join now.</summary>
    public static bool IsLink(Conversation conversation, string token) => conversation.Link.Length > 0 && conversation.Link == token;

    private static ChatFault FaultOf(Conversation conversation, long actor, Rank needed) => conversation.Find(actor) switch
    {
        null => ChatFault.NotMember,
        { Rank: var rank } when rank < needed => ChatFault.NotAllowed,
        _ => ChatFault.None,
    };

    private static bool AreTerms(ChatTerms terms, ConversationForm form)
    {
        var isTitled = form == ConversationForm.Direct ? terms.Title.Length == 0 : ChatLimits.IsText(terms.Title, 1, ChatLimits.TitleMax);
        return isTitled
            && ChatLimits.IsText(terms.About, 0, ChatLimits.AboutMax)
            && !(terms.IsEncrypted && form == ConversationForm.Channel)
            && !(terms.IsAnnouncementsOnly && form == ConversationForm.Direct);
    }

    // What was said before is sealed from whoever joins later, whatever the terms say.
    private static long FirstOf(Conversation conversation) =>
        conversation.Terms is { ShowsHistory: true, IsEncrypted: false } ? 1 : conversation.Head + 1;

    private static ConversationEvent.Joined Joined(in NamedAccount account, Rank rank, long first, in Stamp stamp) =>
        new(account.Account, account.Handle, rank, first, stamp.At);

    private static NamedAccount NameOf(Participant participant) => new(participant.Account, participant.Handle);

    private static Participant? SuccessorOf(Conversation conversation, long owner) => conversation.Participants
        .Where(one => one.Account != owner)
        .OrderByDescending(one => one.Rank).ThenBy(one => one.JoinedAt).ThenBy(one => one.Account)
        .FirstOrDefault();

    private static MembershipRuling Said(
        long author, ImmutableArray<ConversationEvent>.Builder events, ChatNotice notice, in Stamp stamp)
    {
        var kind = notice.Change is null ? EntryKind.Terms : EntryKind.Membership;
        events.Add(new ConversationEvent.Posted(stamp.Id, stamp.At, author, "", 0, kind));
        return new MembershipRuling(ChatFault.None, events.DrainToImmutable(), notice);
    }
}
