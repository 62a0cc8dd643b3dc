using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;
using OrleansLld.Accounts;

namespace OrleansLld.Exchange;

/// <summary>All markets that somebody watches through this gateway; renews their subscriptions.</summary>
internal sealed partial class MarketFeeds(
    IGrainFactory grains,
    IHubContext<ExchangeHub, IExchangeClient> hub,
    IOptions<ExchangeApiOptions> options,
    TimeProvider time,
    ILogger<MarketFeeds> log) : BackgroundService
{
    private static readonly TimeSpan RenewalPeriod = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, MarketFeed> _feeds = new();

    public LiveConnection Connect(string connectionId, AccountId? account)
    {
        var connection = new LiveConnection(connectionId, account, hub, options.Value, log);
        _ = connection.Pump();
        return connection;
    }

    public void Disconnect(LiveConnection connection)
    {
        foreach (var market in connection.Watched.Values)
            Unwatch(connection, market);

        connection.Close();
    }

    /// <summary>Lets the connection have the market's updates from now on.</summary>
    /// <returns>False when it watches too many.</returns>
    public async Task<bool> Watch(LiveConnection connection, ListedMarket market)
    {
        if (!connection.MayWatchMore && !connection.Watched.ContainsKey(market.Symbol))
            return false;

        connection.Watched[market.Symbol] = market;
        connection.Forgive(market.Symbol);
        var feed = _feeds.GetOrAdd(market.Symbol, _ => new MarketFeed(market, grains, time));
        feed.Add(connection);
        await feed.EnsureSubscribed(CancellationToken.None);
        return true;
    }

    public void Unwatch(LiveConnection connection, ListedMarket market)
    {
        connection.Watched.TryRemove(market.Symbol, out _);
        if (_feeds.TryGetValue(market.Symbol, out var feed))
            feed.Remove(connection);
    }

    public override void Dispose()
    {
        foreach (var feed in _feeds.Values)
            feed.Dispose();

        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(RenewalPeriod, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            foreach (var (symbol, feed) in _feeds)
                if (feed.IsWatched)
                    await Renew(symbol, feed, stoppingToken);
    }

    private async Task Renew(string symbol, MarketFeed feed, CancellationToken cancellationToken)
    {
        try
        {
            await feed.Renew(cancellationToken);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            LogNotRenewed(log, symbol, failure);
        }
    }
}
