namespace OrleansLld.Storage.RocksDb;

/// <summary>
/// A process that commits from many partitions at once and tells each acknowledgement on its standard output, until it is
/// killed. A line is <c>acknowledged</c>, <c>refused</c> or <c>read</c>, the partition's number and the commit's.
/// </summary>
internal static class LoadWriter
{
    public const string Command = "write-load";

    public static async Task<int> RunAsync(string path, int seed)
    {
        await using var directory = new DatabaseDirectory(path);
        await using var store = directory.Open();
        await Task.WhenAll(Enumerable.Range(0, LoadCommit.Partitions).Select(partition => WriteAsync(store, partition, seed)));
        return 0;
    }

    private static async Task WriteAsync(RocksDbGrainStore store, int partition, int seed)
    {
        while (true)
        {
            var last = await LoadCommit.LastAsync(store, partition);
            Tell("read", partition, last);
            try
            {
                var lease = await store.OpenAsync(LoadCommit.PartitionOf(partition), CancellationToken.None);
                for (var number = last + 1; ; number++)
                {
                    await store.CommitAsync(lease, new LoadCommit(seed, partition, number).Batch(), CancellationToken.None);
                    Tell("acknowledged", partition, number);
                }
            }
            catch (StorageUnavailableException)
            {
                Tell("refused", partition, last);
            }
        }
    }

    private static void Tell(string what, int partition, long commit)
    {
        lock (Console.Out)
            Console.Out.WriteLine($"{what} {partition} {commit}");
    }
}
