namespace OrleansLld.Exchange;

/// <summary>A trader who sells 1 at 50.00 and has 999 more, and 1000 USDT.</summary>
public sealed class StandingOrder(ExchangeProduct exchange) : IAsyncLifetime
{
    public ExchangeProduct Exchange => exchange;

    public TestMarket Market { get; private set; } = null!;

    public Trader Trader { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Market = Exchange.TakeMarket();
        Trader = await Exchange.NewTrader(Market, "1000");
        await Trader.Limit(Market, "SELL", "1", "50.00");
    }

    public ValueTask DisposeAsync() => default;
}
