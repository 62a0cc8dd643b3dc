using System.Text.Json;
using System.Text.Json.Serialization;
using OrleansLld.Accounts;
using OrleansLld.Storage;

namespace OrleansLld.Chat;

/// <summary>
/// What lasts of an inbox, as rows: <c>c.</c> and a conversation with how it is wanted, <c>b.</c> and a number with whom it blocks,
/// <c>d.</c> and a device, <c>x</c> when the account is gone. All of it is at hand; what changes is durable when the commit completes.
/// </summary>
internal sealed class InboxRows
{
    public const int ConversationsMax = 1_000;
    public const int BlockedMax = 1_000;
    private const int LeftMax = 1_000;
    private const int DevicesMax = 16;
    private const int RemovedDevicesMax = 256;
    private static readonly RowKey ClosedKey = new("x");
    private static readonly RowRange All = new(new RowKey(" "), new RowKey("~"), RowRange.LimitMax);

    private readonly GrainRows _rows;
    private readonly Dictionary<string, StoredPreference> _preferences = new(StringComparer.Ordinal);
    private readonly SortedDictionary<long, string> _blocked = [];

    private InboxRows(GrainRows rows) => _rows = rows;

    public InboxIndex Index { get; } = new(ConversationsMax, LeftMax);

    public DeviceList Devices { get; } = new(DevicesMax, RemovedDevicesMax);

    public bool IsClosed { get; private set; }

    public IEnumerable<MemberName> Blocked => _blocked.Select(entry => new MemberName(new AccountId(entry.Key), entry.Value));

    public bool HasBlockedMax => _blocked.Count >= BlockedMax;

    public static async Task<InboxRows> OpenAsync(IGrainStore store, PartitionId partition, Action<Exception> failed)
    {
        var rows = await GrainRows.OpenAsync(store, partition, _ => { }, failed, CancellationToken.None);
        var inbox = new InboxRows(rows);
        await foreach (var row in store.ScanAllAsync(partition, All, CancellationToken.None))
            inbox.Restore(row);
        return inbox;
    }

    /// <summary>Completes when all that was changed before is durable.</summary>
    public Task CommitAsync() => _rows.CommitAsync();

    public void Enter(ConversationId conversation)
    {
        if (!Index.Contains(conversation.ToString()))
            Put(conversation, StoredPreference.None);
        Index.Enter(conversation.ToString());
    }

    public void Leave(ConversationId conversation)
    {
        Index.Leave(conversation.ToString());
        if (_preferences.Remove(conversation.ToString()))
            _rows.Delete(KeyOf(conversation.ToString()));
    }

    public StoredPreference PreferenceOf(string conversation) => _preferences.GetValueOrDefault(conversation, StoredPreference.None);

    public void Prefer(ConversationId conversation, StoredPreference preference)
    {
        Put(conversation, preference);
        Index.Touch(conversation.ToString());
    }

    public bool HasBlocked(AccountId account) => _blocked.ContainsKey(account.Value);

    public void Block(MemberName account)
    {
        _blocked[account.Account.Value] = account.Handle;
        _rows.Put(BlockedKey(account.Account), JsonSerializer.SerializeToUtf8Bytes(account.Handle, InboxJson.Default.String));
    }

    public void Unblock(AccountId account)
    {
        if (_blocked.Remove(account.Value))
            _rows.Delete(BlockedKey(account));
    }

    public bool Enter(DeviceNotice device, DateTimeOffset now)
    {
        var ruling = Devices.Enter(device.Id.Value, device.Name, now);
        if (ruling.Device is { } entered)
            Put(entered);
        return ruling.IsTaken;
    }

    public void Remove(DeviceId device, DateTimeOffset now)
    {
        var (removed, forgotten) = Devices.Remove(device.Value, now);
        if (removed is not null)
            Put(removed);
        if (forgotten is { } old)
            _rows.Delete(DeviceKey(old));
    }

    public void Close(DateTimeOffset now)
    {
        IsClosed = true;
        foreach (var device in Devices.Present.ToArray())
            Remove(new DeviceId(device.Id), now);
        _rows.Put(ClosedKey, "{}"u8.ToArray());
    }

    private static RowKey KeyOf(string conversation) => new($"c.{conversation}");

    private static RowKey BlockedKey(AccountId account) => new($"b.{RowKey.Number(account.Value)}");

    private static RowKey DeviceKey(Guid device) => new($"d.{device:N}");

    private void Put(ConversationId conversation, StoredPreference preference)
    {
        _preferences[conversation.ToString()] = preference;
        _rows.Put(KeyOf(conversation.ToString()), JsonSerializer.SerializeToUtf8Bytes(preference, InboxJson.Default.StoredPreference));
    }

    private void Put(ListedDevice device) =>
        _rows.Put(DeviceKey(device.Id), JsonSerializer.SerializeToUtf8Bytes(device, InboxJson.Default.ListedDevice));

    private void Restore(Row row)
    {
        var key = row.Key.ToString();
        switch (key[0])
        {
            case 'c':
                _preferences[key[2..]] = JsonSerializer.Deserialize(row.Value.Span, InboxJson.Default.StoredPreference)!;
                Index.Enter(key[2..]);
                break;
            case 'b':
                _blocked[Convert.ToInt64(key[2..], 16)] = JsonSerializer.Deserialize(row.Value.Span, InboxJson.Default.String)!;
                break;
            case 'd':
                Devices.Restore(JsonSerializer.Deserialize(row.Value.Span, InboxJson.Default.ListedDevice)!);
                break;
            case 'x':
                IsClosed = true;
                break;
            default:
                throw new CorruptStorageException($"{_rows.Partition} has a row {key} that no inbox writes.");
        }
    }
}

/// <summary>How a conversation is wanted.</summary>
/// <param name="MutedUntil">No notifications until then; null for notifications.</param>
/// <param name="ArchivedAt">Its head when it was archived: a message above it brings it back. Null when it is not archived.</param>
internal sealed record StoredPreference(DateTimeOffset? MutedUntil, long? ArchivedAt)
{
    public static StoredPreference None { get; } = new(null, null);
}

[JsonSerializable(typeof(StoredPreference))]
[JsonSerializable(typeof(ListedDevice))]
[JsonSerializable(typeof(string))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class InboxJson : JsonSerializerContext;
