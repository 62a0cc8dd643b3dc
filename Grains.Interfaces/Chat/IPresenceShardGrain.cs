using System.Collections.Immutable;
using OrleansLld.Accounts;
using OrleansLld.Storage;

namespace OrleansLld.Chat;

/// <summary>
/// Who is connected where, of the accounts whose number modulo <see cref="Shards"/> is the key: the session registry and the presence of
/// these accounts. Kept in memory but for when somebody was last seen: gateways renew what they have every <see cref="Heartbeat"/>, and
/// what
/// is not renewed for <see cref="Lease"/> ends. A shard and not a grain per user, so that a gateway's heartbeat and a group's routing are
/// few calls.
/// </summary>
[Alias("chat.presence-shard")]
public interface IPresenceShardGrain : IGrainWithIntegerKey
{
    /// <summary>How many shards there are; never changes for a cluster's data.</summary>
    const int Shards = 64;

    /// <summary>How often a gateway renews its sessions.</summary>
    static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(30);

    /// <summary>How long a session holds without being renewed.</summary>
    static readonly TimeSpan Lease = TimeSpan.FromSeconds(40);

    /// <summary>The shard that an account is in.</summary>
    static long ShardOf(AccountId account) => account.Value % Shards;

    /// <summary>Devices connected to the gateway, or left it.</summary>
    [Alias("change")]
    Task Change(SessionChange change, CancellationToken cancellationToken);

    /// <summary>Renews all sessions of a gateway in this shard.</summary>
    /// <returns>False when the shard knows others: the gateway then sends all of them by <see cref="Change"/>.</returns>
    [Alias("renew")]
    Task<bool> Renew(Guid gateway, int sessions, CancellationToken cancellationToken);

    /// <summary>
    /// Which gateways these accounts are connected to; those that are not are left out. At most 1,024 accounts, all of this shard.
    /// </summary>
    [Alias("route")]
    Task<ImmutableArray<AccountRoute>> Route(ImmutableArray<AccountId> accounts, CancellationToken cancellationToken);

    /// <summary>
    /// How these accounts are present, as far as they let others know. For lists, asked now and then; at most 256 accounts. What a viewer
    /// is told is <see cref="Chat.Presence.For"/> that viewer.
    /// </summary>
    [Alias("presence")]
    Task<ImmutableArray<Presence>> Presence(ImmutableArray<AccountId> accounts, CancellationToken cancellationToken);

    /// <summary>
    /// Lets a gateway hear of changes of these accounts over its stream, because somebody there has a conversation with them open. Ends
    /// after <see cref="Lease"/> unless asked again. At most 256 accounts a call.
    /// </summary>
    [Alias("watch")]
    Task<ImmutableArray<Presence>> Watch(Guid gateway, ImmutableArray<AccountId> accounts, CancellationToken cancellationToken);

    /// <summary>Whether others may know when the account is there and was last seen.</summary>
    /// <exception cref="StorageUnavailableException">Unknown outcome: send the same again.</exception>
    [Alias("reveal")]
    Task Reveal(AccountId account, bool isRevealed, CancellationToken cancellationToken);

    /// <summary>Called by the account's inbox: somebody whom it blocks does not see it, or does again. Idempotent; at most 1,000.</summary>
    /// <exception cref="StorageUnavailableException">Unknown outcome: send the same again.</exception>
    [Alias("conceal")]
    Task Conceal(AccountId account, AccountId viewer, bool isConcealed, CancellationToken cancellationToken);

    /// <summary>
    /// The account is gone: its sessions end, its gateways are told to close them, and nobody sees it any more. Idempotent.
    /// </summary>
    /// <exception cref="StorageUnavailableException">Unknown outcome: send the same again.</exception>
    [Alias("close")]
    Task Close(AccountId account, CancellationToken cancellationToken);
}

/// <summary>Sessions that began or ended on a gateway.</summary>
/// <param name="Gateway">The gateway's id, drawn at its start.</param>
/// <param name="IsWhole">Whether <paramref name="Began"/> is all that the gateway has in the shard, in place of what was known.</param>
/// <param name="Began">Devices that connected; at most 20,000.</param>
/// <param name="Ended">Devices that left.</param>
[GenerateSerializer, Immutable, Alias("chat.session-change")]
public sealed record SessionChange(
    [property: Id(0)] Guid Gateway,
    [property: Id(1)] bool IsWhole,
    [property: Id(2)] ImmutableArray<Session> Began,
    [property: Id(3)] ImmutableArray<Session> Ended);

/// <summary>A connected device.</summary>
/// <param name="Account">Whose.</param>
/// <param name="Device">Which.</param>
[GenerateSerializer, Immutable, Alias("chat.session")]
public readonly record struct Session([property: Id(0)] AccountId Account, [property: Id(1)] DeviceId Device);

/// <summary>Where an account is connected.</summary>
/// <param name="Account">Who.</param>
/// <param name="Gateways">Where, each once.</param>
[GenerateSerializer, Immutable, Alias("chat.account-route")]
public sealed record AccountRoute([property: Id(0)] AccountId Account, [property: Id(1)] ImmutableArray<Guid> Gateways);

/// <summary>Whether somebody is there.</summary>
/// <param name="Account">Who.</param>
/// <param name="IsOnline">Whether a device is connected; false when the account does not tell.</param>
/// <param name="LastSeen">When the last device left; null when one is there, when it was never, or when the account does not tell.</param>
[GenerateSerializer, Immutable, Alias("chat.presence")]
public sealed record Presence(
    [property: Id(0)] AccountId Account, [property: Id(1)] bool IsOnline, [property: Id(2)] DateTimeOffset? LastSeen)
{
    /// <summary>Whom the account blocked: they are told <see cref="For"/> them. Never leaves the cluster.</summary>
    [Id(3)]
    public ImmutableArray<AccountId> ConcealedFrom { get; init; } = [];

    /// <summary>What a viewer may know: to whoever is blocked the account seems never to have been there.</summary>
    public Presence For(AccountId viewer) => ConcealedFrom.Contains(viewer) ? new Presence(Account, false, null) : this;
}
