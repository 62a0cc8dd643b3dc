using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.AspNetCore.SignalR;
using OrleansLld.Accounts;

namespace OrleansLld.Exchange;

/// <summary>
/// The bounded queue between the markets and one connection, so that a slow reader costs nobody else anything. When it is full the
/// market that did not fit is dropped for this connection until the connection asks for it anew, and the connection is told so.
/// </summary>
internal sealed partial class LiveConnection(
    string id, AccountId? account, IHubContext<ExchangeHub, IExchangeClient> hub, ExchangeApiOptions options, ILogger log)
{
    private readonly Channel<LiveUpdate> _queue = Channel.CreateBounded<LiveUpdate>(
        new BoundedChannelOptions(options.UpdatesPerConnection) { SingleReader = true });

    // The markets that did not fit, and whether the connection was told.
    private readonly ConcurrentDictionary<string, bool> _lost = new();

    public string Id => id;

    /// <summary>The markets that it watches.</summary>
    public ConcurrentDictionary<string, ListedMarket> Watched { get; } = new();

    public bool MayWatchMore => Watched.Count < options.WatchesPerConnection;

    /// <summary>Takes the market up again after it asked for it.</summary>
    public void Forgive(string symbol) => _lost.TryRemove(symbol, out _);

    public void Offer(LiveUpdate update)
    {
        if (!_lost.ContainsKey(update.Symbol) && !_queue.Writer.TryWrite(update))
            _lost.TryAdd(update.Symbol, false);
    }

    /// <summary>Tells the connection to ask for the market anew.</summary>
    public Task TellLost(string symbol) => hub.Clients.Client(id).Resync(symbol);

    public void Close() => _queue.Writer.TryComplete();

    /// <summary>Sends what is offered, until the connection closes.</summary>
    public async Task Pump()
    {
        try
        {
            while (await _queue.Reader.WaitToReadAsync())
            {
                while (_queue.Reader.TryRead(out var update))
                    await Send(update);

                foreach (var (symbol, isTold) in _lost)
                    if (!isTold && _lost.TryUpdate(symbol, true, false))
                        await TellLost(symbol);
            }
        }
        catch (Exception failure) when (failure is OperationCanceledException or InvalidOperationException or IOException)
        {
            LogBroke(log, id, failure);
        }
    }

    private async Task Send(LiveUpdate update)
    {
        var client = hub.Clients.Client(id);
        if (update.Trades is { } trades)
            await client.Trades(trades);

        if (account is { } owner && update.OrdersOf(owner) is { } own)
            await client.Orders(own);

        // At last, as its sequence says that everything up to it was told.
        await client.Depth(update.Depth);
    }
}
