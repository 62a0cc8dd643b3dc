using System.Globalization;
using Spectre.Console;

namespace OrleansLld.Exchange.Replay;

/// <summary>What a replay came to; the JSON shape of docs/console.md.</summary>
internal sealed record ReplayReport(
    int Events,
    int Orders,
    int Skipped,
    int Retries,
    double Seconds,
    double OrdersPerSecond,
    LatencyReport LatencyMs,
    IReadOnlyDictionary<string, int> Refusals,
    MakerIdentityReport MakerIdentity)
{
    public static void Show(IAnsiConsole console, ReplayReport it)
    {
        var culture = CultureInfo.InvariantCulture;
        var table = new FittedTable("Replay", "> ");
        table.AddRow("events", it.Events.ToString("N0", culture));
        table.AddRow("orders sent", it.Orders.ToString("N0", culture));
        table.AddRow("skipped", it.Skipped.ToString("N0", culture));
        table.AddRow("sent again", it.Retries.ToString("N0", culture));
        table.AddRow("seconds", it.Seconds.ToString("N1", culture));
        table.AddRow("orders/s", it.OrdersPerSecond.ToString("N0", culture));
        var latency = it.LatencyMs;
        foreach (var (name, value) in (ReadOnlySpan<(string, double)>)
            [("p50", latency.P50), ("p90", latency.P90), ("p99", latency.P99), ("p99.9", latency.P999), ("max", latency.Max)])
        {
            table.AddRow($"latency {name}", $"{value.ToString("N3", culture)} ms");
        }

        foreach (var (code, count) in it.Refusals)
            table.AddRow($"refused {code}", count.ToString("N0", culture));
        table.WriteTo(console);
        console.WriteLine(string.Create(culture, $"maker identity: {it.MakerIdentity.Same} of {it.MakerIdentity.Executions}"));
    }
}

/// <summary>Times from sending to the answer.</summary>
internal sealed record LatencyReport(double P50, double P90, double P99, double P999, double Max)
{
    public static LatencyReport Of(Latencies it) => new(
        it.PercentileMs(0.5), it.PercentileMs(0.9), it.PercentileMs(0.99), it.PercentileMs(0.999), it.PercentileMs(1));
}

/// <summary>Executions, and those for which our book chose the market's maker first.</summary>
internal sealed record MakerIdentityReport(int Same, int Executions);
