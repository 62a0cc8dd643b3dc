using System.Buffers;
using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Concurrency;
using OrleansLld.Accounts;
using OrleansLld.Storage;

namespace OrleansLld.Chat;

/// <summary>
/// One conversation. Its turn is what orders entries; <see cref="ConversationDesk"/> has the steps of a command, the engine the rules.
/// Nothing is stored until somebody begins it.
/// </summary>
[Reentrant]
internal sealed class ConversationGrain : DormantGrain<ConversationEvent>, IConversationGrain
{
    private readonly Conversation _conversation = new();
    private ConversationId _id;
    private ConversationDesk _desk = null!;
    private ReceiptDesk _receipts = null!;
    private ChannelDesk? _channel;
    private Typists _typists = null!;

    protected override PartitionId Partition => new("chat.conversation", this.GetPrimaryKeyString());

    protected override IEventCodec<ConversationEvent> Codec { get; } =
        new JsonEventCodec<ConversationEvent>(ConversationJson.Default.ConversationEvent);

    protected override bool MayBeStored => ConversationId.TryParse(this.GetPrimaryKeyString(), out _);

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (!ConversationId.TryParse(this.GetPrimaryKeyString(), out _id))
            throw new ArgumentException($"'{this.GetPrimaryKeyString()}' is not a conversation.");
        var time = ServiceProvider.GetRequiredService<TimeProvider>();
        var fanOut = new FanOut(_id, GrainFactory, ServiceProvider.GetRequiredService<GatewayOutbox>(), time);
        _channel = _id.Kind == ConversationKind.Channel ? new ChannelDesk(_id, GrainFactory, time) : null;
        _receipts = new ReceiptDesk(_id, _conversation, fanOut, time);
        _typists = new Typists(_id, fanOut, time);
        _desk = ActivatorUtilities.CreateInstance<ConversationDesk>(ServiceProvider, _id, _conversation, fanOut, Partition);
        await base.OnActivateAsync(cancellationToken);
        await _desk.Open(cancellationToken);
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _desk.End();
        return base.OnDeactivateAsync(reason, cancellationToken);
    }

    public async Task<ConversationReply> Begin(BeginConversation command, CancellationToken cancellationToken)
    {
        var refusal = _desk.Check(command);
        if (refusal == ChatRefusal.None)
            refusal = await _desk.Admit(command.Members, command.Creator.Account, cancellationToken);
        if (refusal != ChatRefusal.None)
            return new ConversationReply(refusal, null);
        await Wake();
        await _desk.Ready();
        var ruling = MembershipRules.Begin(
            _conversation, _id.Kind.ToForm(), command.Creator.ToNamed(), command.Members.ToNamed(), command.Settings.ToTerms(), _desk.Stamp());
        if (_channel is not null && ruling.Fault == ChatFault.None)
            await _channel.Enter(command.Creator, first: 1, cancellationToken);
        return await Conclude(command.Creator.Account, ruling, [command.Creator.Account, .. command.Members.Select(one => one.Account)], []);
    }

    public async Task<SendReply> Send(SendEntry command, CancellationToken cancellationToken)
    {
        if (_desk.Read(command) is not { } posting)
            return ConversationDesk.Refuse(ChatRefusal.InvalidBody);
        await _desk.Ready();
        await _desk.Hold(posting, cancellationToken);
        try
        {
            var ruling = PostingRules.Decide(_conversation, posting, _desk.Referred(posting), _desk.Stamp());
            if (ruling.Fault == ChatFault.NotMember && _channel is not null && await _channel.Find(command.Author, cancellationToken) is not null)
                return ConversationDesk.Refuse(ChatRefusal.NotAllowed);
            if (ruling.Event is { } posted && _desk.Spend(posting, posted.At) is var wait && wait > TimeSpan.Zero)
                return ConversationDesk.Refuse(ChatRefusal.TooFast, wait);
            if (ruling.Event is { } taken)
            {
                Raise(taken);
                _desk.Add(Journal, taken, command.Body);
            }

            var reply = _desk.Answer(ruling);
            await Settled();
            if (ruling.Event is not null)
                await _desk.Tell(reply.Sequence, _channel);
            return reply;
        }
        finally
        {
            _desk.Release(posting);
        }
    }

    public async Task<ConversationReply> Administer(AccountId actor, Administration command, CancellationToken cancellationToken)
    {
        if (_channel is not null && await _channel.Administer(_conversation, actor, command, cancellationToken) is { } done)
            return done == ChatRefusal.None ? await Describe(actor, cancellationToken) : new ConversationReply(done, null);
        if (command is AddMembers { Members: var members })
        {
            if (await _desk.Admit(members, actor, cancellationToken) is not ChatRefusal.None and var refusal)
                return new ConversationReply(refusal, null);
        }

        if (command is JoinByLink join && await _desk.Admit([new MemberName(actor, join.Handle)], actor, cancellationToken)
            is not ChatRefusal.None and var unfit)
            return new ConversationReply(unfit, null);
        var subject = _channel is not null && command is ChangeRole role ? await _channel.Find(role.Account, cancellationToken) : null;
        await _desk.Ready();
        var (ruling, come, gone) = _desk.Decide(actor, command, subject);
        return await Conclude(actor, ruling, come, gone);
    }

    public async Task<ChatRefusal> Acknowledge(Acknowledgement acknowledgement, CancellationToken cancellationToken)
    {
        if (_channel is not null)
            return await _channel.Read(acknowledgement, _conversation.Head, cancellationToken);
        if (_receipts.Decide(acknowledgement, out var known) is { } happened)
        {
            Raise(happened);
            await Durable();
            await _receipts.Tell(happened);
        }

        return known ? ChatRefusal.None : ChatRefusal.NotMember;
    }

    public async Task<EntryPage> Entries(AccountId reader, EntryRange range, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)range.Limit - 1, (uint)EntryLog.PageEntriesMax - 1, nameof(range));
        if (await FirstOf(reader, cancellationToken) is not { } first)
            return new EntryPage(ChatRefusal.NotMember, [], 0, 0);
        var head = _conversation.Head;
        await Settled();
        return new EntryPage(ChatRefusal.None, await _desk.Log.Page(range, first, head, cancellationToken), first, head);
    }

    public async Task<ConversationReply> Describe(AccountId reader, CancellationToken cancellationToken)
    {
        var channelMember = _channel is null ? null : await _channel.Find(reader, cancellationToken);
        await Settled();
        var count = _channel is null ? _conversation.Participants.Count : await _channel.Count(cancellationToken);
        return ConversationViews.Of(_id, _conversation, _desk.Log, reader, channelMember, count) is { } view
            ? new ConversationReply(ChatRefusal.None, view)
            : new ConversationReply(ChatRefusal.NotMember, null);
    }

    public async Task<MemberPage> Members(AccountId reader, AccountId after, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)limit - 1, 999u, nameof(limit));
        await Settled();
        return _conversation.Find(reader.Value) is null
            ? new MemberPage(ChatRefusal.NotMember, [])
            : new MemberPage(
                ChatRefusal.None,
                [.. _conversation.Participants.Where(one => one.Account > after.Value).Take(limit).Select(one => one.ToMember())]);
    }

    public async Task<ImmutableArray<ReceiptCount>> Receipts(
        AccountId reader, ImmutableArray<long> sequences, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(sequences.Length, 100, nameof(sequences));
        await Settled();
        return _conversation.Find(reader.Value) is null || _channel is not null ? [] : [.. sequences.Select(_receipts.Count)];
    }

    public Task Typing(AccountId writer, CancellationToken cancellationToken) =>
        _channel is null && _conversation.Find(writer.Value) is not null ? _typists.Typing(writer, _conversation) : Task.CompletedTask;

    public async Task<GroupInfoReply> GroupInfo(AccountId reader, CancellationToken cancellationToken)
    {
        await Settled();
        return _conversation.Find(reader.Value) is null
            ? new GroupInfoReply(0, default)
            : await _desk.GroupInfo(cancellationToken);
    }

    protected override void Apply(in ConversationEvent value) => _conversation.Apply(value);

    protected override void WriteSnapshot(IBufferWriter<byte> output) =>
        JsonSnapshot.Write(output, _conversation.Snapshot(), ConversationJson.Default.ConversationSnapshot);

    protected override void ReadSnapshot(ReadOnlySpan<byte> input) =>
        _conversation.Restore(JsonSnapshot.Read(input, ConversationJson.Default.ConversationSnapshot));

    private async Task<long?> FirstOf(AccountId reader, CancellationToken cancellationToken) =>
        _conversation.Find(reader.Value)?.First
        ?? (_channel is null ? null : (await _channel.Find(reader, cancellationToken))?.First);

    // What a change of members or terms comes to, once it is decided; nothing was awaited since.
    private async Task<ConversationReply> Conclude(
        AccountId actor, MembershipRuling ruling, ImmutableArray<AccountId> come, ImmutableArray<AccountId> gone)
    {
        if (ruling.Fault != ChatFault.None)
            return new ConversationReply(ruling.Fault.ToRefusal(), null);
        foreach (var happened in ruling.Events)
        {
            Raise(happened);
            if (happened is ConversationEvent.Posted posted)
                _desk.Add(Journal, posted, ruling.Notice!.ToBody(_conversation.Terms!));
        }

        await Settled();
        await _desk.Enroll(come, gone);
        await _desk.Tell(_conversation.Head, _channel);
        return await Describe(actor, CancellationToken.None);
    }
}
