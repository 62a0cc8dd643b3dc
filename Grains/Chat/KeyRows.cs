using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using OrleansLld.Storage;

namespace OrleansLld.Chat;

/// <summary>
/// The key packages of an account as rows: <c>p.</c>device and number the package, <c>l.</c>device the last resort, <c>u.</c>device and
/// number
/// the hash of one that was handed out, <c>w.</c>device its withdrawal, <c>a.</c>number what a command was answered. Packages are at hand:
/// deciding, handing out and writing the answer are one turn and one commit.
/// </summary>
internal sealed class KeyRows
{
    private const int AnswersMax = 256;
    private static readonly KeyLimits Limits = new(16, IKeyDirectoryGrain.PackagesMax, 1_000, 256);
    private static readonly RowRange All = new(new RowKey(" "), new RowKey("~"), 1_000);

    private readonly GrainRows _rows;
    private readonly KeyShelf _shelf = new(Limits);
    private readonly Dictionary<RowKey, ReadOnlyMemory<byte>> _packages = [];
    private readonly Dictionary<string, RowKey> _answers = new(StringComparer.Ordinal);
    private readonly Queue<(string Command, RowKey Key)> _answerOrder = new();
    private long _answerNumber;

    private KeyRows(GrainRows rows) => _rows = rows;

    public IEnumerable<KeyStock> Stock => _shelf.Stock.Select(entry => new KeyStock(new DeviceId(entry.Device), entry.Packages));

    public static async Task<KeyRows> OpenAsync(IGrainStore store, PartitionId partition, Action<Exception> failed)
    {
        var keys = new KeyRows(await GrainRows.OpenAsync(store, partition, _ => { }, failed, CancellationToken.None));
        await foreach (var row in store.ScanAllAsync(partition, All, CancellationToken.None))
            keys.Restore(row);
        return keys;
    }

    public Task CommitAsync() => _rows.CommitAsync();

    public int Publish(KeyPackages packages)
    {
        var device = packages.Device.Value;
        if (!_shelf.Takes(device))
            return 0;
        foreach (var package in packages.Packages)
        {
            if (_shelf.Add(device, Convert.ToHexStringLower(SHA256.HashData(package.Span))) is { } number)
                Put(PackageKey(device, number), package);
        }

        if (!packages.LastResort.IsEmpty)
        {
            _shelf.AddLastResort(device);
            Put(LastResortKey(device), packages.LastResort);
        }

        return _shelf.CountOf(device);
    }

    /// <summary>What a command was answered before; null when it is not remembered.</summary>
    public async Task<ImmutableArray<ClaimedKey>?> AnswerOf(string commandId, CancellationToken cancellationToken)
    {
        if (!_answers.TryGetValue(commandId, out var key) || await _rows.GetAsync(key, cancellationToken) is not { } row)
            return null;
        var answer = JsonSerializer.Deserialize(row.Span, KeysJson.Default.StoredAnswer)!;
        return [.. answer.Keys.Select(one => new ClaimedKey(new DeviceId(one.Device), one.Package, one.IsLastResort))];
    }

    /// <summary>Hands out one of each device, and remembers that as the command's answer.</summary>
    public ImmutableArray<ClaimedKey> Claim(string commandId)
    {
        ImmutableArray<ClaimedKey> claimed = [.. _shelf.Stock.ToArray().Select(entry => Take(entry.Device)).OfType<ClaimedKey>()];
        var answer = new StoredAnswer(
            commandId, [.. claimed.Select(key => new StoredKey(key.Device.Value, key.Package.ToArray(), key.IsLastResort))]);
        var row = new RowKey($"a.{RowKey.Number(++_answerNumber)}");
        _rows.Put(row, JsonSerializer.SerializeToUtf8Bytes(answer, KeysJson.Default.StoredAnswer));
        Remember(commandId, row);
        if (_answerOrder.Count > AnswersMax)
        {
            var forgotten = _answerOrder.Dequeue();
            _answers.Remove(forgotten.Command);
            _rows.Delete(forgotten.Key);
        }

        return claimed;
    }

    public void Withdraw(DeviceId device)
    {
        foreach (var prefix in new[] { $"p.{device}.", $"l.{device}", $"u.{device}." })
        {
            foreach (var key in _packages.Keys.Where(key => key.ToString().StartsWith(prefix, StringComparison.Ordinal)).ToArray())
            {
                _packages.Remove(key);
                _rows.Delete(key);
            }
        }

        var (number, forgotten) = _shelf.Withdraw(device.Value);
        if (number is { } withdrawn)
            _rows.Put(WithdrawnKey(device.Value), BitConverter.GetBytes(withdrawn));
        if (forgotten is { } old)
            _rows.Delete(WithdrawnKey(old));
    }

    private static RowKey PackageKey(Guid device, long number) => new($"p.{device:N}.{RowKey.Number(number)}");

    private static RowKey UsedKey(Guid device, long number) => new($"u.{device:N}.{RowKey.Number(number)}");

    private static RowKey LastResortKey(Guid device) => new($"l.{device:N}");

    private static RowKey WithdrawnKey(Guid device) => new($"w.{device:N}");

    private ClaimedKey? Take(Guid device)
    {
        if (_shelf.Take(device) is { } taken)
        {
            var key = PackageKey(device, taken.Number);
            _packages.Remove(key, out var package);
            _rows.Delete(key);
            Put(UsedKey(device, taken.Number), Convert.FromHexString(taken.Hash));
            if (taken.Forgotten is { } forgotten)
            {
                _packages.Remove(UsedKey(device, forgotten));
                _rows.Delete(UsedKey(device, forgotten));
            }

            return new ClaimedKey(new DeviceId(device), package, false);
        }

        return _shelf.HasLastResort(device)
            ? new ClaimedKey(new DeviceId(device), _packages[LastResortKey(device)], true)
            : null;
    }

    private void Put(RowKey key, ReadOnlyMemory<byte> value)
    {
        _packages[key] = value;
        _rows.Put(key, value);
    }

    private void Remember(string commandId, RowKey key)
    {
        _answers[commandId] = key;
        _answerOrder.Enqueue((commandId, key));
    }

    private void Restore(Row row)
    {
        var key = row.Key.ToString();
        if (key[0] == 'a')
        {
            _answerNumber = Convert.ToInt64(key[2..], 16);
            Remember(JsonSerializer.Deserialize(row.Value.Span, KeysJson.Default.StoredAnswer)!.Command, row.Key);
            return;
        }

        var device = Guid.ParseExact(key.AsSpan(2, 32), "N");
        if (key[0] == 'w')
        {
            _shelf.RestoreWithdrawn(device, BitConverter.ToInt64(row.Value.Span));
            return;
        }

        _packages[row.Key] = row.Value;
        if (key[0] == 'l')
            _shelf.AddLastResort(device);
        else
            RestoreOne(device, key, row.Value);
    }

    private void RestoreOne(Guid device, string key, ReadOnlyMemory<byte> value)
    {
        var isUsed = key[0] == 'u';
        var hash = Convert.ToHexStringLower(isUsed ? value.Span : SHA256.HashData(value.Span));
        _shelf.Restore(device, Convert.ToInt64(key[^16..], 16), hash, isUsed);
    }
}

/// <summary>What a command was answered.</summary>
internal sealed record StoredAnswer(string Command, ImmutableArray<StoredKey> Keys);

/// <summary>A package as it was handed out.</summary>
internal sealed record StoredKey(Guid Device, byte[] Package, bool IsLastResort);

[JsonSerializable(typeof(StoredAnswer))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class KeysJson : JsonSerializerContext;
