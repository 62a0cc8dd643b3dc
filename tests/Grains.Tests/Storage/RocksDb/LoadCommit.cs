namespace OrleansLld.Storage.RocksDb;

/// <summary>
/// One commit of the load: some rows of its own, the row <c>last</c> with its number, and the deletion of the rows of the
/// commit <see cref="Kept"/> before. All of it follows from the seed, so that a reader knows what must be there.
/// </summary>
internal sealed record LoadCommit(int Seed, int Partition, long Number)
{
    public const int Partitions = 24;

    /// <summary>How many commits' rows a partition holds.</summary>
    public const int Kept = 3;

    private const int RowsMax = 40;
    private const int ValueBytesMax = 400;

    private static readonly RowKey LastKey = new("last");

    public static PartitionId PartitionOf(int number) => new("load", $"{number}");

    public static async Task<long> LastAsync(IGrainStore store, int partition) =>
        await store.GetAsync(PartitionOf(partition), LastKey, CancellationToken.None) is { } value ? BitConverter.ToInt64(value.Span) : 0;

    public RowBatch Batch()
    {
        var batch = new RowBatch().Put(LastKey, BitConverter.GetBytes(Number));
        foreach (var (key, value) in Rows())
            batch.Put(key, value);
        foreach (var (key, _) in (this with { Number = Number - Kept }).Rows())
            batch.Delete(key);
        return batch;
    }

    /// <summary>What the partition holds when this is its last commit.</summary>
    public IEnumerable<(string Key, string Value)> Expected()
    {
        var commits = Enumerable.Range(0, Kept).Select(i => this with { Number = Number - i });
        return commits
            .SelectMany(commit => commit.Rows())
            .Select(row => (row.Key.ToString(), Convert.ToHexString(row.Value)))
            .OrderBy(row => row.Item1, StringComparer.Ordinal);
    }

    private IEnumerable<(RowKey Key, byte[] Value)> Rows()
    {
        if (Number < 1)
            yield break;
        var random = new Random(unchecked((Seed * 31 + Partition) * 31 + (int)Number));
        for (var row = random.Next(1, RowsMax); row > 0; row--)
        {
            var value = new byte[random.Next(ValueBytesMax)];
            random.NextBytes(value);
            yield return (new RowKey($"row.{RowKey.Number(Number)}.{row}"), value);
        }
    }
}
