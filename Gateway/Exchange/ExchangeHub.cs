namespace OrleansLld.Exchange;

/// <summary>Markets live. Everybody may watch; changes of own orders reach whoever is signed in.</summary>
internal sealed class ExchangeHub(MarketFeeds feeds, ExchangeListings listings) : AccountHub<IExchangeClient>
{
    private const int LevelsMax = 5000;
    private const int TradesMax = 50;
    private static readonly object ConnectionKey = new();

    /// <summary>Shows a market from now on: first as it stands, then each change. May be called again after a gap.</summary>
    public async Task<WatchedMarket> Watch(string symbol)
    {
        var market = await Find(symbol);
        if (!await feeds.Watch(Connection, market))
            throw HubRefusal.Of("too-many-watches", "This connection watches as many markets as it may; unwatch one first.");

        var (depth, tape) = (
            market.Data.Depth(LevelsMax, Context.ConnectionAborted),
            market.Data.Trades(new HistoryPage(0, 0, 0, TradesMax), Context.ConnectionAborted));
        var book = await depth;
        return new WatchedMarket(
            market.Symbol, book.Sequence, LiveUpdate.LevelsOf(market, book.Bids), LiveUpdate.LevelsOf(market, book.Asks),
            LiveUpdate.TapeOf(market, await tape));
    }

    /// <summary>Shows the market no longer.</summary>
    public async Task Unwatch(string symbol) => feeds.Unwatch(Connection, await Find(symbol));

    public override async Task OnConnectedAsync()
    {
        Context.Items[ConnectionKey] = feeds.Connect(Context.ConnectionId, CallerOrNobody?.Id);
        await base.OnConnectedAsync();
    }

    public override async Task OnDisconnectedAsync(Exception? exception)
    {
        if (Context.Items[ConnectionKey] is LiveConnection connection)
            feeds.Disconnect(connection);

        await base.OnDisconnectedAsync(exception);
    }

    private LiveConnection Connection => (LiveConnection)Context.Items[ConnectionKey]!;

    private async Task<ListedMarket> Find(string symbol) =>
        (await listings.Get()).Find(symbol) ?? throw HubRefusal.Of("unknown-symbol", "The exchange has no market of this symbol.");
}
