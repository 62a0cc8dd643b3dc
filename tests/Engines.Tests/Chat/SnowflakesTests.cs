namespace OrleansLld.Chat;

public sealed class SnowflakesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void An_id_tells_when_and_where_it_was_made()
    {
        var id = new Snowflakes(1_023, 0).Next(Noon);

        id.ShouldBePositive();
        Snowflakes.TimeOf(id).ShouldBe(Noon);
        Snowflakes.NodeOf(id).ShouldBe(1_023);
    }

    [Fact]
    public void Ids_grow_whatever_the_clock_does()
    {
        const int Seed = 20_261_126;
        var random = new Random(Seed);
        var (ids, now, last) = (new Snowflakes(7, 0), Noon, 0L);
        for (var i = 0; i < 100_000; i++)
        {
            now += TimeSpan.FromMilliseconds(random.Next(10) == 0 ? random.Next(-5_000, 5_000) : 0);
            var id = ids.Next(now);
            id.ShouldBeGreaterThan(last, $"seed {Seed}");
            last = id;
        }
    }

    [Fact]
    public void More_than_4096_in_a_millisecond_go_on_in_the_next()
    {
        var ids = new Snowflakes(7, 0);
        var made = Enumerable.Range(0, 4_097).Select(_ => ids.Next(Noon)).ToList();

        made.Distinct().Count().ShouldBe(made.Count);
        Snowflakes.TimeOf(made[4_095]).ShouldBe(Noon);
        Snowflakes.TimeOf(made[4_096]).ShouldBe(Noon.AddMilliseconds(1));
    }

    [Fact]
    public void Ids_are_above_those_of_whoever_had_the_node_before()
    {
        var before = Snowflakes.FirstAt(Noon.AddMinutes(1));

        new Snowflakes(7, before).Next(Noon).ShouldBeGreaterThan(before);
    }
}
