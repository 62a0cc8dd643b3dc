using System.Text.Json;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace OrleansLld.Exchange;

/// <summary>
/// What a page keeps of a market that it watches, by the hub's rule: what comes before the answer waits, what is not above it is dropped,
/// a gap is counted and ends the reconstruction.
/// </summary>
public sealed class LiveBook : IAsyncDisposable
{
    private readonly HubConnection _connection;
    private readonly Lock _turn = new();
    private readonly List<DepthChange> _early = [];
    private readonly SortedDictionary<decimal, string> _bids = new(Comparer<decimal>.Create((one, other) => other.CompareTo(one)));
    private readonly SortedDictionary<decimal, string> _asks = [];
    private readonly List<TapeTrade> _trades = [];
    private readonly List<long> _ownOrders = [];
    private bool _hasSnapshot;
    private long _sequence;

    private LiveBook(HubConnection connection)
    {
        _connection = connection;
        connection.On<DepthChange>("Depth", Take);
        connection.On<TradesMade>("Trades", made => Locked(() => _trades.AddRange(made.Trades)));
        connection.On<OwnOrdersChanged>("Orders", changed => Locked(() => _ownOrders.AddRange(changed.OrderIds)));
        connection.On<string>("Resync", _ => Locked(() => Gaps++));
    }

    public int Gaps { get; private set; }

    public int Pushes { get; private set; }

    public IReadOnlyList<TapeTrade> Trades => Read(() => _trades.ToList());

    public IReadOnlyList<long> OwnOrders => Read(() => _ownOrders.ToList());

    public static async Task<LiveBook> Connect(ExchangeProduct exchange, Trader? trader = null, bool packed = false)
    {
        var builder = new HubConnectionBuilder().WithUrl(
            new Uri(exchange.Product.Address, "/hubs/exchange"),
            connection => connection.AccessTokenProvider = trader is null ? null : () => Task.FromResult<string?>(trader.Token));
        var book = new LiveBook((packed ? builder.AddMessagePackProtocol() : builder).Build());
        await book._connection.StartAsync();
        return book;
    }

    public async Task<WatchedMarket> Watch(TestMarket market)
    {
        var view = await _connection.InvokeAsync<WatchedMarket>("Watch", market.Symbol);
        Locked(() =>
        {
            Fill(_bids, view.Bids);
            Fill(_asks, view.Asks);
            (_sequence, _hasSnapshot) = (view.Sequence, true);
            foreach (var change in _early)
                Apply(change);

            _early.Clear();
        });
        return view;
    }

    public Task Unwatch(TestMarket market) => _connection.InvokeAsync("Unwatch", market.Symbol);

    public Task<T> Ask<T>(string method, string argument) => _connection.InvokeAsync<T>(method, argument);

    /// <summary>Waits until the book is where the REST interface says it is, and gives both in the same words.</summary>
    public async Task<(string Live, string Asked)> MeetRest(ExchangeProduct exchange, TestMarket market)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v3/depth?symbol={market.Symbol}&limit=5000");
            var rest = (await ApiAnswer.Of(exchange.Http, request)).ShouldBeDone();
            var (sequence, bids, asks) =
                Read(() => (_sequence, JsonSerializer.Serialize(Levels(_bids)), JsonSerializer.Serialize(Levels(_asks))));
            if (sequence == rest.GetProperty("lastUpdateId").GetInt64())
                return ($"{bids} {asks}", $"{rest.GetProperty("bids").GetRawText()} {rest.GetProperty("asks").GetRawText()}");

            await Task.Delay(TimeSpan.FromMilliseconds(10), patience.Token);
        }
    }

    /// <summary>Waits for something to arrive.</summary>
    public async Task Until(Func<LiveBook, bool> isThere)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!isThere(this))
            await Task.Delay(TimeSpan.FromMilliseconds(10), patience.Token);
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private void Take(DepthChange change) => Locked(() =>
    {
        Pushes++;
        if (_hasSnapshot)
            Apply(change);
        else
            _early.Add(change);
    });

    private void Apply(DepthChange change)
    {
        if (change.Last <= _sequence)
            return;

        if (change.First > _sequence + 1)
            Gaps++;

        Change(_bids, change.Bids);
        Change(_asks, change.Asks);
        _sequence = change.Last;
    }

    private static void Fill(SortedDictionary<decimal, string> side, string[][] levels)
    {
        side.Clear();
        Change(side, levels);
    }

    private static void Change(SortedDictionary<decimal, string> side, string[][] levels)
    {
        foreach (var level in levels)
        {
            var price = decimal.Parse(level[0], System.Globalization.CultureInfo.InvariantCulture);
            if (level[1] == "0")
                side.Remove(price);
            else
                side[price] = level[1];
        }
    }

    private static IEnumerable<string[]> Levels(SortedDictionary<decimal, string> side) =>
        side.Select(level => new[] { level.Key.ToString("0.00000000", System.Globalization.CultureInfo.InvariantCulture), level.Value });

    private void Locked(Action change)
    {
        lock (_turn)
            change();
    }

    private T Read<T>(Func<T> read)
    {
        lock (_turn)
            return read();
    }
}
