using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using OrleansLld.Exchange;

namespace OrleansLld.Gateways;

/// <summary>
/// A trading program's view of one market, kept by the hub's rule across gateways: when a connection ends it goes to the next gateway and
/// resumes after the last sequence number that it has seen. It keeps every trade and every change of own orders in the order of arrival.
/// </summary>
public sealed class ResumingClient(string symbol, string token, bool isPacked, params RunningProduct[] gateways) : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly CancellationTokenSource _over = new();
    private readonly Lock _turn = new();
    private readonly List<TapeTrade> _trades = [];
    private readonly List<OwnOrderChange> _changes = [];
    private readonly Dictionary<string, string> _bids = [];
    private readonly Dictionary<string, string> _asks = [];
    private List<Action>? _early;
    private HubConnection? _connection;
    private Task _following = Task.CompletedTask;
    private long _sequence;
    private long _bookSequence;
    private int _connections;

    /// <summary>How often it was connected and had the market as it stands.</summary>
    public int Connections => Read(() => _connections);

    /// <summary>Which gateway it is connected to.</summary>
    public RunningProduct At { get; private set; } = gateways[0];

    /// <summary>How often the hub told it that it had missed too much.</summary>
    public int Incomplete { get; private set; }

    /// <summary>Changes that were sent and that it had already; by the rule it drops them.</summary>
    public int Repeated { get; private set; }

    public long BookSequence => Read(() => _bookSequence);

    public IReadOnlyList<TapeTrade> Trades => Read(() => _trades.ToList());

    public IReadOnlyList<OwnOrderChange> Changes => Read(() => _changes.ToList());

    public IReadOnlyDictionary<string, string> Levels => Read(() => _bids.Concat(_asks).ToDictionary());

    public void Start() => _following = Follow();

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _following;
        _over.Dispose();
    }

    private async Task Follow()
    {
        for (var next = 0; !_over.IsCancellationRequested; next++)
        {
            At = gateways[next % gateways.Length];
            try
            {
                await using var connection = Build(At);
                var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                connection.Closed += _ => Task.FromResult(ended.TrySetResult());
                await connection.StartAsync(_over.Token);
                _connection = connection;
                await Resume();
                await ended.Task.WaitAsync(_over.Token);
            }
            catch (Exception failure) when (failure is not ShouldAssertException)
            {
                await Task.WhenAny(Task.Delay(Pause, _over.Token));
            }
        }
    }

    private HubConnection Build(RunningProduct gateway)
    {
        var builder = new HubConnectionBuilder().WithUrl(
            new Uri(gateway.Address, "/hubs/exchange"),
            connection => connection.AccessTokenProvider = () => Task.FromResult<string?>(token));
        var connection = (isPacked ? builder.AddMessagePackProtocol() : builder).Build();
        connection.On<TradesMade>("Trades", made => Take(made.Trades[0].Id, () => LastTradeId, () => Add(made.Trades)));
        connection.On<OwnOrdersChanged>("Orders", changed => Take(changed.First, () => _bookSequence, () => Add(changed.Changes)));
        connection.On<DepthChange>("Depth", change => Take(change.First, () => _bookSequence, () => Apply(change)));
        connection.On<string>("Resync", _ => Take(long.MaxValue, () => 0, () => { }));
        return connection;
    }

    private async Task Resume()
    {
        // What comes before the answer waits for it.
        var (sequence, tradeId) = Read(() =>
        {
            _early = [];
            return (_sequence, LastTradeId);
        });
        var market = await _connection!.InvokeAsync<ResumedMarket>("Resume", symbol, sequence, tradeId, _over.Token);
        lock (_turn)
        {
            Incomplete += market.IsComplete ? 0 : 1;
            Fill(_bids, market.Bids);
            Fill(_asks, market.Asks);
            Add(market.Trades);
            Add(market.Changes);
            _bookSequence = _sequence = Math.Max(_sequence, market.Sequence);
            _connections++;
            var early = _early!;
            _early = null;
            foreach (var push in early)
                Take(push);
        }
    }

    private long LastTradeId => _trades.Count == 0 ? 0 : _trades[^1].Id;

    private void Add(TapeTrade[] trades) => _trades.AddRange(trades.Where(trade => trade.Id > LastTradeId).ToList());

    private void Add(OwnOrderChange[] changes)
    {
        var fresh = changes.Where(change => change.Sequence > _sequence).ToList();
        Repeated += changes.Length - fresh.Count;
        _changes.AddRange(fresh);
        if (fresh.Count > 0)
            _sequence = fresh[^1].Sequence;
    }

    private void Apply(DepthChange change)
    {
        if (change.Last <= _bookSequence)
            return;

        Change(_bids, change.Bids);
        Change(_asks, change.Asks);
        _bookSequence = change.Last;
        _sequence = Math.Max(_sequence, change.Last);
    }

    private static void Fill(Dictionary<string, string> side, string[][] levels)
    {
        side.Clear();
        Change(side, levels);
    }

    private static void Change(Dictionary<string, string> side, string[][] levels)
    {
        foreach (var level in levels)
            if (level[1] == "0")
                side.Remove(level[0]);
            else
                side[level[0]] = level[1];
    }

    // What does not follow on what is known tells that something between was missed.
    private void Take(long first, Func<long> known, Action take) => Take(() =>
    {
        if (first > known() + 1)
            _ = Resume();
        else
            take();
    });

    private void Take(Action push)
    {
        lock (_turn)
        {
            if (_early is { } early)
                early.Add(push);
            else
                push();
        }
    }

    private T Read<T>(Func<T> read)
    {
        lock (_turn)
            return read();
    }
}
