namespace OrleansLld.ObjectStore;

public sealed class GarbageCalendarTests
{
    private readonly GarbageCalendar _calendar = new(new GarbageTerms(GraceUs: 10, OrphanUs: 100, EndedUs: 50));

    [Theory]
    [InlineData(20, 39, false)]
    [InlineData(20, 40, true)]
    [InlineData(29, 39, false)]
    [InlineData(29, 40, true)]
    [InlineData(30, 40, false)]
    public void Garbage_waits_until_the_generation_after_the_next_begins(long since, long now, bool isCollectable) =>
        _calendar.IsCollectable(since, now).ShouldBe(isCollectable);

    [Fact]
    public void Whatever_the_moment_a_reader_has_one_grace_period_at_least_and_two_at_most()
    {
        for (var since = 0; since < 100; since++)
        {
            var deleted = Enumerable.Range(since, 100).First(now => _calendar.IsCollectable(since, now));
            (deleted - since).ShouldBeInRange(11, 20);
        }
    }

    [Theory]
    [InlineData(99, false)]
    [InlineData(100, true)]
    public void A_writer_counts_as_dead_after_a_while(long later, bool isOrphan) =>
        _calendar.IsOrphan(1_000, 1_000 + later).ShouldBe(isOrphan);

    [Theory]
    [InlineData(49, false)]
    [InlineData(50, true)]
    public void An_ended_upload_is_forgotten_after_a_while(long later, bool isForgotten) =>
        _calendar.IsForgotten(1_000, 1_000 + later).ShouldBe(isForgotten);

    [Fact]
    public void Each_upload_is_visited_in_one_of_ten_generations_and_about_as_many_in_each()
    {
        var visits = new int[10];
        for (var upload = 0; upload < 1_000; upload++)
        {
            var turns = Enumerable.Range(0, 20).Where(generation => _calendar.IsVisited($"upload-{upload}", generation * 10)).ToArray();
            turns.Length.ShouldBe(2);
            (turns[1] - turns[0]).ShouldBe(10);
            visits[turns[0]]++;
        }

        visits.ShouldAllBe(count => count > 50 && count < 200);
    }

    [Fact]
    public void Where_orphans_are_younger_than_a_generation_every_upload_is_visited_in_each() =>
        new GarbageCalendar(new GarbageTerms(10, 5, 5)).IsVisited("an-upload", 123).ShouldBeTrue();
}
