using System.Buffers;
using System.Collections.Immutable;
using Orleans.Concurrency;
using OrleansLld.Accounts;
using OrleansLld.Storage;

namespace OrleansLld.Chat;

/// <summary>
/// One conversation. Its turn is what orders entries; the engine has the rules, the parts beside it what a command takes before and after
/// the decision. Nothing is stored until somebody begins it.
/// </summary>
[Reentrant]
internal sealed class ConversationGrain : DormantGrain<ConversationEvent>, IConversationGrain
{
    private readonly Conversation _conversation = new();
    private ConversationParts _parts = null!;

    protected override PartitionId Partition => new("chat.conversation", this.GetPrimaryKeyString());

    protected override IEventCodec<ConversationEvent> Codec { get; } = new ConversationJournalCodec();

    protected override bool MayBeStored => ConversationId.TryParse(this.GetPrimaryKeyString(), out _);

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var id = ConversationId.Parse(this.GetPrimaryKeyString());
        _parts = new ConversationParts(id, _conversation, Partition, () => Journal.DurableSequence, GrainFactory, ServiceProvider);
        await base.OnActivateAsync(cancellationToken);
        if (_conversation.Head > 0)
            await _parts.Log.Load(_conversation.Head, cancellationToken);
        _parts.Announcer.Begin();
        _ = Tell();
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _parts.FanOut.End();
        return base.OnDeactivateAsync(reason, cancellationToken);
    }

    public async Task<ConversationReply> Begin(BeginConversation command, CancellationToken cancellationToken)
    {
        if (await _parts.Members.Admit(command, cancellationToken) is not ChatRefusal.None and var refusal)
            return new ConversationReply(refusal, null);
        await Wake();
        await _parts.Ids.Ready();
        return await Conclude(command.Creator.Account, _parts.Members.Begin(command, _parts.Ids.Next()), cancellationToken);
    }

    public async Task<SendReply> Send(SendEntry command, CancellationToken cancellationToken)
    {
        if (_parts.Posts.Read(command) is not { } posting)
            return PostingDesk.Refuse(ChatRefusal.InvalidBody);
        using var held = await _parts.Posts.Prepare(posting, cancellationToken);
        var ruling = _parts.Posts.Decide(posting);
        if (ruling.Event is { } posted)
            Write(posted, command.Body);
        var reply = _parts.Posts.Answer(ruling);
        await Settled();
        if (ruling.Event is not null)
            await _parts.Announcer.Tell(reply.Sequence);
        var listens = ruling.Fault == ChatFault.NotMember && await _parts.Views.FirstOf(command.Author, cancellationToken) is not null;
        return listens ? PostingDesk.Refuse(ChatRefusal.NotAllowed) : reply;
    }

    public async Task<ConversationReply> Administer(AccountId actor, Administration command, CancellationToken cancellationToken)
    {
        await _parts.Ids.Ready();
        var (answer, subject) = await _parts.Members.Prepare(actor, command, cancellationToken);
        if (answer is not null)
            return answer == ChatRefusal.None ? await AsSeenBy(actor, cancellationToken) : new ConversationReply(answer.Value, null);
        return await Conclude(actor, _parts.Members.Decide(actor, command, subject, _parts.Ids.Next()), cancellationToken);
    }

    public async Task<ChatRefusal> Acknowledge(Acknowledgement acknowledgement, CancellationToken cancellationToken)
    {
        if (_parts.Channel is { } channel)
            return await channel.Read(acknowledgement, _conversation.Head, cancellationToken);
        var happened = _parts.Receipts.Decide(acknowledgement, out var isMember);
        if (happened is not null)
            Raise(happened);
        await Settled();
        if (happened is not null)
            await _parts.Receipts.Tell(happened);
        return isMember ? ChatRefusal.None : ChatRefusal.NotMember;
    }

    public Task<EntryPage> Entries(AccountId reader, EntryRange range, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)range.Limit - 1, (uint)EntryLog.PageEntriesMax - 1, nameof(range));
        return _parts.Views.Page(reader, range, Settled, cancellationToken);
    }

    public async Task<ConversationReply> Describe(AccountId reader, CancellationToken cancellationToken)
    {
        var reply = await AsSeenBy(reader, cancellationToken);
        return reply.Conversation is null ? reply with { Refusal = ChatRefusal.NotMember } : reply;
    }

    public Task<MemberPage> Members(AccountId reader, AccountId after, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)limit - 1, 999u, nameof(limit));
        return _parts.Views.Members(reader, after, limit, Settled);
    }

    public Task<ImmutableArray<ReceiptCount>> Receipts(
        AccountId reader, ImmutableArray<long> sequences, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(sequences.Length, 100, nameof(sequences));
        return _parts.Views.Receipts(reader, sequences, Settled);
    }

    public Task Typing(AccountId writer, CancellationToken cancellationToken) =>
        _parts.Channel is null ? _parts.Typists.Typing(writer) : Task.CompletedTask;

    public Task<GroupInfoReply> GroupInfo(AccountId reader, CancellationToken cancellationToken) =>
        _parts.Views.GroupInfo(reader, Settled, cancellationToken);

    protected override void Apply(in ConversationEvent value) => _conversation.Apply(value);

    protected override void WriteSnapshot(IBufferWriter<byte> output) =>
        JsonSnapshot.Write(output, _conversation.Snapshot(), ConversationJson.Default.ConversationSnapshot);

    protected override void ReadSnapshot(ReadOnlySpan<byte> input) =>
        _conversation.Restore(JsonSnapshot.Read(input, ConversationJson.Default.ConversationSnapshot));

    private void Write(ConversationEvent happened, EntryBody? body)
    {
        Raise(happened);
        if (happened is ConversationEvent.Posted posted)
            _parts.Posts.Write(Journal, posted, body!);
    }

    private async Task<ConversationReply> Conclude(AccountId actor, MembershipStep step, CancellationToken cancellationToken)
    {
        var (fault, events, notice) = step.Ruling;
        if (fault != ChatFault.None)
            return new ConversationReply(fault.ToRefusal(), null);
        foreach (var happened in events)
            Write(happened, notice?.ToBody(_conversation.Terms!));
        var head = _conversation.Head;
        await Settled();
        await _parts.Members.Enter(step, cancellationToken);
        await Tell();
        await _parts.Announcer.Tell(head);
        return await AsSeenBy(actor, cancellationToken);
    }

    // Tells those who came or went and may not know it, of this command or of one that a crash cut short.
    private async Task Tell()
    {
        foreach (var told in await _parts.Members.Tell())
            Raise(told);
    }

    // Who left sees nothing, and that is no refusal.
    private async Task<ConversationReply> AsSeenBy(AccountId reader, CancellationToken cancellationToken) =>
        new(ChatRefusal.None, await _parts.Views.Of(reader, Settled, cancellationToken));
}
