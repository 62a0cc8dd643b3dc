using System.Diagnostics;

namespace OrleansLld.ObjectStore.Http;

/// <summary>What memory the server takes while many clients each send and fetch one large object at the same time.</summary>
internal static class S3Memory
{
    private const int Clients = 16;
    private const int FillingBytes = 1 << 20;
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);

    /// <param name="silo">The server, warm from what came before.</param>
    /// <param name="endpoint">Where it speaks S3.</param>
    /// <param name="bucket">The path of a bucket.</param>
    /// <param name="mib">How large each object is.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public static async Task Run(ProductProcess silo, S3Endpoint endpoint, string bucket, int mib, CancellationToken cancellationToken)
    {
        Report.Progress($"{endpoint.Name}: memory, {Clients} × {mib} MiB");
        await Task.Delay(Quiet, cancellationToken);
        var (idle, bytes) = (silo.MemoryMiB, (long)mib << 20);
        ReadOnlyMemory<byte> filling = new byte[FillingBytes];
        var rows = new List<IReadOnlyList<string>>
        {
            await Phase("PUT", (connection, head) => connection.SendLong(head, filling, bytes, cancellationToken)),
            await Phase("GET", (connection, head) => connection.Send(head, default, cancellationToken)),
        };
        Console.WriteLine(
            $"Memory (resident) of the same server: {Report.Count(idle)} MiB after {Quiet.TotalSeconds} s without work, then {Clients} "
            + $"clients at once with one object of {Report.Count(mib)} MiB each.");
        Console.WriteLine();
        Report.Table(["", "MiB/s", "at most MiB", "above idle MiB"], [.. rows]);

        async Task<IReadOnlyList<string>> Phase(string method, Func<S3Connection, byte[], ValueTask<(int Status, long Bytes)>> call)
        {
            var (most, started) = (0.0, Stopwatch.GetTimestamp());
            var calls = Task.WhenAll(Enumerable.Range(0, Clients).Select(client => Task.Run(() => One(client), cancellationToken)));
            while (!calls.IsCompleted)
            {
                most = Math.Max(most, silo.MemoryMiB);
                await Task.WhenAny(calls, Task.Delay(LookEvery, cancellationToken));
            }

            await calls;
            var rate = Clients * (double)mib / Stopwatch.GetElapsedTime(started).TotalSeconds;
            return [method, Report.Count(rate), Report.Count(most), Report.Count(most - idle)];

            async Task One(int client)
            {
                using var connection = await S3Connection.Open(endpoint.Address, cancellationToken);
                var head = endpoint.Sign(method, $"{bucket}/huge/{client:D2}", "", method == "PUT" ? bytes : 0);
                if ((await call(connection, head)).Status != 200)
                    throw new InvalidOperationException($"{endpoint.Name}: {connection.LastAnswer}");
            }
        }
    }
}
