using OrleansLld.Exchange.Replay;

namespace OrleansLld.Client;

public sealed class FlowTranslationTests
{
    private readonly FlowTranslation _flow = new();

    [Fact]
    public void A_new_order_is_placed() =>
        Next("1,1,7,100,5850000,1").ShouldBe(new ReplayStep(ReplayAction.Place, 7, IsBuy: true, 5_850_000, 100));

    [Fact]
    public void An_execution_is_taken_from_the_other_side()
    {
        Next("1,1,7,100,5850000,1");

        Next("2,4,7,40,5850000,1").ShouldBe(new ReplayStep(ReplayAction.Take, 7, IsBuy: false, 5_850_000, 40));
    }

    [Fact]
    public void A_reduction_names_the_whole_new_quantity()
    {
        Next("1,1,7,100,5850000,1");

        Next("2,2,7,30,5850000,1").ShouldBe(new ReplayStep(ReplayAction.Reduce, 7, false, 0, 70));
    }

    [Fact]
    public void A_later_reduction_starts_from_the_one_that_was_done()
    {
        Next("1,1,7,100,5850000,1");
        _flow.Reduced(Next("2,2,7,30,5850000,1"));

        Next("3,2,7,30,5850000,1").Size.ShouldBe(40);
    }

    [Fact]
    public void A_later_reduction_does_not_count_one_that_was_refused()
    {
        Next("1,1,7,100,5850000,1");
        Next("2,2,7,30,5850000,1");

        Next("3,2,7,30,5850000,1").Size.ShouldBe(70);
    }

    [Theory]
    [InlineData("1,2,8,10,5850000,1")]
    [InlineData("1,3,8,10,5850000,1")]
    [InlineData("1,4,8,10,5850000,1")]
    [InlineData("1,5,0,10,5850000,1")]
    [InlineData("1,7,0,0,-1,-1")]
    public void What_concerns_no_order_of_the_flow_is_skipped(string line) => Next(line).Action.ShouldBe(ReplayAction.Skip);

    [Fact]
    public void The_peak_counts_orders_open_at_once()
    {
        var lines = new[] { "1,1,1,10,100,1", "2,1,2,10,100,1", "3,4,1,10,100,1", "4,1,3,10,100,1", "5,3,2,10,100,1" };

        FlowTranslation.OpenOrdersPeak([.. lines.Select(Parse)]).ShouldBe(2);
    }

    private ReplayStep Next(string line) => _flow.Next(Parse(line));

    private static LobsterEvent Parse(string line) => LobsterEvent.TryParse(line, out var it) ? it : throw new FormatException(line);
}
