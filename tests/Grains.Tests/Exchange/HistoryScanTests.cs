using OrleansLld.Storage;
using OrleansLld.Storage.Volatile;

namespace OrleansLld.Exchange;

public sealed class HistoryScanTests
{
    private const int Trades = 20_000;
    private const long SecondUs = 1_000_000;
    private const string Prefix = BookRows.TradePrefix;

    private static readonly PartitionId Partition = BookRows.PartitionOf("BTCUSDT");

    // Id and second are the same number; each id that is a multiple of 7 is missing.
    [Theory]
    [InlineData(0, 19_990, 0, new long[] { 19_990, 19_991, 19_993 })]
    [InlineData(0, 10_000, 10_001, new long[] { 10_000, 10_001 })]
    [InlineData(0, 1, 0, new long[] { 1, 2, 3 })]
    [InlineData(0, 30_000, 0, new long[] { })]
    [InlineData(0, 0, 2, new long[] { 1, 2 })]
    [InlineData(0, 0, 10_000, new long[] { 9_998, 9_999, 10_000 })]
    [InlineData(0, 0, 0, new long[] { 19_997, 19_998, 20_000 })]
    [InlineData(10_003, 5, 0, new long[] { 10_004, 10_005, 10_006 })]
    public async Task A_page_is_found_by_time_without_reading_the_history(long fromId, long fromSecond, long toSecond, long[] ids)
    {
        var read = 0;
        var page = new HistoryPage(fromId, fromSecond * SecondUs, toSecond * SecondUs, 3);

        var found = await HistoryScan.Page(
            await Store(), Partition, Prefix, page, Read, trade => trade.TimeUs, TestContext.Current.CancellationToken);

        found.Select(trade => trade.TradeId).ShouldBe(ids);
        read.ShouldBeLessThan(1_000);

        PublicTrade Read(Row row)
        {
            read++;
            return BookRows.ReadTrade(row);
        }
    }

    [Fact]
    public async Task An_empty_history_has_no_page()
    {
        var page = new HistoryPage(0, SecondUs, 2 * SecondUs, 3);

        var found = await HistoryScan.Page(
            new VolatileGrainStore(), Partition, Prefix, page, BookRows.ReadTrade, trade => trade.TimeUs,
            TestContext.Current.CancellationToken);

        found.ShouldBeEmpty();
    }

    private static async Task<VolatileGrainStore> Store()
    {
        var store = new VolatileGrainStore();
        var batch = new RowBatch();
        for (var id = 1L; id <= Trades; id++)
        {
            var trade = new BookEvent { Kind = BookEventKind.Traded, TradeId = id, PriceTicks = 1, Lots = 1, TimeUs = id * SecondUs };
            if (id % 7 != 0)
                batch.Put(BookRows.TradeKey(id), BookRows.Trade(trade, id));
        }

        await store.CommitAsync(await store.OpenAsync(Partition, default), batch, default);
        return store;
    }
}
