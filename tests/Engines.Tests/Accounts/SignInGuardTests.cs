using CsCheck;

namespace OrleansLld.Accounts;

public sealed class SignInGuardTests
{
    private static readonly SignInLimits Limits =
        new(FailuresMax: 5, Window: TimeSpan.FromMinutes(15), LockMin: TimeSpan.FromSeconds(30), LockMax: TimeSpan.FromMinutes(2));

    private readonly SignInGuard _guard = new(Limits);
    private DateTimeOffset _now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_fifth_failure_locks_for_half_a_minute()
    {
        Fail(5);

        _guard.Begin(_now).ShouldBe(TimeSpan.FromSeconds(30));
        _now += TimeSpan.FromSeconds(10);
        _guard.Begin(_now).ShouldBe(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void Attempts_side_by_side_are_counted_from_their_beginning()
    {
        var admitted = Enumerable.Range(0, 100).Count(_ => _guard.Begin(_now) == TimeSpan.Zero);

        admitted.ShouldBe(5);
    }

    [Fact]
    public void Each_further_failure_locks_twice_as_long_up_to_the_longest()
    {
        Fail(5);

        AfterTheLock().ShouldBe(TimeSpan.FromMinutes(1));
        AfterTheLock().ShouldBe(TimeSpan.FromMinutes(2));
        AfterTheLock().ShouldBe(TimeSpan.FromMinutes(2));

        TimeSpan AfterTheLock()
        {
            _now += _guard.Begin(_now);
            _guard.Begin(_now).ShouldBe(TimeSpan.Zero);
            return _guard.Begin(_now);
        }
    }

    [Fact]
    public void A_success_forgives_what_was_before()
    {
        Fail(4);
        _guard.Begin(_now).ShouldBe(TimeSpan.Zero);
        _guard.Succeed();

        Fail(4);
        _guard.Begin(_now).ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void A_window_without_failures_forgives_the_doubling()
    {
        Fail(5);
        _now += Limits.Window + Limits.LockMax;

        Fail(5);
        _guard.Begin(_now).ShouldBe(Limits.LockMin);
    }

    [Fact]
    public void Nobody_gets_more_guesses_than_the_locks_allow() =>
        Gen.Int[0, 60].Array[1, 2000].Sample(pausesSeconds =>
        {
            var guard = new SignInGuard(Limits);
            var now = _now;
            var admitted = new List<DateTimeOffset>();
            foreach (var pause in pausesSeconds)
            {
                now += TimeSpan.FromSeconds(pause);
                if (guard.Begin(now) == TimeSpan.Zero)
                    admitted.Add(now);
            }

            // From one lock to the next there are either the first five guesses of a quiet time or one, and locks only grow.
            for (var i = Limits.FailuresMax; i < admitted.Count; i++)
            {
                var isAfterALock = admitted[i - 1] - admitted[i - Limits.FailuresMax] < Limits.Window;
                if (isAfterALock)
                    (admitted[i] - admitted[i - 1]).ShouldBeGreaterThanOrEqualTo(Limits.LockMin);
            }
        });

    private void Fail(int times)
    {
        for (var i = 0; i < times; i++)
            _guard.Begin(_now).ShouldBe(TimeSpan.Zero);
    }
}
