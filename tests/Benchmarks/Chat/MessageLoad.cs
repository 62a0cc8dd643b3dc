using System.Diagnostics;

namespace OrleansLld.Chat;

/// <summary>Lets pairs write to each other, either as fast as receipts come or at a fixed rate.</summary>
internal sealed class MessageLoad(IReadOnlyList<IMessagePair> pairs)
{
    /// <summary>What every message says.</summary>
    public const string Text = "a message of about the length that people write to each other";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Each pair writes the next message when the receipt of the one before has come.</summary>
    public Task<MessageResult> Closed(TimeSpan duration, CancellationToken cancellationToken) => Measured(started =>
        Task.WhenAll(pairs.Select(pair => Task.Run(
            async () =>
            {
                while (Stopwatch.GetElapsedTime(started) < duration)
                {
                    await pair.Send(pair.Times.Send(Stopwatch.GetTimestamp()), cancellationToken);
                    if (!await pair.Times.UntilReceipted(Patience, cancellationToken))
                        return;
                }
            },
            cancellationToken))));

    /// <summary>So many messages a second over all pairs in turn, timed from when each should have been sent.</summary>
    public Task<MessageResult> Open(int rate, TimeSpan duration, CancellationToken cancellationToken) => Measured(async started =>
    {
        var total = (long)(rate * duration.TotalSeconds);
        var due = pairs.Select(_ => new SemaphoreSlim(0)).ToArray();
        var senders = pairs.Select((pair, index) => Task.Run(
            async () =>
            {
                for (var number = (long)index; number < total; number += pairs.Count)
                {
                    await due[index].WaitAsync(cancellationToken);
                    await pair.Send(pair.Times.Send(started + (number * Stopwatch.Frequency / rate)), cancellationToken);
                }
            },
            cancellationToken)).ToList();
        var next = 0L;
        await Metronome.Run(
            rate,
            total,
            started,
            count =>
            {
                for (var i = 0; i < count; i++)
                    due[next++ % pairs.Count].Release();
            },
            cancellationToken);
        await Task.WhenAll(senders);
        foreach (var semaphore in due)
            semaphore.Dispose();
    });

    private async Task<MessageResult> Measured(Func<long, Task> send)
    {
        foreach (var pair in pairs)
            pair.Times.Begin();
        var started = Stopwatch.GetTimestamp();
        await send(started);
        await Task.WhenAll(pairs.Select(pair => pair.Times.UntilReceipted(Patience, CancellationToken.None)));
        var elapsed = Stopwatch.GetElapsedTime(started);
        var ends = pairs.Select(pair => pair.Times.End()).ToList();
        return new MessageResult(
            elapsed, Percentiles.Of(ends.Select(end => end.Received)), Percentiles.Of(ends.Select(end => end.Receipted)),
            ends.Sum(end => end.Sent));
    }
}

/// <summary>What a load came to.</summary>
/// <param name="Elapsed">From the first message to the last receipt.</param>
/// <param name="Received">From when a message should have been sent until the other one had it.</param>
/// <param name="Receipted">Until the sender knew.</param>
/// <param name="Sent">Messages.</param>
internal sealed record MessageResult(TimeSpan Elapsed, Percentiles Received, Percentiles Receipted, int Sent)
{
    public double PerSecond => Receipted.Count / Elapsed.TotalSeconds;

    /// <summary>Messages of which no receipt came.</summary>
    public int Missing => Sent - Math.Min(Received.Count, Receipted.Count);
}
