using OrleansLld.Accounts;
using OrleansLld.Storage;
using OrleansLld.Storage.Volatile;

namespace OrleansLld.Exchange;

public sealed class BookHistoryTests
{
    private static readonly AccountId Ada = new(7);
    private static readonly PartitionId Partition = BookRows.PartitionOf("BTCUSDT");

    private readonly VolatileGrainStore _store = new();
    private readonly OrderBook _book = new();

    public BookHistoryTests()
    {
        _book.Apply(Fact(BookEventKind.Admitted) with { Lots = 5, CommandId = "first" });
        _book.Apply(Fact(BookEventKind.Rested) with { Lots = 5 });
    }

    [Fact]
    public async Task An_order_is_told_as_it_was_before_the_wait_and_not_as_what_could_still_be_lost()
    {
        var history = new BookHistory(_store, Partition, _book, Close);

        var report = await history.Find(Ada, new OrderRef(1, null), TestContext.Current.CancellationToken);

        report!.Status.ShouldBe(OrderStatus.New);
    }

    [Fact]
    public async Task An_order_that_closes_during_the_wait_is_listed_once()
    {
        var history = new BookHistory(_store, Partition, _book, StoreAndClose);

        var orders = await history.Orders(Ada, new HistoryPage(0, 0, 0, 10), TestContext.Current.CancellationToken);

        orders.ShouldHaveSingleItem().OrderId.ShouldBe(1);
    }

    [Fact]
    public async Task An_order_that_closed_before_is_found_in_its_row()
    {
        _book.TryGet(1, out var order).ShouldBeTrue();
        _book.Apply(Closing);
        var history = new BookHistory(_store, Partition, _book, () => Store(order));

        var report = await history.Find(Ada, new OrderRef(0, "first"), TestContext.Current.CancellationToken);

        report!.Status.ShouldBe(OrderStatus.Canceled);
    }

    private static BookEvent Closing => Fact(BookEventKind.Closed) with { Lots = 5, Reason = CloseReason.Cancelled };

    private Task Close()
    {
        _book.Apply(Closing);
        return Task.CompletedTask;
    }

    private async Task StoreAndClose()
    {
        _book.TryGet(1, out var order).ShouldBeTrue();
        await Store(order);
        await Close();
    }

    private async Task Store(BookOrder order)
    {
        var lease = await _store.OpenAsync(Partition, default);
        var batch = new RowBatch().Put(BookRows.OrderKey(Ada.Value, 1), BookRows.ClosedOrder(order, Closing));
        await _store.CommitAsync(lease, batch, default);
    }

    private static BookEvent Fact(BookEventKind kind) => new()
    {
        Kind = kind,
        Side = Side.Buy,
        OrderId = 1,
        Account = Ada.Value,
        PriceTicks = 100,
        TimeUs = 1,
    };
}
