using System.Collections.Immutable;
using OrleansLld.Accounts;

namespace OrleansLld.Chat;

/// <summary>What a change of members, roles or settings takes beside the decision: the inboxes of those who come and go.</summary>
internal sealed class MembershipDesk(
    ConversationId id, Conversation conversation, ChannelDesk? channel, FanOut fanOut, IGrainFactory grains)
{
    // One enrolment of an account at a time, so that none overtakes another.
    private readonly Dictionary<long, Task<ConversationEvent.Told>> _telling = [];

    /// <summary>Whether a conversation of this id can begin with these, and may with each of them.</summary>
    public async Task<ChatRefusal> Admit(BeginConversation command, CancellationToken cancellationToken)
    {
        var members = command.Members;
        var all = members.Select(member => member.Account).Append(command.Creator.Account).ToHashSet();
        var isFit = all.Count == members.Length + 1 && id.Kind switch
        {
            ConversationKind.Direct => members.Length == 1 && ConversationId.Between(command.Creator.Account, members[0].Account) == id,
            ConversationKind.Group => members.Length < ChatLimits.MembersPerCommandMax,
            _ => members.IsEmpty,
        };
        return isFit ? await Admit([command.Creator, .. members], command.Creator.Account, cancellationToken) : ChatRefusal.InvalidSettings;
    }

    public MembershipStep Begin(BeginConversation command, in Stamp stamp) => new(
        MembershipRules.Begin(
            conversation, id.Kind.ToForm(), command.Creator.ToNamed(), command.Members.ToNamed(), command.Settings.ToTerms(), stamp),
        [command.Creator, .. command.Members],
        []);

    /// <summary>
    /// Asks whoever has to be asked before the decision, and does what concerns ordinary members of a channel alone.
    /// </summary>
    /// <returns>The answer when there is nothing more to decide, else null; of a channel also the member whose role changes.</returns>
    public async Task<(ChatRefusal? Answer, ChannelMember? Subject)> Prepare(
        AccountId actor, Administration command, CancellationToken cancellationToken)
    {
        if (channel is not null && await channel.Administer(conversation, actor, command, cancellationToken) is { } done)
            return (done, null);
        var subject = channel is not null && command is ChangeRole change ? await channel.Find(change.Account, cancellationToken) : null;
        var refusal = command switch
        {
            AddMembers add => await Admit(add.Members, actor, cancellationToken),
            JoinByLink join => await Admit([new MemberName(actor, join.Handle)], actor, cancellationToken),
            _ => ChatRefusal.None,
        };
        return (refusal == ChatRefusal.None ? null : refusal, subject);
    }

    public MembershipStep Decide(AccountId actor, Administration command, ChannelMember? subject, in Stamp stamp)
    {
        var who = actor.Value;
        return command switch
        {
            AddMembers add => new(MembershipRules.Add(conversation, who, add.Members.ToNamed(), stamp), add.Members, []),
            JoinByLink join => new(
                MembershipRules.Join(conversation, new NamedAccount(who, join.Handle), join.Token, stamp), [new(actor, join.Handle)], []),
            RemoveMember remove => new(MembershipRules.Remove(conversation, who, remove.Account.Value, stamp), [], [remove.Account]),
            LeaveConversation => new(MembershipRules.Leave(conversation, who, stamp), [], [actor]),
            ChangeRole change => new(MembershipRules.ChangeRank(
                conversation, who, new NamedAccount(change.Account.Value, subject?.Name.Handle ?? ""), (Rank)(int)change.Role, stamp)),
            ChangeSettings change => new(MembershipRules.ChangeTerms(conversation, who, change.Settings.ToTerms(), stamp)),
            ChangeLink change => new(MembershipRules.ChangeLink(conversation, who, change.Token)),
            BlockPeer block => new(MembershipRules.Block(conversation, who, block.IsBlocked)),
            _ => throw new ArgumentException($"A conversation does not know {command.GetType().Name}.", nameof(command)),
        };
    }

    /// <summary>Of a channel: enters those who came with the decision in its buckets, and strikes off those who went.</summary>
    public async Task Enter(MembershipStep step, CancellationToken cancellationToken)
    {
        if (channel is null)
            return;
        foreach (var member in step.Come.Where(member => conversation.Find(member.Account.Value) is not null))
        {
            await channel.Enter(member, first: 1, cancellationToken);
            await channel.Enroll(member.Account, isMember: true, cancellationToken);
        }

        foreach (var account in step.Gone.Where(account => conversation.Find(account.Value) is null))
        {
            await channel.Strike(account);
            await channel.Enroll(account, isMember: false, cancellationToken);
        }
    }

    /// <summary>
    /// Enters the conversation in the inboxes of those who came and strikes it off those of others, as far as they have not confirmed it;
    /// their clients look again.
    /// </summary>
    /// <returns>What was confirmed.</returns>
    public async Task<ImmutableArray<ConversationEvent.Told>> Tell()
    {
        ImmutableArray<long> untold = [.. conversation.Untold];
        var told = await SideBySide.Ask(untold, Tell);
        await fanOut.Send([.. untold.Select(account => new AccountId(account))], new ConversationNews(id));
        return told;
    }

    private async Task<ConversationEvent.Told> Tell(long account)
    {
        if (_telling.TryGetValue(account, out var telling))
            return await telling;
        try
        {
            return await (_telling[account] = Enroll(account));
        }
        finally
        {
            _telling.Remove(account);
        }
    }

    private async Task<ConversationEvent.Told> Enroll(long account)
    {
        while (true)
        {
            var takesPart = conversation.Find(account) is not null;
            await grains.GetGrain<IInboxGrain>(account).Enroll(id, takesPart, CancellationToken.None);
            if (takesPart == (conversation.Find(account) is not null))
                return new ConversationEvent.Told(account, takesPart);
        }
    }

    private async Task<ChatRefusal> Admit(ImmutableArray<MemberName> members, AccountId by, CancellationToken cancellationToken)
    {
        if (members.Length > ChatLimits.MembersPerCommandMax)
            return ChatRefusal.Full;
        var answers = await SideBySide.Ask(
            members, member => grains.GetGrain<IInboxGrain>(member.Account.Value).Admit(id, by, cancellationToken));
        return answers.FirstOrDefault(answer => answer != ChatRefusal.None);
    }
}

/// <summary>What a command comes to, and who comes and goes by it.</summary>
internal readonly record struct MembershipStep(MembershipRuling Ruling, ImmutableArray<MemberName> Come, ImmutableArray<AccountId> Gone)
{
    /// <summary>Nobody comes or goes.</summary>
    public MembershipStep(MembershipRuling ruling)
        : this(ruling, [], [])
    {
    }
}
