using System.Buffers;
using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;
using OrleansLld.Accounts;
using OrleansLld.Cluster;
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
    private const int CommandsMax = 1_000;

    private readonly OrderBook _book = new();
    private readonly Tape _tape = new();
    private Matching _matching = null!;
    private OrderDesk _desk = null!;
    private HoldDesk _holds = null!;
    private SettlementFeed _feed = null!;
    private BookWatchers _watchers = null!;
    private BookHistory _history = null!;
    private BookArchive _archive = null!;
    private Task _opened = null!;

    // Whoever lost its connection resumes from the journal.
    public override long TrimmableSequence =>
        Math.Min(_feed?.SettledSequence ?? long.MaxValue, Journal.Sequence - BookChanges.EventsMax);

    protected override PartitionId Partition => BookRows.PartitionOf(this.GetPrimaryKeyString());

    protected override IEventCodec<BookEvent> Codec => BookJournalCodec.Instance;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var symbol = this.GetPrimaryKeyString();
        var market = options.Value.MarketOf(symbol);
        _matching = new Matching(_book, Terms.Of(market), options.Value.OpenOrdersMax, options.Value.BookOrdersMax);
        await base.OnActivateAsync(cancellationToken);
        _desk = new OrderDesk(_book, _matching, market, _book.LastOrderId);
        _history = new BookHistory(store, Partition, _book, Durable);
        _archive = new BookArchive(Journal, _book, _tape);
        _watchers = new BookWatchers(symbol, time);
        _watchers.Start(Journal.Sequence);
        _holds = new HoldDesk(symbol, Journal.Epoch, GrainFactory, options.Value.RiskShards, GiveUp);
        _feed = new SettlementFeed(symbol, Journal.Epoch, GrainFactory, options.Value.RiskShards, time, GiveUp);
        _opened = this.OpenAsync(() => _feed.CatchUp(Journal, CancellationToken.None));
    }

    public async Task<ImmutableArray<OrderReply>> Submit(ImmutableArray<OrderCommand> commands, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)commands.Length - 1, (uint)CommandsMax - 1, nameof(commands));
        await _opened;
        var submission = _desk.Prepare(commands);
        submission.Granted = await _holds.Hold(submission.Requests);
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
        await _opened;
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

    public async Task<OrderReport?> Order(AccountId account, OrderRef order, CancellationToken cancellationToken) =>
        await _history.Find(account, order, cancellationToken) is { } found && order.Means(found) ? found : null;

    public async Task<ImmutableArray<OrderReport>> OpenOrders(AccountId account, CancellationToken cancellationToken)
    {
        var open = _history.Open(account);
        await Durable();
        return open;
    }

    public Task<ImmutableArray<OrderReport>> Orders(AccountId account, HistoryPage page, CancellationToken cancellationToken) =>
        _history.Orders(account, page, cancellationToken);

    public Task<ImmutableArray<Fill>> Fills(AccountId account, HistoryPage page, CancellationToken cancellationToken) =>
        _history.Fills(account, page, cancellationToken);

    public async Task<BookSnapshot> Watch(IBookWatcher watcher, CancellationToken cancellationToken)
    {
        _watchers.Renew(watcher, Journal.Sequence);
        var snapshot = _history.Snapshot(Journal.Sequence);
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

    private void Record(List<BookEvent> events)
    {
        foreach (ref readonly var fact in System.Runtime.InteropServices.CollectionsMarshal.AsSpan(events))
        {
            if (fact.Kind == BookEventKind.Closed)
                _desk.LastClosed = _archive.PutClosing(fact);
            Raise(fact);
            _feed.Add(Journal.Sequence, fact);
            _watchers.Add(fact);
            if (fact.Kind == BookEventKind.Traded)
                _archive.PutTrade(fact);
        }

        ExchangeMetrics.Recorded(this.GetPrimaryKeyString(), events);
    }

    // The turn ends here: what was raised becomes durable, then is settled, then is answered.
    private async Task Finish()
    {
        _archive.PutBars();
        _watchers.Seal(Journal.Sequence);
        var settled = _feed.Seal();
        await Durable();
        _feed.Release(Journal.DurableSequence);
        _watchers.Release(Journal.DurableSequence);
        await settled;
    }

    private void GiveUp(string reason)
    {
        LogGaveUp(logger, this.GetPrimaryKeyString(), reason);
        DeactivateOnIdle();
    }
}
