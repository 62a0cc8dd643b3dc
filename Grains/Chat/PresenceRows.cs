using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using OrleansLld.Storage;

namespace OrleansLld.Chat;

/// <summary>
/// What lasts of presence: when somebody was last seen, and whom an account lets know. Sessions live on while the store fails: what could
/// not be written is kept and written later over a new lease. Only who was superseded ends.
/// </summary>
internal sealed class PresenceRows(IGrainStore store, PartitionId partition, Action superseded)
{
    private const int TermsMax = 50_000;

    private readonly Dictionary<long, DateTimeOffset> _unwritten = [];
    private readonly Dictionary<long, PresenceTerms> _terms = [];
    private Task<GrainRows>? _opening;
    private int _changing;

    public bool HasUnwritten => _unwritten.Count > 0;

    /// <summary>To be written by the next <see cref="WriteAsync"/>.</summary>
    public void Seen(long account, DateTimeOffset at) => _unwritten[account] = at;

    /// <summary>Writes what <see cref="Seen"/> was told; what fails is left for the next time.</summary>
    public async Task WriteAsync()
    {
        var rows = await Open();
        var writing = _unwritten.ToArray();
        foreach (var (account, at) in writing)
        {
            var value = new byte[sizeof(long)];
            BinaryPrimitives.WriteInt64LittleEndian(value, at.ToUnixTimeMilliseconds());
            rows.Put(SeenKey(account), value);
        }

        await rows.CommitAsync();
        foreach (var (account, at) in writing)
        {
            if (_unwritten.TryGetValue(account, out var last) && last == at)
                _unwritten.Remove(account);
        }
    }

    public async Task<DateTimeOffset?> LastSeen(long account, CancellationToken cancellationToken)
    {
        if (_unwritten.TryGetValue(account, out var at))
            return at;
        return await store.GetAsync(partition, SeenKey(account), cancellationToken) is { } row
            ? DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64LittleEndian(row.Span))
            : null;
    }

    /// <summary>The terms as far as they are at hand, which those of watched accounts are.</summary>
    public PresenceTerms? KnownTerms(long account) => _terms.GetValueOrDefault(account);

    public async Task<PresenceTerms> Terms(long account, CancellationToken cancellationToken)
    {
        if (_terms.TryGetValue(account, out var known))
            return known;
        var row = await store.GetAsync(partition, TermsKey(account), cancellationToken);
        var stored = row is { } value ? JsonSerializer.Deserialize(value.Span, PresenceJson.Default.PresenceTerms)! : PresenceTerms.Open;
        // Whoever changed them meanwhile knows better.
        return _terms.TryAdd(account, stored) ? stored : _terms[account];
    }

    /// <summary>Completes when the new terms are durable.</summary>
    public async Task Change(long account, Func<PresenceTerms, PresenceTerms> change)
    {
        _changing++;
        try
        {
            var rows = await Open();
            var known = await Terms(account, CancellationToken.None);
            var terms = change(_terms.GetValueOrDefault(account, known));
            _terms[account] = terms;
            rows.Put(TermsKey(account), JsonSerializer.SerializeToUtf8Bytes(terms, PresenceJson.Default.PresenceTerms));
            await rows.CommitAsync();
        }
        catch (StorageUnavailableException)
        {
            // Only the store knows now.
            _terms.Remove(account);
            throw;
        }
        finally
        {
            _changing--;
        }
    }

    /// <summary>Forgets terms that are not needed at hand, when there are many.</summary>
    public void Trim(Func<long, bool> isNeeded)
    {
        if (_terms.Count <= TermsMax || _changing > 0)
            return;
        foreach (var account in _terms.Keys.Where(account => !isNeeded(account)).ToArray())
            _terms.Remove(account);
    }

    private static RowKey SeenKey(long account) => new($"s.{RowKey.Number(account)}");

    private static RowKey TermsKey(long account) => new($"t.{RowKey.Number(account)}");

    private Task<GrainRows> Open() => _opening is null or { IsFaulted: true } or { IsCanceled: true }
        ? _opening = GrainRows.OpenAsync(store, partition, _ => { }, Failed, CancellationToken.None)
        : _opening;

    private void Failed(Exception failure)
    {
        _opening = null;
        if (failure is StaleLeaseException)
            superseded();
    }
}

/// <summary>Whom an account lets know that it is there.</summary>
/// <param name="IsHidden">Nobody.</param>
/// <param name="ConcealedFrom">Not these, in the order of their numbers.</param>
/// <param name="IsClosed">The account is gone.</param>
internal sealed record PresenceTerms(bool IsHidden, ImmutableArray<long> ConcealedFrom, bool IsClosed)
{
    public static PresenceTerms Open { get; } = new(false, [], false);
}

[JsonSerializable(typeof(PresenceTerms))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class PresenceJson : JsonSerializerContext;
