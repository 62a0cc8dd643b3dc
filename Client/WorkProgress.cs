using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace OrleansLld;

/// <summary>
/// Shows how far long work is: a bar with rate and time left on a terminal, a line every few seconds where nobody watches
/// but a log is kept, nothing with <c>--json</c>.
/// </summary>
internal static class WorkProgress
{
    private static readonly TimeSpan LineEvery = TimeSpan.FromSeconds(5);

    /// <param name="terminal">Where to show it.</param>
    /// <param name="title">What is being done.</param>
    /// <param name="unit">What is counted, in the plural.</param>
    /// <param name="total">How many there are.</param>
    /// <param name="work">Calls its argument once for each that is done.</param>
    public static async Task<TResult> Show<TResult>(
        Terminal terminal, string title, string unit, long total, Func<Action, Task<TResult>> work)
    {
        if (terminal.Json)
            return await work(() => { });
        return terminal.IsWatched ? await Bar(terminal, title, unit, total, work) : await Lines(terminal, title, unit, total, work);
    }

    private static Task<TResult> Bar<TResult>(Terminal terminal, string title, string unit, long total, Func<Action, Task<TResult>> work) =>
        terminal.Error.Progress()
            .AutoClear(true)
            .Columns(
                new TaskDescriptionColumn(),
                new ProgressBarColumn(),
                new PercentageColumn(),
                new RateColumn(unit),
                new RemainingTimeColumn())
            .StartAsync(context =>
            {
                var task = context.AddTask(title, maxValue: total);
                return work(() => task.Increment(1));
            });

    private static async Task<TResult> Lines<TResult>(
        Terminal terminal, string title, string unit, long total, Func<Action, Task<TResult>> work)
    {
        var time = TimeProvider.System;
        var started = time.GetTimestamp();
        var shown = TimeSpan.Zero;
        long done = 0;
        return await work(() =>
        {
            done++;
            var elapsed = time.GetElapsedTime(started);
            if (elapsed - shown < LineEvery)
                return;
            shown = elapsed;
            var rate = done / elapsed.TotalSeconds;
            terminal.Note(string.Create(
                CultureInfo.InvariantCulture,
                $"{title}: {done:N0} of {total:N0} {unit}, {rate:N0}/s, {TimeSpan.FromSeconds((total - done) / rate):m\\:ss} left"));
        });
    }

    /// <summary>How many a second.</summary>
    private sealed class RateColumn(string unit) : ProgressColumn
    {
        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
            new Text(string.Create(CultureInfo.InvariantCulture, $"{task.Speed ?? 0:N0} {unit}/s"), new Style(Color.Grey));
    }
}
