using System.Buffers;
using System.Collections.Immutable;
using OrleansLld.Storage;

namespace OrleansLld.Exchange;

/// <summary>
/// The postings of a shard as rows, to explain any balance: what one commit did to one account is one row,
/// <c>p:account:long.MaxValue − id of its first entry</c>, so that a scan meets the newest first. Entry ids grow over the whole shard.
/// </summary>
internal sealed class LedgerRows
{
    private const string Prefix = "p:";
    private const int EntryBytesMax = 256;
    private const int RowsAPage = 256;

    private readonly Dictionary<long, (long FirstId, ArrayBufferWriter<byte> Bytes)> _pending = [];

    /// <summary>The last entry's id.</summary>
    public long LastId { get; set; }

    /// <summary>Whether postings become rows; off while the journal is replayed, as their rows are there already.</summary>
    public bool IsRecording { get; set; }

    public void Add(Posting posting)
    {
        LastId++;
        if (!IsRecording)
            return;
        if (!_pending.TryGetValue(posting.Account, out var row))
            row = (LastId, new ArrayBufferWriter<byte>(EntryBytesMax));
        var at = new FieldWriter(row.Bytes.GetSpan(EntryBytesMax));
        at.Long(LastId);
        at.Text(posting.Asset);
        at.Byte((byte)posting.Reason);
        at.Text(posting.Cause.Symbol);
        at.Long(posting.Cause.OrderId);
        at.Long(posting.Cause.TradeId);
        at.Int128(Delta(posting, Pocket.Free));
        at.Int128(Delta(posting, Pocket.Held));
        at.Long(posting.Cause.TimeUs);
        row.Bytes.Advance(at.Count);
        _pending[posting.Account] = row;
    }

    /// <summary>Hands the rows of what was posted to the next commit.</summary>
    public void PutInto(Journal<RiskEvent> journal)
    {
        foreach (var (account, row) in _pending)
            journal.Put(Key(account, row.FirstId), row.Bytes.WrittenMemory);
        _pending.Clear();
    }

    public static async Task<ImmutableArray<LedgerEntry>> Read(
        IGrainStore store, PartitionId partition, long account, long beforeId, int limit, CancellationToken cancellationToken)
    {
        var newest = beforeId == 0 ? new RowKey(AccountPrefix(account)) : Key(account, beforeId - 1);
        var range = new RowRange(newest, RowKey.After(AccountPrefix(account)), Math.Min(limit, RowsAPage));
        var entries = store.ScanAllAsync(partition, range, cancellationToken)
            .SelectMany(row => Decode(row.Value.Span).Where(entry => beforeId == 0 || entry.Id < beforeId).Reverse());
        return [.. await entries.Take(limit).ToListAsync(cancellationToken)];
    }

    private static List<LedgerEntry> Decode(ReadOnlySpan<byte> row)
    {
        var entries = new List<LedgerEntry>();
        for (var at = new FieldReader(row); !at.IsAtEnd;)
        {
            entries.Add(new LedgerEntry(
                at.Long(), at.Text()!, (LedgerReason)at.Byte(), at.Text()!, at.Long(), at.Long(), at.Int128(), at.Int128(), at.Long()));
        }

        return entries;
    }

    private static Int128 Delta(in Posting posting, Pocket pocket) =>
        posting.To == pocket ? posting.Units : posting.From == pocket ? -posting.Units : 0;

    private static string AccountPrefix(long account) => $"{Prefix}{RowKey.Number(account)}:";

    private static RowKey Key(long account, long id) => new(AccountPrefix(account) + RowKey.Number(long.MaxValue - id));
}
