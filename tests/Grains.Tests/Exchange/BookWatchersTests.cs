using Microsoft.Extensions.Time.Testing;

namespace OrleansLld.Exchange;

public sealed class BookWatchersTests
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _time = new();
    private readonly BookWatchers _watchers;
    private readonly Watcher _first = new();
    private long _sequence;

    public BookWatchersTests() => _watchers = new BookWatchers("BTCUSDT", _time);

    [Fact]
    public void Turns_of_one_pace_go_out_together()
    {
        _watchers.Renew(_first, _sequence);

        Turn();
        Turn();
        _time.Advance(Pace);

        _first.Told.ShouldBe(["1-2"]);
    }

    [Fact]
    public void Who_comes_after_the_last_left_is_told_only_what_comes_then()
    {
        _watchers.Renew(_first, _sequence);
        Turn();
        _time.Advance(BookWatchers.Lease + Pace);
        Turn();
        _time.Advance(Pace);
        var second = new Watcher();

        _watchers.Renew(second, _sequence);
        Turn();
        _time.Advance(Pace);

        second.Told.ShouldBe(["3-3"]);
    }

    [Fact]
    public void Who_comes_while_a_turn_of_those_who_left_waits_is_told_only_what_comes_then()
    {
        _watchers.Renew(_first, _sequence);
        _time.Advance(BookWatchers.Lease + Pace);
        Turn();
        Seal();
        _time.Advance(Pace);
        var second = new Watcher();

        _watchers.Renew(second, _sequence);
        Turn();
        _time.Advance(Pace);

        _first.Told.ShouldBeEmpty();
        second.Told.ShouldBe(["3-3"]);
    }

    private void Turn()
    {
        Seal();
        _watchers.Release(_sequence);
    }

    private void Seal()
    {
        _watchers.Add(new BookEvent { Kind = BookEventKind.Refused, OrderId = ++_sequence });
        _watchers.Seal(_sequence);
    }

    private sealed class Watcher : IBookWatcher
    {
        public List<string> Told { get; } = [];

        public Task Events(BookEvents events)
        {
            Told.Add($"{events.AfterSequence + 1}-{events.LastSequence}");
            return Task.CompletedTask;
        }
    }
}
