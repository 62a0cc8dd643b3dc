using System.Collections.Immutable;
using OrleansLld.Accounts;

namespace OrleansLld.Exchange;

/// <summary>
/// Of four orders one rests away from the market, one rests at it, one takes as much, and one cancels the first.
/// </summary>
internal sealed class OrderBatches(AccountId[] accounts, string prefix)
{
    private const long MidTicks = 6_000_000;
    private const long AwayTicks = 5_000_000;
    private const long Lots = 1_000;

    private long _number;

    public ImmutableArray<OrderCommand> Next(int size)
    {
        var batch = ImmutableArray.CreateBuilder<OrderCommand>(size);
        while (batch.Count < size)
            batch.Add(Next());
        return batch.MoveToImmutable();
    }

    private OrderCommand Next()
    {
        var number = _number++;
        var step = (int)(number % 4);
        var account = accounts[number / 4 % accounts.Length];
        var id = $"{prefix}-{number}";
        return step switch
        {
            0 => Place(account, id, OrderSide.Buy, OrderLifetime.Gtc, AwayTicks),
            1 => Place(account, id, OrderSide.Buy, OrderLifetime.Gtc, MidTicks),
            2 => Place(accounts[(number + 1) % accounts.Length], id, OrderSide.Sell, OrderLifetime.Ioc, MidTicks),
            _ => new CancelOrder(account, id, new OrderRef(0, $"{prefix}-{number - 3}")),
        };
    }

    private static PlaceOrder Place(AccountId account, string id, OrderSide side, OrderLifetime lifetime, long ticks) =>
        new(account, id, side, OrderType.Limit, lifetime, SelfTradePrevention.None, ticks, Lots, QuoteUnits: 0);
}
