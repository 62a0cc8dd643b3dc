namespace OrleansLld.Chat;

public sealed class SendBudgetsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_burst_is_taken_and_then_as_much_as_comes_in()
    {
        var budgets = new SendBudgets(burst: 3, perSecond: 2);

        for (var i = 0; i < 3; i++)
            budgets.Spend(1, Noon).ShouldBe(TimeSpan.Zero);
        budgets.Spend(1, Noon).ShouldBe(TimeSpan.FromSeconds(0.5));
        budgets.Spend(1, Noon.AddSeconds(0.5)).ShouldBe(TimeSpan.Zero);
        budgets.Spend(2, Noon).ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void A_clock_that_goes_back_gives_nothing_and_takes_nothing()
    {
        var budgets = new SendBudgets(burst: 2, perSecond: 1);
        budgets.Spend(1, Noon);

        budgets.Spend(1, Noon.AddHours(-1)).ShouldBe(TimeSpan.Zero);
        budgets.Spend(1, Noon.AddHours(-1)).ShouldBe(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void Many_authors_are_not_kept_for_ever()
    {
        var budgets = new SendBudgets(burst: 1, perSecond: 1);

        for (var author = 0L; author < 10_000; author++)
            budgets.Spend(author, Noon).ShouldBe(TimeSpan.Zero);
    }
}
