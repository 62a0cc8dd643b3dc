using System.Globalization;
using OrleansLld.Storage;

namespace OrleansLld.Exchange;

/// <summary>
/// Reads a page of a history whose rows are in the order of their ids. A time is found by halving the ids, so a page costs the same
/// wherever in a long history it lies.
/// </summary>
internal static class HistoryScan
{
    private const int PageMax = 1_000;
    private const int RowsAPage = 500;
    private const int IdDigits = 16;

    // An order has its id before its funds are held and its time after it, so that times can be out of the order of ids.
    private const long OutOfOrderUsMax = 60_000_000;

    /// <summary>From an id or a time on upwards, or, without one, from the newest downwards and turned round.</summary>
    public static async Task<List<T>> Page<T>(
        IGrainStore store, PartitionId partition, string prefix, HistoryPage page, Func<Row, T> read, Func<T, long> timeUs,
        CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)page.Limit - 1, (uint)PageMax - 1, nameof(page));
        var ascending = page.FromId > 0 || page.FromUs > 0;
        var first = page.FromUs > 0 ? Math.Max(page.FromId, await FirstIdFrom(page.FromUs - OutOfOrderUsMax)) : page.FromId;
        var end = page.ToUs > 0 && !ascending ? Key(await FirstIdFrom(page.ToUs + OutOfOrderUsMax + 1)) : RowKey.After(prefix);
        var range = new RowRange(Key(first), end, RowsAPage, ascending ? ScanOrder.Ascending : ScanOrder.Descending);
        var items = store.ScanAllAsync(partition, range, cancellationToken).Select(read);
        if (ascending && page.ToUs > 0)
            items = items.TakeWhile(item => timeUs(item) - OutOfOrderUsMax <= page.ToUs);
        var found = await items.Where(item => IsWithin(page, timeUs(item))).Take(page.Limit).ToListAsync(cancellationToken);
        if (!ascending)
            found.Reverse();
        return found;

        RowKey Key(long id) => new(prefix + RowKey.Number(id));

        // The least id from which on every row is of this time or later, give or take the disorder.
        async ValueTask<long> FirstIdFrom(long fromUs)
        {
            var last = await store.ScanAsync(
                partition, RowRange.StartingWith(prefix, 1, ScanOrder.Descending), cancellationToken);
            var (low, high) = (0L, last.Count == 0 ? 0 : IdOf(last[0]) + 1);
            while (low < high)
            {
                var middle = low + ((high - low) / 2);
                var next = (await store.ScanAsync(partition, new RowRange(Key(middle), RowKey.After(prefix), 1), cancellationToken))[0];
                if (timeUs(read(next)) >= fromUs)
                    high = middle;
                else
                    low = IdOf(next) + 1;
            }

            return low;
        }

        long IdOf(Row row) => long.Parse(
            row.Key.ToString().AsSpan(prefix.Length, IdDigits), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
    }

    public static bool IsWithin(HistoryPage page, long timeUs) =>
        timeUs >= page.FromUs && (page.ToUs == 0 || timeUs <= page.ToUs);
}
