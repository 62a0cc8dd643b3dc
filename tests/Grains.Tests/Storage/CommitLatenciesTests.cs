using Microsoft.Extensions.Time.Testing;
using OrleansLld.Cluster;

namespace OrleansLld.Storage;

public sealed class CommitLatenciesTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void The_figures_are_right_to_a_tenth()
    {
        var latencies = new CommitLatencies(_time);
        for (var ms = 1; ms <= 1_000; ms++)
            latencies.Record(TimeSpan.FromMilliseconds(ms));

        var figures = latencies.LastMinute();

        figures.Count.ShouldBe(1_000);
        figures.P50.TotalMilliseconds.ShouldBe(500, 50);
        figures.P99.TotalMilliseconds.ShouldBe(990, 99);
    }

    [Fact]
    public void What_is_older_than_a_minute_and_a_window_is_forgotten()
    {
        var latencies = new CommitLatencies(_time);
        latencies.Record(TimeSpan.FromMilliseconds(1));
        _time.Advance(TimeSpan.FromSeconds(30));
        latencies.Record(TimeSpan.FromMilliseconds(1));

        _time.Advance(TimeSpan.FromSeconds(30));
        var both = latencies.LastMinute().Count;
        _time.Advance(TimeSpan.FromSeconds(10));
        var younger = latencies.LastMinute().Count;
        _time.Advance(TimeSpan.FromHours(1));
        var none = latencies.LastMinute();

        (both, younger).ShouldBe((2, 1));
        none.ShouldBe(new CommitFigures(0, TimeSpan.Zero, TimeSpan.Zero));
    }

    [Fact]
    public void Extremes_fall_into_the_first_and_the_last_class()
    {
        var latencies = new CommitLatencies(_time);
        latencies.Record(TimeSpan.Zero);
        latencies.Record(TimeSpan.FromDays(1));

        latencies.LastMinute().Count.ShouldBe(2);
    }
}
