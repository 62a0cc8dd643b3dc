using System.Buffers.Binary;
using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using Orleans.Serialization;
using OrleansLld.Accounts;
using OrleansLld.Storage;

namespace OrleansLld.Chat;

/// <summary>The steps of a conversation's commands that are no decisions: what they need beforehand, what is stored with them, who is told.</summary>
internal sealed class ConversationDesk(
    ConversationId id,
    Conversation conversation,
    FanOut fanOut,
    PartitionId partition,
    IGrainStore store,
    IGrainFactory grains,
    MessageIds ids,
    Serializer<ChatEntry> entries,
    Serializer<EntryBody> bodies,
    IOptions<ChatOptions> options)
{
    private readonly SendBudgets _budgets = new(options.Value.SendBurst, options.Value.SendsPerSecond);
    private readonly Announcer _announcer = new(id, conversation, fanOut, TimeSpan.FromMilliseconds(options.Value.TellWithinMs));

    public EntryLog Log { get; } = new(store, partition, new EntryRows(entries));

    /// <summary>Reads the newest entries, and tells the members' inboxes again what an activation before this one may not have told.</summary>
    public async Task Open(CancellationToken cancellationToken)
    {
        if (conversation.Head == 0)
            return;
        await Log.Load(conversation.Head, cancellationToken);
        _announcer.Begin(conversation.Head);
        if (id.Kind != ConversationKind.Channel)
            _ = fanOut.Advance(Accounts, conversation.Head);
    }

    public void End() => fanOut.End();

    /// <summary>Completes when <see cref="Stamp"/> can be called.</summary>
    public Task Ready() => ids.Ready();

    public Stamp Stamp() => ids.Next();

    /// <summary>Whether a conversation of this id can begin with these.</summary>
    public ChatRefusal Check(BeginConversation command)
    {
        var members = command.Members;
        var all = members.Select(member => member.Account).Append(command.Creator.Account).ToHashSet();
        var isFit = all.Count == members.Length + 1 && id.Kind switch
        {
            ConversationKind.Direct => members.Length == 1 && ConversationId.Between(command.Creator.Account, members[0].Account) == id,
            ConversationKind.Group => members.Length < ChatLimits.MembersPerCommandMax,
            _ => members.IsEmpty,
        };
        return isFit ? ChatRefusal.None : ChatRefusal.InvalidSettings;
    }

    /// <summary>Asks the members' inboxes whether they may be added by somebody; the first refusal counts.</summary>
    public async Task<ChatRefusal> Admit(ImmutableArray<MemberName> members, AccountId by, CancellationToken cancellationToken)
    {
        if (members.Length > ChatLimits.MembersPerCommandMax)
            return ChatRefusal.Full;
        var answers = await SideBySide.Ask(
            members, member => grains.GetGrain<IInboxGrain>(member.Account.Value).Admit(id, by, cancellationToken));
        return answers.FirstOrDefault(answer => answer != ChatRefusal.None);
    }

    /// <summary>What the rules look at of a command; null when it is not well-formed.</summary>
    public Posting? Read(SendEntry command) => Bodies.Read(command, bodies);

    /// <summary>Brings the message that a posting refers to into memory; ends with <see cref="Release"/>.</summary>
    public async Task Hold(Posting posting, CancellationToken cancellationToken)
    {
        if (posting.Reference > 0 && posting.Reference <= conversation.Head)
            await Log.Hold(posting.Reference, cancellationToken);
    }

    public void Release(Posting posting)
    {
        if (posting.Reference > 0 && posting.Reference <= conversation.Head)
            Log.Release();
    }

    public ReferredMessage? Referred(Posting posting) => Bodies.Referred(Log.Held(posting.Reference));

    /// <summary>How long the author has to wait before sending this.</summary>
    public TimeSpan Spend(Posting posting, DateTimeOffset now) => _budgets.Spend(posting.Author, now);

    /// <summary>Puts the entry that was raised last into the commit, and what it makes of another.</summary>
    public void Add(Journal<ConversationEvent> journal, ConversationEvent.Posted posted, EntryBody body)
    {
        var (author, sequence) = (new AccountId(posted.Author), conversation.Head);
        if (body is CommitBody commit)
        {
            journal.Put(EntryRows.GroupInfo, WithEpoch(conversation.Epoch, commit.GroupInfo.Span));
            body = commit with { GroupInfo = default };
        }

        Log.Add(journal, new ChatEntry(sequence, posted.Id, posted.At, author, posted.ClientId, body, 0, []));
        var target = body switch
        {
            EditedBody edited => edited.Target,
            DeletedBody deleted => deleted.Target,
            ReactedBody reacted => reacted.Target,
            _ => 0,
        };
        if (target > 0 && Bodies.Changed(Log.Held(target), body, author, sequence) is { } changed)
            Log.Replace(journal, changed);
    }

    public SendReply Answer(PostingRuling ruling) => (ruling.Event, ruling.Repeated) switch
    {
        ({ } taken, _) => new SendReply(ChatRefusal.None, conversation.Head, taken.Id, taken.At, default),
        (_, { } before) => new SendReply(ChatRefusal.None, before.Sequence, before.Id, before.At, default),
        _ => Refuse(ruling.Fault.ToRefusal()),
    };

    public static SendReply Refuse(ChatRefusal refusal, TimeSpan retryAfter = default) => new(refusal, 0, 0, default, retryAfter);

    /// <summary>What a command of administration comes to, and who comes and goes by it.</summary>
    /// <param name="actor">Who commands.</param>
    /// <param name="command">What.</param>
    /// <param name="subject">Of a channel: the member whose role is to change.</param>
    public (MembershipRuling Ruling, ImmutableArray<AccountId> Come, ImmutableArray<AccountId> Gone) Decide(
        AccountId actor, Administration command, ChannelMember? subject)
    {
        var (who, stamp) = (actor.Value, Stamp());
        return command switch
        {
            AddMembers add => (
                MembershipRules.Add(conversation, who, add.Members.ToNamed(), stamp), [.. add.Members.Select(one => one.Account)], []),
            JoinByLink join => (MembershipRules.Join(conversation, new NamedAccount(who, join.Handle), join.Token, stamp), [actor], []),
            RemoveMember remove => (MembershipRules.Remove(conversation, who, remove.Account.Value, stamp), [], [remove.Account]),
            LeaveConversation => (MembershipRules.Leave(conversation, who, stamp), [], [actor]),
            ChangeRole change => (
                MembershipRules.ChangeRank(conversation, who, NameOf(change.Account, subject), (Rank)(int)change.Role, stamp), [], []),
            ChangeSettings change => (MembershipRules.ChangeTerms(conversation, who, change.Settings.ToTerms(), stamp), [], []),
            ChangeLink change => (MembershipRules.ChangeLink(conversation, who, change.Token), [], []),
            BlockPeer block => (MembershipRules.Block(conversation, who, block.IsBlocked), [], []),
            _ => throw new ArgumentException($"A conversation does not know {command.GetType().Name}.", nameof(command)),
        };
    }

    /// <summary>Enters the conversation in the inboxes of those who came and strikes it off those of others; clients there look again.</summary>
    public async Task Enroll(ImmutableArray<AccountId> come, ImmutableArray<AccountId> gone)
    {
        await SideBySide.Ask(come, account => Enroll(account, isMember: true));
        await SideBySide.Ask(gone, account => Enroll(account, isMember: false));
        await fanOut.Send([.. come, .. gone], new ConversationNews(id));
    }

    /// <summary>Tells everybody of the entries up to one that is durable; waits for it, but not for long.</summary>
    public Task Tell(long sequence, ChannelDesk? channel) => _announcer.Tell(Log, sequence, channel);

    public async Task<GroupInfoReply> GroupInfo(CancellationToken cancellationToken)
    {
        var stored = await store.GetAsync(partition, EntryRows.GroupInfo, cancellationToken);
        return stored is { } row
            ? new GroupInfoReply(BinaryPrimitives.ReadInt64LittleEndian(row.Span), row[sizeof(long)..])
            : new GroupInfoReply(0, default);
    }

    private AccountId[] Accounts => [.. conversation.Participants.Select(one => new AccountId(one.Account))];

    private static NamedAccount NameOf(AccountId account, ChannelMember? subject) => new(account.Value, subject?.Name.Handle ?? "");

    private Task<ChatRefusal> Enroll(AccountId account, bool isMember) =>
        grains.GetGrain<IInboxGrain>(account.Value).Enroll(id, isMember, CancellationToken.None);

    private static byte[] WithEpoch(long epoch, ReadOnlySpan<byte> bytes)
    {
        var row = new byte[sizeof(long) + bytes.Length];
        BinaryPrimitives.WriteInt64LittleEndian(row, epoch);
        bytes.CopyTo(row.AsSpan(sizeof(long)));
        return row;
    }
}
