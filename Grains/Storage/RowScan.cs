using System.Runtime.CompilerServices;

namespace OrleansLld.Storage;

/// <summary>Reads ranges of any length.</summary>
public static class RowScan
{
    /// <summary>The rows of a range, however many: its limit is how many are read at a time, as far as they are asked for.</summary>
    public static async IAsyncEnumerable<Row> ScanAllAsync(
        this IGrainStore store, PartitionId partition, RowRange range, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            var rows = await store.ScanAsync(partition, range, cancellationToken);
            foreach (var row in rows)
                yield return row;
            if (rows.Count < range.Limit)
                yield break;
            range = range.Beyond(rows[^1].Key);
        }
    }
}
