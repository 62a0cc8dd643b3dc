namespace OrleansLld.Chat;

public sealed class NodeNumbersTests
{
    private static readonly Guid East = new(1, 0, 0, new byte[8]);
    private static readonly Guid West = new(2, 0, 0, new byte[8]);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_silo_has_a_number_of_its_own_and_keeps_it_also_after_a_restart()
    {
        var chat = await ChatCluster.Start();
        var (east, west) = (await Numbers(chat).Take(East, Token), await Numbers(chat).Take(West, Token));

        await using var again = await chat.Restart();

        west.Value.ShouldNotBe(east.Value);
        (await Numbers(again).Take(East, Token)).Value.ShouldBe(east.Value);
        (await Numbers(again).Take(West, Token)).Value.ShouldBe(west.Value);
    }

    [Fact]
    public async Task A_number_is_given_to_another_when_its_lease_has_ended_for_longer_than_clocks_differ_and_its_ids_go_on_above()
    {
        await using var chat = await ChatCluster.Start();
        var east = await Numbers(chat).Take(East, Token);

        chat.Time.Move(INodeNumbersGrain.Lease);
        var early = await Numbers(chat).Take(West, Token);
        chat.Time.Move(MessageIds.ClocksApart + TimeSpan.FromMilliseconds(1));
        var late = await Numbers(chat).Take(new Guid(3, 0, 0, new byte[8]), Token);

        early.Value.ShouldNotBe(east.Value);
        late.Value.ShouldBe(east.Value);
        late.IdsAbove.ShouldBe(Snowflakes.FirstAt(east.Until));
        (await Numbers(chat).Take(East, Token)).Value.ShouldNotBe(east.Value);
    }

    [Fact]
    public async Task Messages_of_a_silo_have_ids_that_grow_also_when_its_lease_is_renewed()
    {
        await using var chat = await ChatCluster.Start();
        var room = await Room.Direct(chat);
        var ids = new List<long>();

        for (var i = 0; i < 10; i++)
        {
            ids.Add((await room.Say(1, $"message {i}")).Id);
            chat.Time.Move(i % 2 == 0 ? INodeNumbersGrain.Lease : TimeSpan.FromSeconds(100));
        }

        ids.ShouldBe(ids.Distinct().Order());
    }

    private static INodeNumbersGrain Numbers(ChatCluster chat) => chat.Grains.GetGrain<INodeNumbersGrain>(INodeNumbersGrain.Key);
}
