namespace OrleansLld.Exchange;

// The slots of the open orders by their ids.
//
//   id = number of a page | place in it (6 bits)
//
//   pages   { 0 → 2, 1 → 0, 7 → 1 }           a hash table of the pages that hold an open order
//   slots   [ 64 places | 64 places | … ]     the pages one after the other; those that became empty are used again
//
// Ids are given one after the other, so the open orders of a busy time share their pages: a million orders need 16,000 pages, whose
// table stays in the processor's cache, and one look into 4 MB. At worst each open order has a page of 256 bytes to itself. The page
// that was looked at last is remembered, because the steps of one command ask for the same order.
//
// Rejected: a hash table of all orders (28 MB for a million, and two dependent looks into it, neither of them in a cache); one
// array from the oldest id to the newest (an order that rests for a year holds all of it).
internal sealed class OrderIndex
{
    private const int PlaceBits = 6;
    private const int Places = 1 << PlaceBits;
    private const int PagesAtFirst = 256;
    private const int None = -1;

    private readonly Dictionary<long, int> _pages = new(PagesAtFirst);
    private int[] _slots = new int[PagesAtFirst * Places];
    private int[] _counts = new int[PagesAtFirst];
    private int _used;
    private int _free = None;
    private long _lastNumber = long.MinValue;
    private int _lastPage;

    public int Count { get; private set; }

    /// <summary>The slot of an order that is there.</summary>
    public int this[long orderId] =>
        TryGet(orderId, out var slot) ? slot : throw new InvalidOperationException($"Order {orderId} is not open.");

    public bool TryGet(long orderId, out int slot)
    {
        slot = TryFindPage(orderId >> PlaceBits, out var page) ? Place(page, orderId) - 1 : None;
        return slot != None;
    }

    public void Add(long orderId, int slot)
    {
        var number = orderId >> PlaceBits;
        if (!TryFindPage(number, out var page))
            page = Open(number);
        ref var place = ref Place(page, orderId);
        if (place != 0)
            throw new InvalidOperationException($"Order {orderId} is open already.");
        place = slot + 1;
        _counts[page]++;
        Count++;
    }

    /// <summary>Removes an order that is there.</summary>
    /// <returns>The slot that it had.</returns>
    public int Remove(long orderId)
    {
        // The page that was looked at last is the order's from here on.
        var slot = this[orderId];
        Place(_lastPage, orderId) = 0;
        Count--;
        if (--_counts[_lastPage] == 0)
            Close();
        return slot;
    }

    // A place holds the slot's number and one, so that an empty page is all zeros.
    private ref int Place(int page, long orderId) => ref _slots[page * Places + (int)(orderId & Places - 1)];

    private bool TryFindPage(long number, out int page)
    {
        page = _lastPage;
        if (number == _lastNumber)
            return true;
        if (!_pages.TryGetValue(number, out page))
            return false;
        (_lastNumber, _lastPage) = (number, page);
        return true;
    }

    private int Open(long number)
    {
        var page = _free;
        if (page != None)
        {
            _free = _counts[page];
            _counts[page] = 0;
        }
        else
        {
            if (_used == _counts.Length)
            {
                Array.Resize(ref _counts, 2 * _used);
                Array.Resize(ref _slots, 2 * _used * Places);
            }

            page = _used++;
        }

        _pages.Add(number, page);
        (_lastNumber, _lastPage) = (number, page);
        return page;
    }

    // The pages that are free are a chain through their counts.
    private void Close()
    {
        _pages.Remove(_lastNumber);
        _counts[_lastPage] = _free;
        _free = _lastPage;
        _lastNumber = long.MinValue;
    }
}
