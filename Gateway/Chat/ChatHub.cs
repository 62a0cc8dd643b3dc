using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using OrleansLld.Accounts;

namespace OrleansLld.Chat;

/// <summary>
/// The chat of the caller's account. Every call but <c>Hello</c> is refused before <c>Hello</c>; <c>docs/chat-hub.md</c> describes them
/// all.
/// </summary>
internal sealed class ChatHub(
    IGrainFactory grains, ChatConnections connections, OpenConversations open, Administrations administrations, MediaStore media,
    IOptions<ChatEdgeOptions> options) : AccountHub<IChatClient>
{
    private const int EntriesMax = 200;
    private const int MembersMax = 1_000;
    private const int ReceiptsMax = 100;
    private const int PresencesMax = 256;
    private const int KeysMax = 100;
    private const int DeviceNameMax = 64;
    private const int CursorMax = 64;
    private const long MomentMsMax = 253_402_300_799_999;
    private static readonly TimeSpan KnownWithin = TimeSpan.FromSeconds(10);
    private const int CommandIdMax = 32;
    private const int KeyBytesMax = 8 << 10;

    public async Task<SyncView> Hello(DeviceHello hello)
    {
        if (!DeviceId.TryParse(hello.Device, out var device) || hello.Name.Length is 0 or > DeviceNameMax)
            throw ChatRefusals.Of(ChatRefusal.NoSuchDevice);
        var connection = ChatCallFilter.ConnectionOf(Context)!;
        var notice = new DeviceNotice(device, hello.Name);
        if (connection.Device is { } known && known.Id != device)
            throw HubRefusal.Of("device-known", "This connection has said hello as another device.");
        // The cluster knows where the device is before the sync reads, so that nothing falls between.
        await connections.Begin(connection, notice).WaitAsync(KnownWithin, Aborted);
        return await Sync(connection, notice, hello.Cursor);
    }

    public Task<SyncView> Sync(string cursor) => Sync(Connection, Connection.Device!, cursor);

    public async Task<EntriesView> Entries(string conversation, long start, bool backward, int limit)
    {
        Limit(limit, 1, EntriesMax);
        var page = await Of(conversation).Entries(Me, new EntryRange(Math.Max(0, start), backward, limit), Aborted);
        ChatRefusals.Require(page.Refusal);
        return new EntriesView([.. page.Entries.Select(ChatViews.Of)], page.First, page.Head);
    }

    public async Task<SentEntry> Send(OutgoingEntry entry)
    {
        var command = new SendEntry(Me, Connection.Device!.Id, entry.ClientId, OutgoingEntries.Read(entry));
        if (command.Body is MediaBody sent && !await media.Has(Parse(entry.Conversation), sent.Media, Aborted))
            throw HubRefusal.Of("no-such-media", "Upload the file first, of the type and size that were granted in this conversation.");
        var reply = await Of(entry.Conversation).Send(command, CancellationToken.None);
        return reply.Refusal == ChatRefusal.None
            ? new SentEntry(
                reply.Sequence, reply.Id.ToString(System.Globalization.CultureInfo.InvariantCulture), reply.At.ToUnixTimeMilliseconds())
            : throw ChatRefusals.Of(reply.Refusal, reply.RetryAfter);
    }

    public async Task Acknowledge(string conversation, long delivered, long read) => ChatRefusals.Require(
        await Of(conversation).Acknowledge(new Acknowledgement(Me, Connection.Device!.Id, delivered, read), CancellationToken.None));

    public Task Typing(string conversation) => Of(conversation).Typing(Me, Aborted);

    public async Task<ConversationLine> Begin(NewConversation begin)
    {
        var members = await administrations.Names(begin.Handles, Aborted);
        if (begin.Id.Length == 0 && (members.Length != 1 || members[0].Account == Me))
            throw ChatRefusals.Of(ChatRefusal.InvalidSettings);
        var id = begin.Id.Length == 0 ? ConversationId.Between(Me, members[0].Account) : Parse(begin.Id);
        var command = new BeginConversation(new MemberName(Me, SignedInCaller.Handle), members, ChatViews.Read(begin.Settings));
        var reply = await Of(id).Begin(command, CancellationToken.None);
        ChatRefusals.Require(reply.Refusal);
        return ChatViews.Of(reply.Conversation!);
    }

    public async Task<ConversationLine?> Change(ConversationChange change)
    {
        var command = await administrations.Read(change, SignedInCaller, Aborted);
        var reply = await Of(change.Conversation).Administer(Me, command, CancellationToken.None);
        ChatRefusals.Require(reply.Refusal);
        return reply.Conversation is { } view ? ChatViews.Of(view) : null;
    }

    public async Task<MemberView[]> Members(string conversation, string afterAccount, int limit)
    {
        Limit(limit, 1, MembersMax);
        var after = afterAccount.Length == 0 ? default : Administrations.AccountOf(afterAccount);
        var page = await Of(conversation).Members(Me, after, limit, Aborted);
        ChatRefusals.Require(page.Refusal);
        return [.. page.Members.Select(ChatViews.Of)];
    }

    public async Task<ReceiptView[]> Receipts(string conversation, long[] sequences)
    {
        Limit(sequences.Length, 0, ReceiptsMax);
        return [.. (await Of(conversation).Receipts(Me, [.. sequences], Aborted)).Select(ChatViews.Of)];
    }

    public async Task<PresenceView[]> Open(string conversation)
    {
        var id = Parse(conversation);
        ChatRefusals.Require((await Of(id).Describe(Me, Aborted)).Refusal);
        if (Connection.Open.Count >= options.Value.OpenPerConnection && !Connection.Open.ContainsKey(id))
            throw HubRefusal.Of("too-many-open", "This connection has as many conversations open as it may; close one first.");
        return Shown(await open.Open(Connection, id, Aborted));
    }

    public Task Close(string conversation) => open.Close(Connection, Parse(conversation));

    public async Task<PresenceView[]> Presence(string[] accounts)
    {
        Limit(accounts.Length, 0, PresencesMax);
        var shards = accounts.Select(Administrations.AccountOf).GroupBy(account => IPresenceShardGrain.ShardOf(account));
        var answers = await Task.WhenAll(shards.Select(shard => ShardOf(shard.Key).Presence([.. shard], Aborted)));
        return Shown([.. answers.SelectMany(presences => presences)]);
    }

    public async Task Prefer(string conversation, long? mutedUntil, bool archived)
    {
        DateTimeOffset? until = mutedUntil is { } ms ? DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(ms, 0, MomentMsMax)) : null;
        ChatRefusals.Require(
            await Inbox.Prefer(Parse(conversation), new ConversationPreference(until, archived), CancellationToken.None));
    }

    public async Task Block(string handle, bool blocked) =>
        ChatRefusals.Require(await Inbox.Block(await administrations.Name(handle, Aborted), blocked, CancellationToken.None));

    public async Task<MemberNameView[]> Blocked() => [.. (await Inbox.Blocked(Aborted)).Select(ChatViews.Of)];

    public Task Reveal(bool revealed) => ShardOf(IPresenceShardGrain.ShardOf(Me)).Reveal(Me, revealed, CancellationToken.None);

    public async Task<DeviceView[]> Devices() => [.. (await Inbox.Devices(Aborted)).Select(ChatViews.Of)];

    public Task RemoveDevice(string device) => DeviceId.TryParse(device, out var id)
        ? Inbox.RemoveDevice(id, CancellationToken.None)
        : throw ChatRefusals.Of(ChatRefusal.NoSuchDevice);

    public Task<int> PublishKeys(byte[][] packages, byte[] lastResort)
    {
        Limit(packages.Length, 0, KeysMax);
        if (lastResort.Length > KeyBytesMax || packages.Any(package => package.Length is 0 or > KeyBytesMax))
            throw HubRefusal.Of("invalid-keys", "A key package has 1 byte to 8 KiB.");
        var keys = new KeyPackages(Connection.Device!.Id, [.. packages.Select(package => (ReadOnlyMemory<byte>)package)], lastResort);
        return Keys(Me).Publish(keys, CancellationToken.None);
    }

    public async Task<KeyView[]> ClaimKeys(string conversation, string account, string commandId)
    {
        if (commandId.Length is 0 or > CommandIdMax)
            throw HubRefusal.Of("invalid-command-id", "The id of the command has 1 to 32 characters.");
        var owner = Administrations.AccountOf(account);
        var page = await Of(conversation).Members(Me, new AccountId(owner.Value - 1), 1, Aborted);
        ChatRefusals.Require(page.Refusal);
        if (page.Members.IsEmpty || page.Members[0].Name.Account != owner)
            throw ChatRefusals.Of(ChatRefusal.NoSuchMember);
        return [.. (await Keys(owner).Claim($"{Me}.{commandId}", CancellationToken.None)).Select(ChatViews.Of)];
    }

    public async Task<GroupInfoView> GroupInfo(string conversation)
    {
        var info = await Of(conversation).GroupInfo(Me, Aborted);
        return new GroupInfoView(info.Epoch, info.GroupInfo.ToArray());
    }

    public override async Task OnConnectedAsync()
    {
        ChatCallFilter.Keep(Context, connections.Connect(Context, SignedInCaller));
        await base.OnConnectedAsync();
    }

    public override async Task OnDisconnectedAsync(Exception? exception)
    {
        if (ChatCallFilter.ConnectionOf(Context) is { } connection)
        {
            connections.Disconnect(connection);
            foreach (var id in connection.Open.Keys)
                await open.Close(connection, id);
        }

        await base.OnDisconnectedAsync(exception);
    }

    private ChatConnection Connection => ChatCallFilter.ConnectionOf(Context) switch
    {
        { IsShutOut: true } => throw ChatRefusals.Of(ChatRefusal.NoSuchDevice),
        { Device: not null } connection => connection,
        _ => throw HubRefusal.Of("hello-first", "Call Hello first, once for each connection."),
    };

    private AccountId Me => Connection.Caller.Id;

    private IInboxGrain Inbox => grains.GetGrain<IInboxGrain>(Me.Value);

    private CancellationToken Aborted => Context.ConnectionAborted;

    private async Task<SyncView> Sync(ChatConnection connection, DeviceNotice device, string cursor)
    {
        if (cursor.Length > CursorMax)
            throw HubRefusal.Of("invalid-cursor", "The cursor is not one that a sync gave; send an empty one.");
        var account = connection.Caller.Id;
        var reply = await grains.GetGrain<IInboxGrain>(account.Value).Sync(device, cursor, Aborted);
        if (reply.Refusal == ChatRefusal.NoSuchDevice)
            connection.ShutOut();
        ChatRefusals.Require(reply.Refusal);
        return ChatViews.Of(account, reply);
    }

    private PresenceView[] Shown(ImmutableArray<Presence> presences) => [.. presences.Select(one => ChatViews.Of(one.For(Me)))];

    private IConversationGrain Of(string conversation) => Of(Parse(conversation));

    private IConversationGrain Of(ConversationId id)
    {
        _ = Connection;
        return grains.GetGrain<IConversationGrain>(id.ToString());
    }

    private IPresenceShardGrain ShardOf(long shard) => grains.GetGrain<IPresenceShardGrain>(shard);

    private IKeyDirectoryGrain Keys(AccountId account) => grains.GetGrain<IKeyDirectoryGrain>(account.Value);

    private static ConversationId Parse(string conversation) =>
        ConversationId.TryParse(conversation, out var id) ? id : throw ChatRefusals.Of(ChatRefusal.NotMember);

    private static void Limit(int count, int min, int max)
    {
        if (count < min || count > max)
            throw HubRefusal.Of("too-many", $"Ask for {min} to {max} at a time.");
    }
}
