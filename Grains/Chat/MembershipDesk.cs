using System.Collections.Immutable;
using OrleansLld.Accounts;

namespace OrleansLld.Chat;

/// <summary>What a change of members, roles or settings takes beside the decision: the inboxes of those who come and go.</summary>
internal sealed class MembershipDesk(
    ConversationId id, Conversation conversation, ChannelDesk? channel, FanOut fanOut, IGrainFactory grains)
{
    private ChannelMember? _promoted;

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
    /// <returns>The answer when there is nothing more to decide; else null.</returns>
    public async Task<ChatRefusal?> Prepare(AccountId actor, Administration command, CancellationToken cancellationToken)
    {
        if (channel is not null && await channel.Administer(conversation, actor, command, cancellationToken) is { } done)
            return done;
        _promoted = channel is not null && command is ChangeRole change ? await channel.Find(change.Account, cancellationToken) : null;
        var refusal = command switch
        {
            AddMembers add => await Admit(add.Members, actor, cancellationToken),
            JoinByLink join => await Admit([new MemberName(actor, join.Handle)], actor, cancellationToken),
            _ => ChatRefusal.None,
        };
        return refusal == ChatRefusal.None ? null : refusal;
    }

    public MembershipStep Decide(AccountId actor, Administration command, in Stamp stamp)
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
                conversation, who, new NamedAccount(change.Account.Value, HandleOf(change.Account)), (Rank)(int)change.Role, stamp)),
            ChangeSettings change => new(MembershipRules.ChangeTerms(conversation, who, change.Settings.ToTerms(), stamp)),
            ChangeLink change => new(MembershipRules.ChangeLink(conversation, who, change.Token)),
            BlockPeer block => new(MembershipRules.Block(conversation, who, block.IsBlocked)),
            _ => throw new ArgumentException($"A conversation does not know {command.GetType().Name}.", nameof(command)),
        };
    }

    /// <summary>
    /// Enters the conversation in the inboxes of those who came and strikes it off those of others. A repeat of the command does so again,
    /// so nobody is forgotten who did not hear of it the first time.
    /// </summary>
    public async Task Enroll(MembershipStep step, CancellationToken cancellationToken)
    {
        foreach (var member in channel is null ? [] : step.Come)
            await channel!.Enter(member, first: 1, cancellationToken);
        foreach (var account in channel is null ? [] : step.Gone)
            await channel!.Strike(account);
        await SideBySide.Ask(step.Come, member => Enroll(member.Account, isMember: true));
        await SideBySide.Ask(step.Gone, account => Enroll(account, isMember: false));
        await fanOut.Send([.. step.Come.Select(member => member.Account), .. step.Gone], new ConversationNews(id));
    }

    private string HandleOf(AccountId account) => _promoted is { } member && member.Name.Account == account ? member.Name.Handle : "";

    private async Task<ChatRefusal> Admit(ImmutableArray<MemberName> members, AccountId by, CancellationToken cancellationToken)
    {
        if (members.Length > ChatLimits.MembersPerCommandMax)
            return ChatRefusal.Full;
        var answers = await SideBySide.Ask(
            members, member => grains.GetGrain<IInboxGrain>(member.Account.Value).Admit(id, by, cancellationToken));
        return answers.FirstOrDefault(answer => answer != ChatRefusal.None);
    }

    private Task<ChatRefusal> Enroll(AccountId account, bool isMember) =>
        grains.GetGrain<IInboxGrain>(account.Value).Enroll(id, isMember, CancellationToken.None);
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
