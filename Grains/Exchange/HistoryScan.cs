using OrleansLld.Storage;

namespace OrleansLld.Exchange;

/// <summary>Reads a page of a history whose rows are in the order of their ids.</summary>
internal static class HistoryScan
{
    private const int PageMax = 1_000;
    private const int RowsAPage = 500;

    // An order has its id before its funds are held and its time after it, so that times can be out of the order of ids.
    private const long OutOfOrderUsMax = 60_000_000;

    /// <summary>From an id or a time on upwards, or, without one, from the newest downwards and turned round.</summary>
    public static async Task<List<T>> Page<T>(
        IGrainStore store, PartitionId partition, string prefix, HistoryPage page, Func<Row, T> read, Func<T, long> timeUs,
        CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)page.Limit - 1, (uint)PageMax - 1, nameof(page));
        var ascending = page.FromId > 0 || page.FromUs > 0;
        var range = new RowRange(
            new RowKey(prefix + RowKey.Number(page.FromId)), RowKey.After(prefix), RowsAPage,
            ascending ? ScanOrder.Ascending : ScanOrder.Descending);
        var items = store.ScanAllAsync(partition, range, cancellationToken).Select(read);
        if (ascending && page.ToUs > 0)
            items = items.TakeWhile(item => timeUs(item) - OutOfOrderUsMax <= page.ToUs);
        var found = await items.Where(item => IsWithin(page, timeUs(item))).Take(page.Limit).ToListAsync(cancellationToken);
        if (!ascending)
            found.Reverse();
        return found;
    }

    public static bool IsWithin(HistoryPage page, long timeUs) =>
        timeUs >= page.FromUs && (page.ToUs == 0 || timeUs <= page.ToUs);
}
