using System.Diagnostics;

namespace OrleansLld.Exchange.Http;

/// <summary>Sends orders over many connections, either as fast as answers come or at a fixed rate.</summary>
internal sealed class OrderLoad(IReadOnlyList<(OrderConnection Connection, OrderScript Script)> lines)
{
    /// <summary>Each connection sends as soon as it has its answer.</summary>
    public Task<LoadResult> Closed(TimeSpan duration, CancellationToken cancellationToken) =>
        Measured(
            duration,
            until => Task.WhenAll(lines.Select(line => Task.Run(
                async () =>
                {
                    var tally = new Tally();
                    while (Stopwatch.GetTimestamp() < until)
                        await tally.Count(line.Connection, line.Script, Stopwatch.GetTimestamp(), cancellationToken);
                    return tally;
                },
                cancellationToken))));

    /// <summary>
    /// So many a second whatever the answers do. The time is taken from the moment at which an order should have been sent, so an order
    /// that had to wait for a free connection shows it.
    /// </summary>
    public Task<LoadResult> Open(int rate, TimeSpan duration, CancellationToken cancellationToken) =>
        Measured(duration, async until =>
        {
            var started = Stopwatch.GetTimestamp();
            var total = (long)(rate * duration.TotalSeconds);
            using var due = new SemaphoreSlim(0);
            var next = -1L;
            var senders = lines.Select(line => Task.Run(
                async () =>
                {
                    var tally = new Tally();
                    while (true)
                    {
                        await due.WaitAsync(cancellationToken);
                        var number = Interlocked.Increment(ref next);
                        if (number >= total)
                            return tally;
                        var intended = started + (number * Stopwatch.Frequency / rate);
                        await tally.Count(line.Connection, line.Script, intended, cancellationToken);
                    }
                },
                cancellationToken)).ToList();
            await Metronome.Run(rate, total, started, count => due.Release(count), cancellationToken);
            due.Release(lines.Count);
            return await Task.WhenAll(senders);
        });

    private static async Task<LoadResult> Measured(TimeSpan duration, Func<long, Task<Tally[]>> send)
    {
        var started = Stopwatch.GetTimestamp();
        var tallies = await send(started + (long)(duration.TotalSeconds * Stopwatch.Frequency));
        return new LoadResult(
            Stopwatch.GetElapsedTime(started),
            new Percentiles(tallies.SelectMany(tally => tally.Times)),
            new Percentiles(tallies.SelectMany(tally => tally.Lateness)),
            tallies.Sum(tally => tally.Refused),
            tallies.Select(tally => tally.Refusal).FirstOrDefault(refusal => refusal.Length > 0) ?? "");
    }

    private sealed class Tally
    {
        public List<long> Times { get; } = new(1 << 16);

        public List<long> Lateness { get; } = new(1 << 16);

        public int Refused { get; private set; }

        public string Refusal { get; private set; } = "";

        public async ValueTask Count(OrderConnection connection, OrderScript script, long intended, CancellationToken cancellationToken)
        {
            Lateness.Add(Stopwatch.GetTimestamp() - intended);
            var status = await connection.Send(script.Next(), cancellationToken);
            Times.Add(Stopwatch.GetTimestamp() - intended);
            if (status == 200)
                return;
            Refused++;
            Refusal = connection.LastAnswer;
        }
    }
}

/// <summary>What a load came to.</summary>
/// <param name="Elapsed">From the first order to the last answer.</param>
/// <param name="Times">Of each order, from when it should have been sent to its answer.</param>
/// <param name="Lateness">Of each order, from when it should have been sent to when it was: the generator's part of the time.</param>
/// <param name="Refused">Answers other than 200.</param>
/// <param name="Refusal">One of them.</param>
internal sealed record LoadResult(TimeSpan Elapsed, Percentiles Times, Percentiles Lateness, int Refused, string Refusal)
{
    public double PerSecond => Times.Count / Elapsed.TotalSeconds;
}
