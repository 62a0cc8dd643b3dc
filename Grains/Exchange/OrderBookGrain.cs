using System.Buffers;
using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;
using OrleansLld.Accounts;
using OrleansLld.Storage;

namespace OrleansLld.Exchange;

/// <summary>
/// One market. A submission is prepared, its funds are held at the shards, and then, in one turn, it is matched and its events raised;
/// it is answered when they are durable and settled.
/// </summary>
[Reentrant]
internal sealed partial class OrderBookGrain(
    IOptions<ExchangeOptions> options, TimeProvider time, IGrainStore store, ILogger<OrderBookGrain> logger)
    : EventSourcedGrain<BookEvent>, IOrderBookGrain
{
    public const string Kind = "exchange.order-book";

    private const int CommandsMax = 1_000;

    private readonly OrderBook _book = new();
    private readonly Tape _tape = new();
    private Matching _matching = null!;
    private OrderDesk _desk = null!;
    private HoldDesk _holds = null!;
    private SettlementFeed _feed = null!;
    private BookWatchers _watchers = null!;
    private BookHistory _history = null!;

    public override long TrimmableSequence => _feed?.SettledSequence ?? long.MaxValue;

    protected override PartitionId Partition => PartitionOf(this.GetPrimaryKeyString());

    protected override IEventCodec<BookEvent> Codec => BookJournalCodec.Instance;

    public static PartitionId PartitionOf(string symbol) => new(Kind, symbol);

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var symbol = this.GetPrimaryKeyString();
        var market = options.Value.Listing.FirstOrDefault(one => one.Symbol == symbol)
            ?? throw new ArgumentException($"There is no market '{symbol}'.");
        _matching = new Matching(_book, Terms.Of(market), options.Value.OpenOrdersMax, options.Value.BookOrdersMax);
        await base.OnActivateAsync(cancellationToken);
        var shards = options.Value.RiskShards;
        _desk = new OrderDesk(_book, _matching, market, _book.LastOrderId);
        _history = new BookHistory(store, Partition, _book);
        _watchers = new BookWatchers(symbol, time);
        _watchers.Start(Journal.Sequence);
        _holds = new HoldDesk(symbol, Journal.Epoch, GrainFactory, shards);
        _feed = new SettlementFeed(symbol, Journal.Epoch, GrainFactory, shards, time, GiveUp);
        await CatchUp(cancellationToken);
    }

    public async Task<ImmutableArray<OrderReply>> Submit(ImmutableArray<OrderCommand> commands, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)commands.Length - 1, (uint)CommandsMax - 1, nameof(commands));
        var submission = _desk.Prepare(commands);
        await Hold(submission);
        var nowUs = time.NowUs();
        for (var i = 0; i < commands.Length; i++)
        {
            _desk.Decide(submission, i, nowUs);
            Record(_desk.Events);
            _desk.Conclude(submission, i);
        }

        await Finish();
        return await _history.Complete(submission, cancellationToken);
    }

    public async Task<ImmutableArray<OrderReport>> CancelAll(AccountId account, string commandId, CancellationToken cancellationToken)
    {
        var cancelled = ImmutableArray.CreateBuilder<OrderReport>();
        var nowUs = time.NowUs();
        foreach (var order in _book.OrdersOf(account.Value).ToList())
        {
            Record(_desk.Cancel(order, commandId, nowUs));
            cancelled.Add(OrderReports.Of(_desk.LastClosed));
        }

        await Finish();
        return cancelled.DrainToImmutable();
    }

    public async Task<OrderReport?> Order(AccountId account, OrderRef order, CancellationToken cancellationToken)
    {
        await Durable();
        return await _history.Find(account, order, cancellationToken);
    }

    public async Task<ImmutableArray<OrderReport>> OpenOrders(AccountId account, CancellationToken cancellationToken)
    {
        var open = _book.OrdersOf(account.Value).Select(order => OrderReports.Of(order)).ToImmutableArray();
        await Durable();
        return open;
    }

    public async Task<ImmutableArray<OrderReport>> Orders(AccountId account, HistoryPage page, CancellationToken cancellationToken)
    {
        await Durable();
        return await _history.Orders(account, page, cancellationToken);
    }

    public async Task<ImmutableArray<Fill>> Fills(AccountId account, HistoryPage page, CancellationToken cancellationToken)
    {
        await Durable();
        return await _history.Fills(account, page, cancellationToken);
    }

    public async Task<BookSnapshot> Watch(IBookWatcher watcher, CancellationToken cancellationToken)
    {
        _watchers.Renew(watcher);
        var snapshot = new BookSnapshot(Journal.Sequence, Depth(Side.Buy), Depth(Side.Sell));
        await Durable();
        return snapshot;
    }

    protected override void Apply(in BookEvent value)
    {
        if (value.Kind == BookEventKind.Traded)
            _tape.Apply(value);
        _book.Apply(value);
    }

    protected override void WriteSnapshot(IBufferWriter<byte> output)
    {
        OrderBookImage.Write(_book, output);
        _tape.Write(output);
    }

    protected override void ReadSnapshot(ReadOnlySpan<byte> input) => _tape.Read(input[OrderBookImage.Read(input, _book)..]);

    private async Task Hold(Submission submission)
    {
        try
        {
            submission.Granted = await _holds.Hold(submission.Requests);
        }
        catch (Exception failure) when (failure is not ArgumentException)
        {
            // Whether the funds are held is unknown: the next activation reclaims what no event confirms.
            GiveUp(failure.Message);
            throw new StorageUnavailableException("The funds could not be set aside; nothing was placed.", failure);
        }
    }

    private void Record(List<BookEvent> events)
    {
        foreach (ref readonly var fact in System.Runtime.InteropServices.CollectionsMarshal.AsSpan(events))
        {
            if (fact.Kind == BookEventKind.Closed)
                RecordClosing(fact);
            Raise(fact);
            _feed.Add(Journal.Sequence, fact);
            _watchers.Add(fact);
            if (fact.Kind == BookEventKind.Traded)
                RecordTrade(fact);
        }

        ExchangeMetrics.Recorded(this.GetPrimaryKeyString(), events);
    }

    private void RecordClosing(in BookEvent closing)
    {
        if (!_book.TryGet(closing.OrderId, out var order))
            return;
        _desk.LastClosed = new ClosedOrder(order, closing.Reason, closing.TimeUs, closing.CommandId);
        Journal.Put(BookRows.OrderKey(order.Account, order.OrderId), BookRows.ClosedOrder(order, closing));
    }

    private void RecordTrade(in BookEvent trade)
    {
        Journal.Put(BookRows.TradeKey(trade.TradeId), BookRows.Trade(trade, _tape.AggregateId));
        var (takerKey, taker) = BookRows.TakerFill(trade);
        var (makerKey, maker) = BookRows.MakerFill(trade);
        Journal.Put(takerKey, taker);
        Journal.Put(makerKey, maker);
    }

    // The turn ends here: what was raised becomes durable, then is settled, then is answered.
    private async Task Finish()
    {
        foreach (var (length, bar) in _tape.TakeTouched())
            Journal.Put(BookRows.BarKey(length, bar.OpenUs), BookRows.BarRow(bar));
        _watchers.Seal(Journal.Sequence);
        var settled = _feed.Seal();
        await Durable();
        _feed.Release(Journal.DurableSequence);
        _watchers.Release(Journal.DurableSequence);
        await settled;
    }

    private async Task CatchUp(CancellationToken cancellationToken)
    {
        var settled = await Task.WhenAll(_feed.Lanes.Select(lane => lane.Attach(cancellationToken)));
        await foreach (var (first, events) in Journal.ReadFramesAsync(settled.Min() + 1, cancellationToken))
        {
            for (var i = 0; i < events.Count; i++)
                _feed.Add(first + i, events[i]);
        }

        var caughtUp = _feed.Seal();
        _feed.Release(Journal.DurableSequence);
        await caughtUp;
        if (_feed.SettledSequence != long.MaxValue)
            throw new StorageUnavailableException("A shard did not take the events that it lacks; the book opens when it does.");
        await Task.WhenAll(_feed.Lanes.Select(lane => lane.Reclaim(cancellationToken)));
    }

    private ImmutableArray<DepthLevel> Depth(Side side) =>
        [.. _book.Levels(side).Select(level => new DepthLevel(level.PriceTicks, level.Lots))];

    private void GiveUp(string reason)
    {
        LogGaveUp(logger, this.GetPrimaryKeyString(), reason);
        DeactivateOnIdle();
    }
}
