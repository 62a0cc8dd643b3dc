using System.Collections.Immutable;
using OrleansLld.Accounts;
using OrleansLld.Storage;

namespace OrleansLld.Chat;

/// <summary>
/// Who listens to a channel now, keyed by the channel: gateways with somebody who has it open say how many they have every
/// <see cref="Heartbeat"/>. Nothing of it is stored.
/// </summary>
[Alias("chat.channel-audience")]
public interface IChannelAudienceGrain : IGrainWithStringKey
{
    /// <summary>How often a gateway says so.</summary>
    static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(10);

    /// <summary>One shard tells the gateways of this many listeners.</summary>
    const int ListenersPerShard = 15_000;

    /// <summary>Enters a gateway, or renews it; it is also entered in its shard. With no listeners it is struck off.</summary>
    [Alias("listen")]
    Task Listen(Guid gateway, int listeners, CancellationToken cancellationToken);

    /// <summary>Called by the channel: sends entries to all gateways that listen. At most one call a shard.</summary>
    [Alias("publish")]
    Task Publish(EntriesNews news, CancellationToken cancellationToken);

    /// <summary>How many listen, and in how many shards.</summary>
    [Alias("size")]
    Task<AudienceSize> Size(CancellationToken cancellationToken);
}

/// <summary>How many listen to a channel.</summary>
/// <param name="Listeners">Connections.</param>
/// <param name="Gateways">That they are connected to.</param>
/// <param name="Shards">That tell these.</param>
[GenerateSerializer, Immutable, Alias("chat.audience-size")]
public sealed record AudienceSize([property: Id(0)] long Listeners, [property: Id(1)] int Gateways, [property: Id(2)] int Shards);

/// <summary>Tells some of the gateways that listen to a channel, keyed <c>{channel}/{number}</c>.</summary>
[Alias("chat.channel-shard")]
public interface IChannelShardGrain : IGrainWithStringKey
{
    /// <summary>Sends entries to these gateways, over their streams.</summary>
    [Alias("tell")]
    Task Tell(ImmutableArray<Guid> gateways, EntriesNews news, CancellationToken cancellationToken);
}

/// <summary>Some of the members of a channel, keyed <c>{channel}/{account number modulo Buckets}</c>.</summary>
[Alias("chat.channel-members")]
public interface IChannelMembersGrain : IGrainWithStringKey
{
    /// <summary>How many buckets a channel's members lie in.</summary>
    const int Buckets = 128;

    /// <summary>Enters a member; one who is there stays as it is.</summary>
    /// <returns>The member as it stands.</returns>
    /// <exception cref="StorageUnavailableException">Unknown outcome: send the same again.</exception>
    [Alias("enter")]
    Task<ChannelMember> Enter(ChannelMember member, CancellationToken cancellationToken);

    /// <summary>Strikes a member off. Idempotent.</summary>
    /// <exception cref="StorageUnavailableException">Unknown outcome: send the same again.</exception>
    [Alias("strike")]
    Task Strike(AccountId account, CancellationToken cancellationToken);

    /// <summary>The member, or null.</summary>
    [Alias("find")]
    Task<ChannelMember?> Find(AccountId account, CancellationToken cancellationToken);

    /// <summary>Moves a member's reading watermark on.</summary>
    /// <exception cref="StorageUnavailableException">Unknown outcome: send the same again.</exception>
    [Alias("read")]
    Task Read(AccountId account, long sequence, CancellationToken cancellationToken);

    /// <summary>How many members the bucket has.</summary>
    [Alias("count")]
    Task<int> Count(CancellationToken cancellationToken);

    /// <summary>A page of the bucket's members in the order of their numbers; at most 1,000.</summary>
    [Alias("page")]
    Task<ImmutableArray<ChannelMember>> Page(AccountId after, int limit, CancellationToken cancellationToken);
}

/// <summary>A member of a channel.</summary>
/// <param name="Name">Who.</param>
/// <param name="JoinedAt">Since when.</param>
/// <param name="First">The first sequence that the member may see.</param>
/// <param name="Read">How far the member has read.</param>
[GenerateSerializer, Immutable, Alias("chat.channel-member")]
public sealed record ChannelMember(
    [property: Id(0)] MemberName Name,
    [property: Id(1)] DateTimeOffset JoinedAt,
    [property: Id(2)] long First,
    [property: Id(3)] long Read);
