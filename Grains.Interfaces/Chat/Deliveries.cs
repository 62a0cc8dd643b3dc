using System.Collections.Immutable;
using OrleansLld.Accounts;

namespace OrleansLld.Chat;

/// <summary>
/// What travels over the stream of one gateway: <see cref="StreamNamespace"/> and the gateway's id, of the provider
/// <see cref="ProviderName"/>. The live copy only: what is lost here is found by its sequence and read from the log.
/// </summary>
/// <param name="Number">Counts the batches of one sender to one gateway from 1; a gap means that something was lost.</param>
/// <param name="Sender">Who batches: drawn by a silo at its start.</param>
/// <param name="Deliveries">At most 1,000; none in a heartbeat.</param>
[GenerateSerializer, Immutable, Alias("chat.gateway-batch")]
public sealed record GatewayBatch(
    [property: Id(0)] long Number,
    [property: Id(1)] Guid Sender,
    [property: Id(2)] ImmutableArray<Delivery> Deliveries)
{
    /// <summary>The stream provider's name.</summary>
    public const string ProviderName = "chat";

    /// <summary>The namespace of the gateways' streams.</summary>
    public const string StreamNamespace = "chat.gateway";
}

/// <summary>Something for clients of a gateway.</summary>
/// <param name="To">
/// The accounts, each on all its devices there; none for whoever has <paramref name="News"/>' channel or account open.
/// </param>
/// <param name="News">What.</param>
[GenerateSerializer, Immutable, Alias("chat.delivery")]
public sealed record Delivery([property: Id(0)] ImmutableArray<AccountId> To, [property: Id(1)] ChatNews News);

/// <summary>Something new.</summary>
[GenerateSerializer, Immutable, Alias("chat.news")]
public abstract record ChatNews;

/// <summary>New entries of a conversation, in order and without a gap between them.</summary>
/// <param name="Conversation">Which.</param>
/// <param name="Entries">At least one.</param>
[GenerateSerializer, Immutable, Alias("chat.entries-news")]
public sealed record EntriesNews(
    [property: Id(0)] ConversationId Conversation, [property: Id(1)] ImmutableArray<ChatEntry> Entries) : ChatNews;

/// <summary>Watermarks of a direct conversation moved, or the account's own on another device.</summary>
/// <param name="Conversation">Which.</param>
/// <param name="Account">Whose.</param>
/// <param name="Delivered">How far any of their devices got.</param>
/// <param name="Read">How far they have read.</param>
[GenerateSerializer, Immutable, Alias("chat.watermark-news")]
public sealed record WatermarkNews(
    [property: Id(0)] ConversationId Conversation,
    [property: Id(1)] AccountId Account,
    [property: Id(2)] long Delivered,
    [property: Id(3)] long Read) : ChatNews;

/// <summary>How many of a group have the newest of one's own messages; at most four times a second.</summary>
/// <param name="Conversation">Which.</param>
/// <param name="Counts">The last 20 of the author's that somebody has not read yet, and those that were completed since.</param>
[GenerateSerializer, Immutable, Alias("chat.receipts-news")]
public sealed record ReceiptsNews(
    [property: Id(0)] ConversationId Conversation, [property: Id(1)] ImmutableArray<ReceiptCount> Counts) : ChatNews;

/// <summary>Somebody is writing.</summary>
/// <param name="Conversation">Where.</param>
/// <param name="Account">Who.</param>
[GenerateSerializer, Immutable, Alias("chat.typing-news")]
public sealed record TypingNews([property: Id(0)] ConversationId Conversation, [property: Id(1)] AccountId Account) : ChatNews;

/// <summary>Somebody came or went; to those who watch.</summary>
/// <param name="Presence">How it is now.</param>
[GenerateSerializer, Immutable, Alias("chat.presence-news")]
public sealed record PresenceNews([property: Id(0)] Presence Presence) : ChatNews;

/// <summary>The list of conversations changed: one began, is left, or has other settings or members. A client syncs.</summary>
/// <param name="Conversation">Which.</param>
[GenerateSerializer, Immutable, Alias("chat.conversation-news")]
public sealed record ConversationNews([property: Id(0)] ConversationId Conversation) : ChatNews;

/// <summary>A key package of the account was taken; clients see to it that there are enough.</summary>
/// <param name="Device">Whose key package.</param>
/// <param name="Left">How many the device has left.</param>
[GenerateSerializer, Immutable, Alias("chat.keys-news")]
public sealed record KeysNews([property: Id(0)] DeviceId Device, [property: Id(1)] int Left) : ChatNews;

/// <summary>The device was removed, or the account is gone: the gateway closes its connections.</summary>
/// <param name="Device">Which; null for all of the account.</param>
[GenerateSerializer, Immutable, Alias("chat.closed-news")]
public sealed record ClosedNews([property: Id(0)] DeviceId? Device) : ChatNews;

/// <summary>
/// A shard of the session registry began anew and knows nobody: the gateway tells it who is connected, and its clients of the shard, who
/// may
/// have missed something meanwhile, to synchronise.
/// </summary>
/// <param name="Shard">Which.</param>
[GenerateSerializer, Immutable, Alias("chat.sessions-news")]
public sealed record SessionsNews([property: Id(0)] long Shard) : ChatNews;
