namespace OrleansLld.Exchange;

/// <summary>A running exchange and a trader in it who sells 1 at 50.00 and has 999 more, and 1000 USDT.</summary>
public sealed class StandingOrder : IAsyncLifetime
{
    public ExchangeProduct Exchange { get; } = new();

    public TestMarket Market { get; private set; } = null!;

    public Trader Trader { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        await Exchange.InitializeAsync();
        Market = Exchange.TakeMarket();
        Trader = await Exchange.NewTrader(Market, "1000");
        await Trader.Limit(Market, "SELL", "1", "50.00");
    }

    public async ValueTask DisposeAsync() => await Exchange.DisposeAsync();
}
