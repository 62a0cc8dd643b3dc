using OrleansLld.Exchange.Replay;

namespace OrleansLld.Client;

public sealed class LatenciesTests
{
    [Fact]
    public void A_percentile_is_the_least_time_that_so_many_do_not_exceed()
    {
        var latencies = new Latencies(Enumerable.Range(1, 1_000).Reverse().Select(ms => (long)ms), ticksPerSecond: 1_000);

        latencies.PercentileMs(0.5).ShouldBe(500);
        latencies.PercentileMs(0.99).ShouldBe(990);
        latencies.PercentileMs(0.999).ShouldBe(999);
        latencies.PercentileMs(1).ShouldBe(1_000);
    }

    [Fact]
    public void Nothing_measured_is_zero() => new Latencies([], 1_000).PercentileMs(0.5).ShouldBe(0);
}
