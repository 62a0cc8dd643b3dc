using OrleansLld.Storage;

namespace OrleansLld.ObjectStore;

/// <summary>The rows of index partitions as they are stored. Reading needs no lease, so anybody may.</summary>
internal static class IndexRows
{
    private const string Kind = "objectstore.index-partition";

    public static PartitionId PartitionOf(IndexPartitionId id) => new(Kind, id.ToString());

    /// <summary>What the partition says of itself; null where it never began.</summary>
    public static async Task<PartitionMeta?> MetaAsync(
        this IGrainStore store, PartitionId partition, CancellationToken cancellationToken) =>
        await store.GetAsync(partition, new RowKey(PartitionMeta.Row), cancellationToken) is { } row ? PartitionMeta.OfRow(row) : null;

    /// <summary>A page of notes in the order of their ids.</summary>
    /// <param name="store">The store.</param>
    /// <param name="partition">The partition.</param>
    /// <param name="space">Garbage, Intents or Ended.</param>
    /// <param name="after">Only ids after this; empty for all.</param>
    /// <param name="limit">1 to 10,000.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    public static async Task<IReadOnlyList<IndexNote>> NotesAsync(
        this IGrainStore store, PartitionId partition, IndexSpace space, string after, int limit, CancellationToken cancellationToken)
    {
        var first = IndexNote.RowOf(space, after);
        var from = after.Length == 0 ? new RowKey(first) : new RowKey(first).Next();
        var rows = await store.ScanAsync(partition, new RowRange(from, RowKey.After($"{(char)space}"), limit), cancellationToken);
        return [.. rows.Select(row => IndexNote.OfRow(new IndexRow(row.Key.ToString(), row.Value)))];
    }

    /// <summary>The answer to a query of a reading, of what is durable.</summary>
    public static async ValueTask<IReadOnlyList<IndexRow>> AnswerAsync(
        this IGrainStore store, PartitionId partition, RowQuery query, CancellationToken cancellationToken)
    {
        var from = new RowKey(query.From);
        if (query.IsOneRow)
            return One(query, await store.GetAsync(partition, from, cancellationToken));
        return Rows(await store.ScanAsync(partition, new RowRange(from, new RowKey(query.To), query.Limit), cancellationToken));
    }

    /// <summary>The answer to a query of a decision, of what is pending too.</summary>
    public static async ValueTask<IReadOnlyList<IndexRow>> AnswerAsync(
        this GrainRows rows, RowQuery query, CancellationToken cancellationToken)
    {
        var from = new RowKey(query.From);
        if (query.IsOneRow)
            return One(query, await rows.GetAsync(from, cancellationToken));
        return Rows(await rows.ScanAsync(new RowRange(from, new RowKey(query.To), query.Limit), cancellationToken));
    }

    private static IReadOnlyList<IndexRow> One(RowQuery query, ReadOnlyMemory<byte>? value) =>
        value is { } found ? [new IndexRow(query.From, found)] : [];

    private static List<IndexRow> Rows(IReadOnlyList<Row> rows)
    {
        var answer = new List<IndexRow>(rows.Count);
        foreach (var row in rows)
            answer.Add(new IndexRow(row.Key.ToString(), row.Value));
        return answer;
    }
}
