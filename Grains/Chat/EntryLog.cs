using System.Buffers.Binary;
using System.Collections.Immutable;
using OrleansLld.Storage;

namespace OrleansLld.Chat;

/// <summary>
/// The entries of one conversation: the newest in memory, the rest in the store, of which equal pages that are asked for at the same time
/// are read once. Used in the turns of one grain.
/// </summary>
internal sealed class EntryLog(IGrainStore store, PartitionId partition, EntryRows rows)
{
    public const int TailMax = 128;
    public const int PageEntriesMax = 200;
    private const int PageBytesMax = 1 << 20;
    private const int HeldMax = 1_024;

    private readonly List<ChatEntry> _tail = [];
    private readonly Dictionary<(long Start, bool IsBackward, int Limit), Task<ImmutableArray<ChatEntry>>> _reading = [];

    // Older entries that were looked at to be changed, as they stand: two changes of one never pass each other.
    private readonly Dictionary<long, ChatEntry> _held = [];
    private int _changing;

    /// <summary>Reads the newest entries; called once, before anything else.</summary>
    public async Task Load(long head, CancellationToken cancellationToken) =>
        _tail.AddRange((await Scan(new EntryRange(head + 1, true, TailMax), cancellationToken)).Reverse());

    /// <summary>The newest message from a sequence on; null when it is not in memory.</summary>
    public ChatEntry? LastMessage(long first, long head) =>
        _tail.FindLast(entry => entry.Sequence >= first && entry.Sequence <= head && entry.Body is TextBody or MediaBody or SealedBody);

    /// <summary>The entries after one, up to another; of those that are in memory.</summary>
    public ImmutableArray<ChatEntry> After(long sequence, long head) =>
        [.. _tail.Where(entry => entry.Sequence > sequence && entry.Sequence <= head)];

    /// <summary>Takes the next entry and puts its row into the commit.</summary>
    public void Add<TEvent>(Journal<TEvent> journal, ChatEntry entry)
    {
        _tail.Add(entry);
        if (_tail.Count > TailMax)
            _tail.RemoveAt(0);
        journal.Put(EntryRows.KeyOf(entry.Sequence), rows.Write(entry));
    }

    /// <summary>Puts a changed entry in the place of what it was. The entry was found before, in the same turn.</summary>
    public void Replace<TEvent>(Journal<TEvent> journal, ChatEntry entry)
    {
        var place = PlaceInTail(entry.Sequence);
        if (place >= 0)
            _tail[place] = entry;
        else
            _held[entry.Sequence] = entry;
        journal.Put(EntryRows.KeyOf(entry.Sequence), rows.Write(entry));
    }

    /// <summary>Keeps the public state of the encrypted group's newest epoch.</summary>
    public static void PutGroupInfo<TEvent>(Journal<TEvent> journal, long epoch, ReadOnlySpan<byte> groupInfo)
    {
        var row = new byte[sizeof(long) + groupInfo.Length];
        BinaryPrimitives.WriteInt64LittleEndian(row, epoch);
        groupInfo.CopyTo(row.AsSpan(sizeof(long)));
        journal.Put(EntryRows.GroupInfo, row);
    }

    /// <summary>The public state of the encrypted group's newest epoch.</summary>
    public async Task<GroupInfoReply> GroupInfo(CancellationToken cancellationToken) =>
        await store.GetAsync(partition, EntryRows.GroupInfo, cancellationToken) is { } row
            ? new GroupInfoReply(BinaryPrimitives.ReadInt64LittleEndian(row.Span), row[sizeof(long)..])
            : new GroupInfoReply(0, default);

    /// <summary>Brings an entry that is to be changed into memory, until <see cref="Release"/>.</summary>
    public async Task Hold(long sequence, CancellationToken cancellationToken)
    {
        _changing++;
        if (Held(sequence) is not null)
            return;
        var found = await Scan(new EntryRange(sequence - 1, false, 1), cancellationToken);
        if (found.FirstOrDefault() is { } entry && entry.Sequence == sequence && PlaceInTail(sequence) < 0)
            _held.TryAdd(sequence, entry);
    }

    /// <summary>The entry as it stands, of those that are in memory.</summary>
    public ChatEntry? Held(long sequence) =>
        PlaceInTail(sequence) is >= 0 and var place ? _tail[place] : _held.GetValueOrDefault(sequence);

    /// <summary>What was held is durable, or was not changed.</summary>
    public void Release()
    {
        if (--_changing == 0 && _held.Count > HeldMax)
            _held.Clear();
    }

    /// <summary>A page of what is durable: entries from <paramref name="first"/> to <paramref name="head"/>.</summary>
    public async Task<ImmutableArray<ChatEntry>> Page(EntryRange range, long first, long head, CancellationToken cancellationToken)
    {
        var (from, to) = range.IsBackward ? (first, Math.Min(range.Start - 1, head)) : (Math.Max(range.Start + 1, first), head);
        if (to < from)
            return [];
        var tailFrom = _tail.Count == 0 ? head + 1 : _tail[0].Sequence;
        var wantedFrom = range.IsBackward ? Math.Max(from, to - range.Limit + 1) : from;
        if (wantedFrom >= tailFrom)
            return Bounded(Tail(from, to, range));
        // Entries have no gaps, so the page is known by its ends; all who ask for it meanwhile get the same answer.
        var wantedTo = range.IsBackward ? to : Math.Min(to, from + range.Limit - 1);
        var page = range.IsBackward
            ? new EntryRange(wantedTo + 1, true, (int)(wantedTo - wantedFrom + 1))
            : new EntryRange(wantedFrom - 1, false, (int)(wantedTo - wantedFrom + 1));
        return Bounded(await Coalesced(page, cancellationToken));
    }

    private Task<ImmutableArray<ChatEntry>> Coalesced(EntryRange range, CancellationToken cancellationToken)
    {
        var key = (range.Start, range.IsBackward, range.Limit);
        return _reading.TryGetValue(key, out var reading) ? reading.WaitAsync(cancellationToken) : Read();

        Task<ImmutableArray<ChatEntry>> Read()
        {
            var task = ReadAsync();
            if (!task.IsCompleted)
                _reading[key] = task;
            return task.WaitAsync(cancellationToken);
        }

        async Task<ImmutableArray<ChatEntry>> ReadAsync()
        {
            try
            {
                return await Scan(range, CancellationToken.None);
            }
            finally
            {
                _reading.Remove(key);
            }
        }
    }

    private async Task<ImmutableArray<ChatEntry>> Scan(EntryRange range, CancellationToken cancellationToken)
    {
        var scanned = await store.ScanAsync(
            partition,
            range.IsBackward
                ? new RowRange(EntryRows.KeyOf(0), EntryRows.KeyOf(range.Start), range.Limit, ScanOrder.Descending)
                : new RowRange(EntryRows.KeyOf(range.Start + 1), EntryRows.KeyOf(long.MaxValue), range.Limit),
            cancellationToken);
        return [.. scanned.Select(row => rows.Read(row))];
    }

    private IEnumerable<ChatEntry> Tail(long from, long to, EntryRange range)
    {
        var entries = _tail.Where(entry => entry.Sequence >= from && entry.Sequence <= to);
        return range.IsBackward ? entries.Reverse().Take(range.Limit) : entries.Take(range.Limit);
    }

    private static ImmutableArray<ChatEntry> Bounded(IEnumerable<ChatEntry> entries)
    {
        var page = ImmutableArray.CreateBuilder<ChatEntry>();
        var bytes = 0L;
        foreach (var entry in entries)
        {
            bytes += Bodies.SizeOf(entry.Body);
            if (bytes > PageBytesMax && page.Count > 0)
                break;
            page.Add(entry);
        }

        return page.DrainToImmutable();
    }

    private int PlaceInTail(long sequence)
    {
        var place = _tail.Count == 0 ? -1 : sequence - _tail[0].Sequence;
        return place >= 0 && place < _tail.Count ? (int)place : -1;
    }
}
