using System.Collections.Immutable;
using Orleans.Concurrency;
using OrleansLld.Accounts;
using OrleansLld.Storage;

namespace OrleansLld.Chat;

/// <summary>
/// The list of an account's conversations. What conversations tell an inbox that nobody has read since its activation is passed over: the
/// first who reads it is told everything. So a message to somebody who is away costs no read and no write.
/// </summary>
[Reentrant]
internal sealed class InboxGrain(IGrainStore store, GatewayOutbox outbox, TimeProvider time) : Grain, IInboxGrain
{
    private const int DeviceNameLengthMax = 64;

    private Task<InboxRows>? _opening;
    private InboxRows? _rows;
    private InboxLines _lines = null!;
    private InboxEffects _effects = null!;

    private AccountId Owner => new(this.GetPrimaryKeyLong());

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _lines = new InboxLines(GrainFactory, time, Owner);
        _effects = new InboxEffects(GrainFactory, outbox, Owner);
        return Task.CompletedTask;
    }

    public async Task<SyncReply> Sync(DeviceNotice device, string cursor, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)device.Name.Length - 1, DeviceNameLengthMax - 1u, nameof(device));
        var rows = await Opened();
        if (rows.IsClosed || !rows.Enter(device, time.GetUtcNow()))
            return new SyncReply(ChatRefusal.NoSuchDevice, "", false, [], []);
        var known = InboxCursor.Read(cursor, GrainContext.ActivationId);
        if (known is not null)
            await _lines.AskChannels(rows.Index, cancellationToken);
        // What changes from here on is told the next time.
        var version = rows.Index.Version;
        var changes = rows.Index.Since(known);
        var lines = await _lines.Of(changes.Conversations, rows, cancellationToken);
        await rows.CommitAsync();
        return new SyncReply(
            ChatRefusal.None,
            InboxCursor.Write(GrainContext.ActivationId, version),
            changes.IsWhole,
            lines,
            [.. changes.Left.Select(ConversationId.Parse)]);
    }

    public async Task<ChatRefusal> Enroll(ConversationId conversation, bool isMember, CancellationToken cancellationToken)
    {
        var rows = await Opened();
        if (!isMember)
            rows.Leave(conversation);
        else if (rows.Index.IsFull && !rows.Index.Contains(conversation.ToString()))
            return ChatRefusal.Full;
        else if (!rows.IsClosed)
            rows.Enter(conversation);
        await rows.CommitAsync();
        return ChatRefusal.None;
    }

    public async Task<ChatRefusal> Admit(ConversationId conversation, AccountId by, CancellationToken cancellationToken)
    {
        var rows = await Opened();
        await rows.CommitAsync();
        if (rows.IsClosed)
            return ChatRefusal.NoSuchMember;
        if (rows.HasBlocked(by))
            return ChatRefusal.Blocked;
        return rows.Index.IsFull && !rows.Index.Contains(conversation.ToString()) ? ChatRefusal.Full : ChatRefusal.None;
    }

    public Task Advance(InboxAdvance advance, CancellationToken cancellationToken)
    {
        _rows?.Index.Advance(advance.Conversation.ToString(), advance.Head);
        return Task.CompletedTask;
    }

    public async Task<ChatRefusal> Prefer(
        ConversationId conversation, ConversationPreference preference, CancellationToken cancellationToken)
    {
        var head = preference.IsArchived ? await _effects.HeadOf(conversation, cancellationToken) : null;
        var rows = await Opened();
        if (!rows.Index.Contains(conversation.ToString()))
            return ChatRefusal.NotMember;
        rows.Prefer(conversation, new StoredPreference(preference.MutedUntil, head));
        await rows.CommitAsync();
        return ChatRefusal.None;
    }

    public async Task<ChatRefusal> Block(MemberName account, bool isBlocked, CancellationToken cancellationToken)
    {
        var rows = await Opened();
        if (account.Account == Owner)
            return ChatRefusal.NotAllowed;
        if (isBlocked && rows.HasBlockedMax && !rows.HasBlocked(account.Account))
            return ChatRefusal.Full;
        if (isBlocked)
            rows.Block(account);
        else
            rows.Unblock(account.Account);
        await rows.CommitAsync();
        await _effects.Block(rows, account.Account, cancellationToken);
        return ChatRefusal.None;
    }

    public async Task<ImmutableArray<MemberName>> Blocked(CancellationToken cancellationToken)
    {
        var rows = await Opened();
        ImmutableArray<MemberName> blocked = [.. rows.Blocked];
        await rows.CommitAsync();
        return blocked;
    }

    public async Task<ImmutableArray<Device>> Devices(CancellationToken cancellationToken)
    {
        var rows = await Opened();
        ImmutableArray<Device> devices = [.. from device in rows.Devices.Present select Shown(device)];
        await rows.CommitAsync();
        return devices;
    }

    public async Task RemoveDevice(DeviceId device, CancellationToken cancellationToken)
    {
        var rows = await Opened();
        rows.Remove(device, time.GetUtcNow());
        await rows.CommitAsync();
        await _effects.RemoveDevice(device, cancellationToken);
    }

    public async Task Close(CancellationToken cancellationToken)
    {
        var rows = await Opened();
        rows.Close(time.GetUtcNow());
        await rows.CommitAsync();
        await _effects.Close(rows, cancellationToken);
    }

    private static Device Shown(ListedDevice device) => new(new DeviceNotice(new DeviceId(device.Id), device.Name), device.Since);

    private async Task<InboxRows> Opened()
    {
        if (_opening is null or { IsFaulted: true })
            _opening = InboxRows.OpenAsync(store, new PartitionId("chat.inbox", Owner.ToString()), _ => DeactivateOnIdle());
        return _rows ??= await _opening;
    }
}
