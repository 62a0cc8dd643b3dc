namespace OrleansLld.Storage;

/// <summary>Reads a journal's frames as they are stored, which is: as they are durable. Needs no lease.</summary>
public sealed class JournalReader<TEvent>(IGrainStore store, PartitionId partition, IEventCodec<TEvent> codec)
{
    private const int FramesAPage = 64;

    /// <summary>The frames whose first event is this one or a later, oldest first.</summary>
    public IAsyncEnumerable<(long First, IReadOnlyList<TEvent> Events)> From(long first, CancellationToken cancellationToken)
    {
        var range = new RowRange(JournalFrame.Key(first), RowKey.After(JournalFrame.Prefix), FramesAPage);
        return store.ScanAllAsync(partition, range, cancellationToken).Select(Decode);
    }

    /// <summary>The first event of the last frame that begins with the given event or before it; 0 when there is none.</summary>
    public async Task<long> BeginningBefore(long sequence, CancellationToken cancellationToken)
    {
        var range = new RowRange(JournalFrame.Key(0), JournalFrame.Key(sequence).Next(), 1, ScanOrder.Descending);
        var rows = await store.ScanAsync(partition, range, cancellationToken);
        return rows.Count == 0 ? 0 : FirstOf(rows[0].Key);
    }

    private (long First, IReadOnlyList<TEvent> Events) Decode(Row row)
    {
        var bytes = JournalFrame.Open(row.Value.Span, row.Key, out var count);
        var events = new List<TEvent>(count);
        while (events.Count < count)
        {
            bytes = bytes[codec.Read(bytes, out var value)..];
            events.Add(value);
        }

        if (!bytes.IsEmpty)
            throw new CorruptStorageException($"Frame {row.Key} of {partition} holds more than its events.");
        return (FirstOf(row.Key), events);
    }

    private static long FirstOf(RowKey key) => Convert.ToInt64(key.ToString()[JournalFrame.Prefix.Length..], 16);
}
