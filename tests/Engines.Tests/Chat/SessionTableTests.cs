namespace OrleansLld.Chat;

public sealed class SessionTableTests
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(40);
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly Guid East = new("00000000-0000-0000-0000-0000000000e1");
    private static readonly Guid West = new("00000000-0000-0000-0000-0000000000e2");
    private static readonly Guid Phone = new("00000000-0000-0000-0000-0000000000d1");
    private static readonly Guid Laptop = new("00000000-0000-0000-0000-0000000000d2");

    private readonly SessionTable _table = new(Lease);

    [Fact]
    public void Whoever_connects_comes_once_and_goes_with_the_last_device()
    {
        var came = Begin(East, Start, (7, Phone));
        var second = Begin(West, Start, (7, Laptop));
        var first = End(East, Start.AddSeconds(1), (7, Phone));
        var went = End(West, Start.AddSeconds(2), (7, Laptop));

        came.ShouldBe([new PresenceTurn(7, true, Start)]);
        second.ShouldBeEmpty();
        first.ShouldBeEmpty();
        went.ShouldBe([new PresenceTurn(7, false, Start.AddSeconds(2))]);
    }

    [Fact]
    public void A_device_that_moves_to_another_gateway_never_went()
    {
        Begin(East, Start, (7, Phone));

        Begin(West, Start.AddSeconds(1), (7, Phone)).ShouldBeEmpty();
        _table.GatewaysOf(7).ShouldBe([East, West]);
        End(East, Start.AddSeconds(2), (7, Phone)).ShouldBeEmpty();
        _table.GatewaysOf(7).ShouldBe([West]);
    }

    [Fact]
    public void Sessions_of_a_gateway_that_is_silent_end_with_its_lease_and_were_last_seen_with_it()
    {
        Begin(East, Start, (7, Phone), (8, Phone));
        Begin(West, Start, (8, Laptop));
        _table.Renew(West, 1, Start.AddSeconds(30)).ShouldBeTrue();

        _table.Expire(Start.AddSeconds(39)).ShouldBeEmpty();
        _table.Expire(Start.AddSeconds(40)).ShouldBe([new PresenceTurn(7, false, Start)]);
        _table.IsOnline(8).ShouldBeTrue();
        _table.Expire(Start.AddSeconds(70)).ShouldBe([new PresenceTurn(8, false, Start.AddSeconds(30))]);
    }

    [Fact]
    public void A_gateway_that_has_other_sessions_than_are_known_is_not_renewed_and_sends_all()
    {
        Begin(East, Start, (7, Phone), (8, Phone));

        _table.Renew(East, 1, Start.AddSeconds(30)).ShouldBeFalse();
        _table.Renew(West, 1, Start.AddSeconds(30)).ShouldBeFalse();
        _table.Renew(West, 0, Start.AddSeconds(30)).ShouldBeTrue();
        var turns = _table.Change(East, isWhole: true, [new(8, Phone), new(9, Phone)], [], Start.AddSeconds(31));

        turns.ShouldBe([new PresenceTurn(7, false, Start.AddSeconds(31)), new PresenceTurn(9, true, Start.AddSeconds(31))]);
        _table.Renew(East, 2, Start.AddSeconds(60)).ShouldBeTrue();
    }

    [Fact]
    public void What_ends_and_begins_in_one_step_is_no_turn()
    {
        Begin(East, Start, (7, Phone));

        _table.Change(East, isWhole: false, [new(7, Laptop)], [new(7, Phone)], Start).ShouldBeEmpty();
    }

    [Fact]
    public void Closing_an_account_ends_its_sessions_everywhere_and_leaves_others()
    {
        Begin(East, Start, (7, Phone), (8, Phone));
        Begin(West, Start, (7, Laptop));

        _table.Close(7, Start).ShouldBe([new PresenceTurn(7, false, Start)]);
        _table.Close(7, Start).ShouldBeEmpty();
        _table.IsOnline(8).ShouldBeTrue();
        _table.Renew(East, 2, Start).ShouldBeFalse();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Random_steps_leave_what_a_plain_set_of_sessions_says(int seed)
    {
        var random = new Random(seed);
        var oracle = new NaiveSessions(Lease);
        var now = Start;
        for (var step = 0; step < 3_000; step++)
        {
            now = now.AddSeconds(random.Next(0, 12));
            var gateway = Guid.Parse($"00000000-0000-0000-0000-00000000000{random.Next(4)}");
            var devices = Enumerable.Range(0, random.Next(1, 5))
                .Select(_ => new ConnectedDevice(random.Next(1, 12), random.Next(2) == 0 ? Phone : Laptop)).ToArray();
            var (turns, expected) = random.Next(6) switch
            {
                0 => (_table.Change(gateway, false, devices, [], now), oracle.Change(gateway, false, devices, [], now)),
                1 => (_table.Change(gateway, false, [], devices, now), oracle.Change(gateway, false, [], devices, now)),
                2 => (_table.Change(gateway, true, devices, [], now), oracle.Change(gateway, true, devices, [], now)),
                3 => (_table.Close(devices[0].Account, now), oracle.Close(devices[0].Account, now)),
                4 => Renewed(gateway, random.Next(6), now, oracle),
                _ => (_table.Expire(now), oracle.Expire(now)),
            };

            turns.ToHashSet().SetEquals(expected).ShouldBeTrue($"seed {seed}, step {step}");
            _table.Check();
            for (var account = 1; account < 12; account++)
                _table.GatewaysOf(account).Order().ShouldBe(oracle.GatewaysOf(account), $"seed {seed}, step {step}");
        }
    }

    private (IReadOnlyList<PresenceTurn>, HashSet<PresenceTurn>) Renewed(
        Guid gateway, int sessions, DateTimeOffset now, NaiveSessions oracle)
    {
        _table.Renew(gateway, sessions, now).ShouldBe(oracle.Renew(gateway, sessions, now));
        return ([], []);
    }

    private IReadOnlyList<PresenceTurn> Begin(Guid gateway, DateTimeOffset now, params (long Account, Guid Device)[] devices) =>
        _table.Change(gateway, false, devices.Select(device => new ConnectedDevice(device.Account, device.Device)), [], now);

    private IReadOnlyList<PresenceTurn> End(Guid gateway, DateTimeOffset now, params (long Account, Guid Device)[] devices) =>
        _table.Change(gateway, false, [], devices.Select(device => new ConnectedDevice(device.Account, device.Device)), now);
}
