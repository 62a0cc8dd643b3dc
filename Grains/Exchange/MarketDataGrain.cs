using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Orleans.Utilities;
using OrleansLld.Accounts;
using OrleansLld.Cluster;
using OrleansLld.Storage;

namespace OrleansLld.Exchange;

/// <summary>
/// Follows one book as its watcher and shows the market to everybody. All of it can be had again from the book and its rows. Reentrant, as
/// its state only changes between awaits.
/// </summary>
[Reentrant]
internal sealed class MarketDataGrain : Grain, IMarketDataGrain, IBookWatcher
{
    private const int DepthLevelsMax = 5_000;
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    private readonly TimeProvider _time;
    private readonly ObserverManager<IMarketObserver> _observers;
    private readonly MarketRecord _record;
    private readonly BookChanges _changes;
    private readonly DepthView _depth = new();
    private readonly List<PublicTrade> _trades = [];
    private readonly List<OwnedOrderChange> _orders = [];
    private long _sequence;
    private long _told;
    private long _lastTakerOrderId;
    private bool _pacing;
    private Task? _following;
    private Task _opened = null!;

    public MarketDataGrain(IGrainStore store, TimeProvider time, ILogger<MarketDataGrain> logger)
    {
        (_time, _observers) = (time, new ObserverManager<IMarketObserver>(Lease, logger));
        var partition = BookRows.PartitionOf(this.GetPrimaryKeyString());
        (_record, _changes) = (new MarketRecord(store, partition), new BookChanges(store, partition));
    }

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _opened = this.OpenAsync(Follow);
        this.RegisterGrainTimer(Renew, new GrainTimerCreationOptions(RenewEvery, RenewEvery) { Interleave = true });
        return Task.CompletedTask;
    }

    public async Task<BookSnapshot> Depth(int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)limit - 1, (uint)DepthLevelsMax - 1, nameof(limit));
        await _opened;
        return new BookSnapshot(_sequence, _depth.Levels(Side.Buy, limit), _depth.Levels(Side.Sell, limit));
    }

    public Task<ImmutableArray<PublicTrade>> Trades(HistoryPage page, CancellationToken cancellationToken) =>
        _record.Trades(page, cancellationToken);

    public Task<ImmutableArray<Candle>> Candles(CandleQuery query, CancellationToken cancellationToken) =>
        _record.Candles(query, cancellationToken);

    public async Task<Ticker> Ticker(CancellationToken cancellationToken)
    {
        await _opened;
        var nowUs = _time.NowUs();
        var day = _record.Day(nowUs) is { } bar ? MarketRecord.ToCandle(bar, nowUs) : default;
        return new Ticker(
            day, _record.PreviousCloseTicks, _record.Last.PriceTicks, _record.Last.Lots, _record.Last.TradeId,
            _depth.Best(Side.Buy), _depth.Best(Side.Sell));
    }

    public Task<ImmutableArray<OwnedOrderChange>?> Changes(
        AccountId account, long afterSequence, long lastSequence, CancellationToken cancellationToken) =>
        _changes.Of(account, afterSequence, lastSequence, cancellationToken);

    public async Task<long> Subscribe(IMarketObserver observer, CancellationToken cancellationToken)
    {
        await _opened;
        _observers.Subscribe(observer, observer);
        return _told;
    }

    public async Task Events(BookEvents events)
    {
        await _opened;
        while (events.AfterSequence > _sequence)
            await Follow();
        var sequence = events.AfterSequence;
        for (var bytes = events.Bytes.Span; !bytes.IsEmpty;)
        {
            bytes = bytes[BookEventCodec.Read(bytes, out var fact)..];
            if (++sequence > _sequence)
                Apply(fact, sequence);
        }

        _sequence = Math.Max(_sequence, events.LastSequence);
        if (!_pacing)
            _ = TellAsync();
    }

    private void Apply(in BookEvent fact, long sequence)
    {
        _depth.Apply(fact);
        BookChanges.Tell(fact, sequence, _orders);
        if (fact.Kind != BookEventKind.Traded)
            return;
        var continues = fact.OrderId == _lastTakerOrderId && fact.PriceTicks == _record.Last.PriceTicks;
        _lastTakerOrderId = fact.OrderId;
        _trades.Add(_record.Add(fact, _record.Last.AggregateId + (continues ? 0 : 1)));
    }

    // Whoever asks first follows the book; the others wait for the same answer.
    private Task Follow() => _following ??= FollowAsync();

    private async Task FollowAsync()
    {
        try
        {
            var book = GrainFactory.GetGrain<IOrderBookGrain>(this.GetPrimaryKeyString());
            var snapshot = await book.Watch(this.AsReference<IBookWatcher>(), CancellationToken.None);
            await _record.Load(_time.NowUs(), CancellationToken.None);
            _depth.Reset(snapshot);
            _trades.Clear();
            _orders.Clear();
            // Observers see a gap in the sequence and ask for the whole.
            _sequence = _told = snapshot.Sequence;
        }
        finally
        {
            _following = null;
        }
    }

    // A book that moved has forgotten its watchers, and what it sent meanwhile is missing here.
    private async Task Renew(CancellationToken cancellationToken)
    {
        var book = GrainFactory.GetGrain<IOrderBookGrain>(this.GetPrimaryKeyString());
        var sequence = (await book.Watch(this.AsReference<IBookWatcher>(), cancellationToken)).Sequence;
        if (sequence <= _sequence)
            return;
        await Task.Delay(Grace, _time, cancellationToken);
        if (sequence > _sequence)
            await Follow();
    }

    private async Task TellAsync()
    {
        _pacing = true;
        await Task.Delay(Pace, _time);
        _pacing = false;
        if (_told == _sequence)
            return;
        var update = new MarketUpdate(
            this.GetPrimaryKeyString(), _told + 1, _sequence, _depth.TakeChanges(Side.Buy), _depth.TakeChanges(Side.Sell),
            [.. _trades], [.. _orders]);
        _told = _sequence;
        _trades.Clear();
        _orders.Clear();
        await _observers.Notify(observer => observer.Updated(update));
    }
}
