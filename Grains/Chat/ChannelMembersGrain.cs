using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using OrleansLld.Accounts;
using OrleansLld.Storage;

namespace OrleansLld.Chat;

/// <summary>
/// A bucket of a channel's members, a row each, read when they are asked for. A turn is a lock here: a channel has 128 buckets, and each of
/// them commits for itself.
/// </summary>
internal sealed class ChannelMembersGrain(IGrainStore store) : Grain, IChannelMembersGrain
{
    private const int PageMax = 1_000;
    private const string Prefix = "m.";
    private static readonly RowKey CountKey = new("n");

    private GrainRows _rows = null!;
    private int _count;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var bucket = this.GetPrimaryKeyString().Split('/');
        var partition = new PartitionId("chat.channel-members", $"{bucket[0]}.{bucket[1]}");
        _rows = await GrainRows.OpenAsync(store, partition, _ => { }, _ => DeactivateOnIdle(), cancellationToken);
        if (await _rows.GetAsync(CountKey, cancellationToken) is { } count)
            _count = JsonSerializer.Deserialize(count.Span, ChannelMemberJson.Default.Int32);
    }

    public async Task<ChannelMember> Enter(ChannelMember member, CancellationToken cancellationToken)
    {
        if (await Find(member.Name.Account, cancellationToken) is { } known)
            return known;
        Put(member);
        await Count(_count + 1);
        return member;
    }

    public async Task Strike(AccountId account, CancellationToken cancellationToken)
    {
        if (await Find(account, cancellationToken) is null)
            return;
        _rows.Delete(KeyOf(account));
        await Count(_count - 1);
    }

    public async Task<ChannelMember?> Find(AccountId account, CancellationToken cancellationToken) =>
        await _rows.GetAsync(KeyOf(account), cancellationToken) is { } row ? MemberOf(account, row) : null;

    public async Task Read(AccountId account, long sequence, CancellationToken cancellationToken)
    {
        if (await Find(account, cancellationToken) is not { } member || member.Read >= sequence)
            return;
        Put(member with { Read = sequence });
        await _rows.CommitAsync();
    }

    public async Task<int> Count(CancellationToken cancellationToken)
    {
        await _rows.CommitAsync();
        return _count;
    }

    public async Task<ImmutableArray<ChannelMember>> Page(AccountId after, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)limit - 1, PageMax - 1u, nameof(limit));
        var rows = await _rows.ScanAsync(RowRange.StartingWith(Prefix, limit) with { From = KeyOf(after).Next() }, cancellationToken);
        return [.. rows.Select(row => MemberOf(
            new AccountId(long.Parse(row.Key.ToString().AsSpan(Prefix.Length), NumberStyles.HexNumber, CultureInfo.InvariantCulture)),
            row.Value))];
    }

    private static RowKey KeyOf(AccountId account) => new($"{Prefix}{RowKey.Number(account.Value)}");

    private static ChannelMember MemberOf(AccountId account, ReadOnlyMemory<byte> row)
    {
        var stored = JsonSerializer.Deserialize(row.Span, ChannelMemberJson.Default.StoredChannelMember)!;
        return new ChannelMember(new MemberName(account, stored.Handle), stored.JoinedAt, stored.First, stored.Read);
    }

    private void Put(ChannelMember member) => _rows.Put(KeyOf(member.Name.Account), JsonSerializer.SerializeToUtf8Bytes(
        new StoredChannelMember(member.Name.Handle, member.JoinedAt, member.First, member.Read),
        ChannelMemberJson.Default.StoredChannelMember));

    private Task Count(int count)
    {
        _count = count;
        _rows.Put(CountKey, JsonSerializer.SerializeToUtf8Bytes(count, ChannelMemberJson.Default.Int32));
        return _rows.CommitAsync();
    }
}

/// <summary>A member's row; its key is the account.</summary>
internal sealed record StoredChannelMember(string Handle, DateTimeOffset JoinedAt, long First, long Read);

[JsonSerializable(typeof(StoredChannelMember))]
[JsonSerializable(typeof(int))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class ChannelMemberJson : JsonSerializerContext;
