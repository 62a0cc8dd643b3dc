using System.Diagnostics;

namespace OrleansLld;

/// <summary>So many a second, whatever becomes of them.</summary>
internal static class Metronome
{
    /// <summary>
    /// Says every millisecond how many more are due. A thread of its own waits on a handle: timers follow a clock of 4 ms steps on Linux,
    /// and would be most of what is measured.
    /// </summary>
    /// <param name="rate">How many are due a second.</param>
    /// <param name="total">How many there are; it ends when all were due.</param>
    /// <param name="started">The timestamp at which the first is due.</param>
    /// <param name="due">Called with how many became due.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public static Task Run(int rate, long total, long started, Action<int> due, CancellationToken cancellationToken) =>
        Task.Factory.StartNew(
            () =>
            {
                for (var released = 0L; released < total && !cancellationToken.WaitHandle.WaitOne(1);)
                {
                    var now = Math.Min(total, 1 + ((Stopwatch.GetTimestamp() - started) * rate / Stopwatch.Frequency));
                    if (now > released)
                        due((int)(now - released));
                    released = Math.Max(released, now);
                }
            },
            cancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
}
