using System.Collections.Immutable;
using OrleansLld.Accounts;

namespace OrleansLld.Chat;

/// <summary>Commands to one conversation of a test cluster, as a client sends them: until they are answered.</summary>
internal sealed class Room(ChatCluster chat, ConversationId id)
{
    private static readonly ConversationSettings Untitled = new("", "", JoinerHistory.Everything, false, false);
    private int _clientIds;

    public ConversationId Id => id;

    public IConversationGrain Grain => chat.Conversation(id);

    public static MemberName Name(long account) => new(new AccountId(account), $"user{account}");

    public static async Task<Room> Direct(ChatCluster chat, long one = 1, long other = 2, bool isEncrypted = false)
    {
        var room = new Room(chat, ConversationId.Between(new AccountId(one), new AccountId(other)));
        (await room.Begin(one, [other], Untitled with { IsEncrypted = isEncrypted })).Refusal.ShouldBe(ChatRefusal.None);
        return room;
    }

    public static async Task<Room> Group(ChatCluster chat, params long[] others)
    {
        var room = new Room(chat, ConversationId.Of(ConversationKind.Group, Guid.NewGuid()));
        (await room.Begin(1, others, Untitled with { Title = "A group" })).Refusal.ShouldBe(ChatRefusal.None);
        return room;
    }

    public static async Task<Room> Channel(ChatCluster chat)
    {
        var room = new Room(chat, ConversationId.Of(ConversationKind.Channel, Guid.NewGuid()));
        (await room.Begin(1, [], Untitled with { Title = "A channel" })).Refusal.ShouldBe(ChatRefusal.None);
        return room;
    }

    /// <summary>The same conversation in another cluster.</summary>
    public Room In(ChatCluster other) => new(other, id);

    public Task<ConversationReply> Begin(long creator, long[] others, ConversationSettings settings) => ChatCluster.UntilAnswered(
        () => Grain.Begin(new BeginConversation(Name(creator), [.. others.Select(Name)], settings), default));

    public Task<SendReply> Send(long author, EntryBody body, string? clientId = null)
    {
        var command = new SendEntry(
            new AccountId(author), DeviceOf(author), clientId ?? $"m{Interlocked.Increment(ref _clientIds)}", body);
        return ChatCluster.UntilAnswered(() => Grain.Send(command, default));
    }

    public Task<SendReply> Say(long author, string text, string? clientId = null) => Send(author, new TextBody(text, 0, false), clientId);

    public Task<ConversationReply> Administer(long actor, Administration command) =>
        ChatCluster.UntilAnswered(() => Grain.Administer(new AccountId(actor), command, default));

    public Task<ChatRefusal> Acknowledge(long account, long delivered, long read) => ChatCluster.UntilAnswered(
        () => Grain.Acknowledge(new Acknowledgement(new AccountId(account), DeviceOf(account), delivered, read), default));

    public async Task<ImmutableArray<ChatEntry>> All(long reader)
    {
        var all = ImmutableArray.CreateBuilder<ChatEntry>();
        while (true)
        {
            var after = all.Count == 0 ? 0 : all[^1].Sequence;
            var page = await ChatCluster.UntilAnswered(
                () => Grain.Entries(new AccountId(reader), new EntryRange(after, false, 200), default));
            page.Refusal.ShouldBe(ChatRefusal.None);
            if (page.Entries.IsEmpty)
                return all.DrainToImmutable();
            all.AddRange(page.Entries);
        }
    }

    public static DeviceId DeviceOf(long account) => new(new Guid((int)account, 1, 0, new byte[8]));
}
