using System.Diagnostics.Metrics;

namespace OrleansLld.Storage;

/// <summary>What <c>/metrics</c> shows of the journals of a silo.</summary>
internal static class JournalMetrics
{
    public const string MeterName = "OrleansLld.Journal";

    private static readonly Meter Meter = new(MeterName);

    private static readonly Histogram<double> CommitMs =
        Meter.CreateHistogram<double>("orleanslld.journal.commit.duration", "ms", "From a commit's start to its being durable");

    private static readonly Histogram<long> CommitEvents =
        Meter.CreateHistogram<long>("orleanslld.journal.commit.events", "{event}", "Events that shared one commit of a grain");

    public static void Committed(TimeSpan duration) => CommitMs.Record(duration.TotalMilliseconds);

    public static void Committed(TimeSpan duration, int events)
    {
        Committed(duration);
        CommitEvents.Record(events);
    }
}
