using System.Collections.Immutable;
using OrleansLld.Accounts;
using OrleansLld.Storage;

namespace OrleansLld.Exchange;

/// <summary>What the book remembers of orders and fills: the open ones in memory, the rest in rows.</summary>
/// <remarks>
/// Whoever asks looks at memory first, then waits until what was seen is durable, and then reads rows. An order that was open is told as
/// it was then, however the book goes on meanwhile; one that was not open has its row by then.
/// </remarks>
internal sealed class BookHistory(IGrainStore store, PartitionId partition, OrderBook book, Func<Task> durable)
{
    /// <summary>The replies, those to repeated commands looked up side by side. Called when all changes are durable.</summary>
    public async Task<ImmutableArray<OrderReply>> Complete(Submission submission, CancellationToken cancellationToken)
    {
        var replies = new OrderReply[submission.Outcomes.Length];
        List<Task>? repeats = null;
        for (var i = 0; i < replies.Length; i++)
        {
            var outcome = submission.Outcomes[i];
            if (outcome.RepeatOf == 0)
                replies[i] = new OrderReply(outcome.Refusal, outcome.Order, outcome.Fills);
            else
                (repeats ??= []).Add(LookUp(i));
        }

        if (repeats is not null)
            await Task.WhenAll(repeats);
        return System.Runtime.InteropServices.ImmutableCollectionsMarshal.AsImmutableArray(replies);

        async Task LookUp(int index) =>
            replies[index] = await Repeat(submission.Commands[index], submission.Outcomes[index], cancellationToken);
    }

    /// <summary>The price levels as they stand.</summary>
    public BookSnapshot Snapshot(long sequence) => new(sequence, Levels(Side.Buy), Levels(Side.Sell));

    /// <summary>The account's open orders, oldest first.</summary>
    public ImmutableArray<OrderReport> Open(AccountId account) =>
        [.. book.OrdersOf(account.Value).Select(order => OrderReports.Of(order))];

    public async Task<OrderReport?> Find(AccountId account, OrderRef order, CancellationToken cancellationToken)
    {
        var orderId = order.OrderId != 0 ? order.OrderId
            : order.ClientOrderId is null ? 0
            : book.FindOrderId(account.Value, order.ClientOrderId);
        var isOpen = book.TryGet(orderId, out var open);
        await durable();
        if (isOpen)
            return open.Account == account.Value ? OrderReports.Of(open) : null;
        return await FindClosed(account.Value, orderId, cancellationToken) is { } closed ? OrderReports.Of(closed) : null;
    }

    public async Task<ImmutableArray<OrderReport>> Orders(AccountId account, HistoryPage page, CancellationToken cancellationToken)
    {
        var open = Open(account).Where(order => order.OrderId >= page.FromId);
        await durable();
        var closed = await HistoryScan.Page(
            store, partition, BookRows.OrderPrefix(account.Value), page, row => OrderReports.Of(BookRows.ReadClosedOrder(row)),
            order => order.CreatedUs, cancellationToken);
        var known = closed.Select(order => order.OrderId).ToHashSet();
        var all = closed.Concat(open.Where(order => HistoryScan.IsWithin(page, order.CreatedUs) && !known.Contains(order.OrderId)))
            .OrderBy(order => order.OrderId).ToList();
        return page.FromId == 0 ? [.. all.TakeLast(page.Limit)] : [.. all.Take(page.Limit)];
    }

    public async Task<ImmutableArray<Fill>> Fills(AccountId account, HistoryPage page, CancellationToken cancellationToken)
    {
        await durable();
        var prefix = BookRows.FillPrefix(account.Value);
        return [.. await HistoryScan.Page(store, partition, prefix, page, BookRows.ReadFill, fill => fill.TimeUs, cancellationToken)];
    }

    private ImmutableArray<DepthLevel> Levels(Side side) =>
        [.. book.Levels(side).Select(level => new DepthLevel(level.PriceTicks, level.Lots))];

    private async Task<OrderReply> Repeat(OrderCommand command, Outcome outcome, CancellationToken cancellationToken)
    {
        var isOpen = book.TryGet(outcome.RepeatOf, out var order);
        await durable();
        var closed = isOpen ? null : await FindClosed(command.Account.Value, outcome.RepeatOf, cancellationToken);
        order = closed?.Order ?? order;
        var isKnown = isOpen || closed is not null;
        switch (command)
        {
            case PlaceOrder place when isKnown && place.HasTermsOf(order):
                var fills = await TakenFills(order, cancellationToken);
                return new OrderReply(OrderRefusal.None, OrderReports.AsPlaced(order, closed), fills);
            case PlaceOrder:
                return new OrderReply(OrderRefusal.DuplicateClientOrderId, null, []);
            case CancelOrder when closed is { Reason: CloseReason.Cancelled } cancelled && cancelled.CommandId == command.CommandId:
                return new OrderReply(OrderRefusal.None, OrderReports.Of(cancelled), []);
            case ReduceOrder reduce when isKnown && order.Account == command.Account.Value
                && order.AmendmentId == command.CommandId && order.QuantityLots == reduce.QuantityLots:
                return new OrderReply(OrderRefusal.None, closed is { } end ? OrderReports.Of(end) : OrderReports.Of(order), []);
            default:
                return new OrderReply(outcome.Refusal, null, []);
        }
    }

    private async Task<ImmutableArray<Fill>> TakenFills(BookOrder order, CancellationToken cancellationToken)
    {
        var fills = ImmutableArray.CreateBuilder<Fill>();
        for (var tradeId = order.FirstTakenTradeId; fills.Count < order.TakenTrades; tradeId++)
        {
            if (await store.GetAsync(partition, BookRows.TakerFillKey(order.Account, tradeId), cancellationToken) is not { } row)
                throw new CorruptStorageException($"Trade {tradeId} of order {order.OrderId} is not in {partition}.");
            fills.Add(BookRows.ReadFill(new Row(default, row)));
        }

        return fills.DrainToImmutable();
    }

    private async Task<ClosedOrder?> FindClosed(long account, long orderId, CancellationToken cancellationToken) =>
        orderId > 0 && await store.GetAsync(partition, BookRows.OrderKey(account, orderId), cancellationToken) is { } row
            ? BookRows.ReadClosedOrder(new Row(default, row))
            : null;
}
