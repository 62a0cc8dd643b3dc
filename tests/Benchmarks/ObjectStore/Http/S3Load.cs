using System.Diagnostics;

namespace OrleansLld.ObjectStore.Http;

/// <summary>Connections that each send as soon as they have their answer.</summary>
internal static class S3Load
{
    /// <param name="endpoint">Whom to ask.</param>
    /// <param name="connections">How many at a time.</param>
    /// <param name="duration">How long, and in any case until each request was sent once.</param>
    /// <param name="heads">Signed requests, taken in turn.</param>
    /// <param name="body">What follows each.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public static async Task<S3LoadResult> Run(
        S3Endpoint endpoint,
        int connections,
        TimeSpan duration,
        IReadOnlyList<byte[]> heads,
        ReadOnlyMemory<byte> body,
        CancellationToken cancellationToken)
    {
        var open = new List<S3Connection>();
        while (open.Count < connections)
            open.Add(await S3Connection.Open(endpoint.Address, cancellationToken));
        var started = Stopwatch.GetTimestamp();
        var until = started + (long)(duration.TotalSeconds * Stopwatch.Frequency);
        var next = -1;
        var tallies = await Task.WhenAll(open.Select(connection => Task.Run(
            async () =>
            {
                var (times, bytes) = (new List<long>(1 << 14), 0L);
                while (Stopwatch.GetTimestamp() < until || Volatile.Read(ref next) < heads.Count)
                {
                    var sent = Stopwatch.GetTimestamp();
                    var head = heads[(int)((uint)Interlocked.Increment(ref next) % heads.Count)];
                    var answer = await connection.Send(head, body, cancellationToken);
                    times.Add(Stopwatch.GetTimestamp() - sent);
                    bytes += answer.Bytes + body.Length;
                    if (answer.Status != 200)
                        throw new InvalidOperationException($"{endpoint.Name}: {connection.LastAnswer}");
                }

                return (times, bytes);
            },
            cancellationToken)));
        var elapsed = Stopwatch.GetElapsedTime(started);
        foreach (var connection in open)
            connection.Dispose();
        return new S3LoadResult(elapsed, new Percentiles(tallies.SelectMany(tally => tally.times)), tallies.Sum(tally => tally.bytes));
    }
}

/// <summary>What a load came to.</summary>
/// <param name="Elapsed">From the first request to the last answer.</param>
/// <param name="Times">Of each request to its whole answer.</param>
/// <param name="Bytes">Of all bodies, both ways.</param>
internal sealed record S3LoadResult(TimeSpan Elapsed, Percentiles Times, long Bytes)
{
    public double PerSecond => Times.Count / Elapsed.TotalSeconds;

    public double MiBPerSecond => Bytes / 1048576.0 / Elapsed.TotalSeconds;
}
