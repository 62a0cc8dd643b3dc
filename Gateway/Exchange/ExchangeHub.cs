using System.Collections.Immutable;

namespace OrleansLld.Exchange;

/// <summary>Markets live. Everybody may watch; changes of own orders reach whoever is signed in.</summary>
internal sealed class ExchangeHub(MarketFeeds feeds, ExchangeListings listings) : AccountHub<IExchangeClient>
{
    private const int LevelsMax = 5000;
    private const int TradesMax = 50;
    private const int MissedTradesMax = 500;
    private static readonly object ConnectionKey = new();

    /// <summary>Shows a market from now on: first as it stands, then each change.</summary>
    public async Task<WatchedMarket> Watch(string symbol)
    {
        var market = await Follow(symbol);
        var (depth, tape) = (market.Data.Depth(LevelsMax, Aborted), market.Data.Trades(Newest(TradesMax), Aborted));
        var book = await depth;
        return new WatchedMarket(
            market.Symbol, book.Sequence, LiveUpdate.LevelsOf(market, book.Bids), LiveUpdate.LevelsOf(market, book.Asks),
            LiveUpdate.TapeOf(market, await tape));
    }

    /// <summary>
    /// Shows a market that the caller watched before, here or through another gateway: as it stands, with what was missed of trades and of
    /// own orders, then each change.
    /// </summary>
    /// <param name="symbol">The market.</param>
    /// <param name="sequence">The last event that the caller has seen.</param>
    /// <param name="tradeId">The last trade that the caller has seen.</param>
    public async Task<ResumedMarket> Resume(string symbol, long sequence, long tradeId)
    {
        var market = await Follow(symbol);
        var (depth, tape) = (market.Data.Depth(LevelsMax, Aborted), market.Data.Trades(Newest(MissedTradesMax), Aborted));
        var book = await depth;
        // What comes after the book as it stands is pushed.
        var changes = CallerOrNobody is { } caller
            ? await market.Data.Changes(caller.Id, sequence, book.Sequence, Aborted)
            : ImmutableArray<OwnedOrderChange>.Empty;
        return new ResumedMarket(
            market.Symbol, book.Sequence, LiveUpdate.LevelsOf(market, book.Bids), LiveUpdate.LevelsOf(market, book.Asks),
            LiveUpdate.TapeOf(market, [.. (await tape).Where(trade => trade.TradeId > tradeId)]),
            OwnOrderChanges.Of(market, changes ?? []), changes is not null);
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

    private CancellationToken Aborted => Context.ConnectionAborted;

    private static HistoryPage Newest(int count) => new(0, 0, 0, count);

    // Before anything is read of the market, so that nothing falls between.
    private async Task<ListedMarket> Follow(string symbol)
    {
        var market = await Find(symbol);
        return await feeds.Watch(Connection, market)
            ? market
            : throw HubRefusal.Of("too-many-watches", "This connection watches as many markets as it may; unwatch one first.");
    }

    private async Task<ListedMarket> Find(string symbol) =>
        (await listings.Get()).Find(symbol) ?? throw HubRefusal.Of("unknown-symbol", "The exchange has no market of this symbol.");
}
