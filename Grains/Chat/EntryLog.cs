using System.Buffers.Binary;
using System.Collections.Immutable;
using OrleansLld.Storage;

namespace OrleansLld.Chat;

/// <summary>
/// The entries of one conversation: the newest in memory, the rest in the store, of which equal pages that are asked for at the same time
/// are read once. Used in the turns of one grain.
/// </summary>
/// <remarks>
/// What is not durable yet is in memory only: an entry leaves it when the commit that wrote it last has ended, so a row that is read from
/// the store is never older than what this grain has decided on.
/// </remarks>
/// <param name="store">Where the rows are.</param>
/// <param name="partition">The conversation's.</param>
/// <param name="rows">How they are written.</param>
/// <param name="durable">The number of the journal's last durable event.</param>
internal sealed class EntryLog(IGrainStore store, PartitionId partition, EntryRows rows, Func<long> durable)
{
    public const int TailMax = 128;
    public const int PageEntriesMax = 200;
    private const long PageBytesMax = 1 << 20;

    private readonly List<Written> _tail = [];
    private readonly Dictionary<long, EntryHold> _held = [];
    private readonly Dictionary<(EntryRange Range, long ChangedAt), Task<ImmutableArray<ChatEntry>>> _reading = [];
    private long _changedAt;

    /// <summary>Reads the newest entries; called once, before anything else.</summary>
    public async Task Load(long head, CancellationToken cancellationToken)
    {
        var newest = await Scan(new EntryRange(head + 1, true, TailMax), cancellationToken);
        _tail.AddRange(newest.Reverse().Select(entry => new Written(entry, 0)));
    }

    /// <summary>The newest message from a sequence on; null when it is not in memory.</summary>
    public ChatEntry? LastMessage(long first)
    {
        for (var place = _tail.Count - 1; place >= 0 && _tail[place].Entry.Sequence >= first; place--)
            if (_tail[place].Entry.Body is TextBody or MediaBody or SealedBody)
                return _tail[place].Entry;
        return null;
    }

    /// <summary>Takes the next entry, whose event was appended, and puts its row into the commit.</summary>
    public void Add<TEvent>(Journal<TEvent> journal, ChatEntry entry)
    {
        _tail.Add(new Written(entry, journal.Sequence));
        while (_tail.Count > TailMax && _tail[0].At <= journal.DurableSequence)
            _tail.RemoveAt(0);
        journal.Put(EntryRows.KeyOf(entry.Sequence), rows.Write(entry));
    }

    /// <summary>Puts a changed entry in the place of what it was. The entry was found before, in the same turn.</summary>
    public void Replace<TEvent>(Journal<TEvent> journal, ChatEntry entry)
    {
        if (PlaceInTail(entry.Sequence) is >= 0 and var place)
            _tail[place] = new Written(entry, journal.Sequence);
        else
            _held[entry.Sequence].Entry = entry;
        _changedAt = journal.Sequence;
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

    /// <summary>
    /// Brings an entry that is referred to into memory. Whoever changes it disposes of the hold when the change is durable: until then
    /// others who come find it as it stands.
    /// </summary>
    public async Task<IDisposable?> Hold(long sequence, CancellationToken cancellationToken)
    {
        if (sequence <= 0 || _tail.Count == 0 || sequence >= _tail[0].Entry.Sequence)
            return null;
        if (!_held.TryGetValue(sequence, out var hold))
            _held[sequence] = hold = new EntryHold(Read(sequence), () => _held.Remove(sequence));
        await hold.Enter(cancellationToken);
        return hold;
    }

    /// <summary>The entry as it stands, of those that are in memory.</summary>
    public ChatEntry? Held(long sequence) =>
        PlaceInTail(sequence) is >= 0 and var place ? _tail[place].Entry : _held.GetValueOrDefault(sequence)?.Entry;

    /// <summary>
    /// A page of entries from <paramref name="first"/> to <paramref name="head"/>, when all of it that is shown is durable.
    /// </summary>
    public async Task<ImmutableArray<ChatEntry>> Page(
        EntryRange range, long first, long head, Func<Task> settled, CancellationToken cancellationToken)
    {
        var (from, to) = range.IsBackward ? (first, Math.Min(range.Start - 1, head)) : (Math.Max(range.Start + 1, first), head);
        if (range.IsBackward)
            from = Math.Max(from, to - range.Limit + 1);
        else
            to = Math.Min(to, from + range.Limit - 1);
        if (to < from)
        {
            await settled();
            return [];
        }

        if (PlaceInTail(from) is >= 0 and var place)
        {
            // As it stands now; what is decided while this waits is the next page's.
            var entries = _tail.GetRange(place, (int)(to - from + 1)).Select(written => written.Entry);
            var page = Bounded(range.IsBackward ? entries.Reverse() : entries);
            await settled();
            return page;
        }

        await settled();
        // Entries have no gaps, so the page is known by its ends; all who ask for it meanwhile get the same answer.
        var count = (int)(to - from + 1);
        return Bounded(await Coalesced(new EntryRange(range.IsBackward ? to + 1 : from - 1, range.IsBackward, count), cancellationToken));
    }

    private Task<ImmutableArray<ChatEntry>> Coalesced(EntryRange range, CancellationToken cancellationToken)
    {
        // A read that began before a change was durable is not for whoever comes after it.
        var key = (range, Math.Min(_changedAt, durable()));
        if (_reading.TryGetValue(key, out var reading))
            return reading.WaitAsync(cancellationToken);
        reading = Scan(range, CancellationToken.None);
        if (!reading.IsCompleted)
        {
            _reading[key] = reading;
            _ = Forget();
        }

        return reading.WaitAsync(cancellationToken);

        async Task Forget()
        {
            await Task.WhenAny(reading);
            _reading.Remove(key);
        }
    }

    private async Task<ChatEntry?> Read(long sequence) =>
        (await Scan(new EntryRange(sequence - 1, false, 1), CancellationToken.None)).FirstOrDefault(entry => entry.Sequence == sequence);

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

    private static ImmutableArray<ChatEntry> Bounded(IEnumerable<ChatEntry> entries)
    {
        var page = ImmutableArray.CreateBuilder<ChatEntry>();
        var bytes = 0L;
        foreach (var entry in entries)
        {
            bytes += Bodies.SizeOf(entry);
            if (bytes > PageBytesMax && page.Count > 0)
                break;
            page.Add(entry);
        }

        return page.DrainToImmutable();
    }

    private int PlaceInTail(long sequence)
    {
        var place = _tail.Count == 0 ? -1 : sequence - _tail[0].Entry.Sequence;
        return place >= 0 && place < _tail.Count ? (int)place : -1;
    }

    /// <summary>An entry, and the last event of the commit that its row went into.</summary>
    private readonly record struct Written(ChatEntry Entry, long At);
}
