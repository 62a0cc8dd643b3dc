namespace OrleansLld.ObjectStore;

/// <summary>Turns on a key.</summary>
public sealed class KeyTurnsTests
{
    [Fact]
    public async Task Turns_of_one_key_come_in_the_order_of_asking_and_those_of_others_at_once()
    {
        var turns = new KeyTurns();
        var first = await turns.TakeAsync("a");
        var second = turns.TakeAsync("a").AsTask();
        var third = turns.TakeAsync("a").AsTask();
        (await turns.TakeAsync("b")).Dispose();
        second.IsCompleted.ShouldBeFalse();

        first.Dispose();
        var taken = await second;
        third.IsCompleted.ShouldBeFalse();
        taken.Dispose();
        (await third).Dispose();
        (await turns.TakeAsync("a")).Dispose();
    }
}
