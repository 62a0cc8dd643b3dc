namespace OrleansLld.Exchange;

/// <summary>The open orders, each in a numbered slot that is used again: lists of orders are chains of slot numbers.</summary>
internal sealed class OrderSlots
{
    public const int None = -1;

    private BookOrder[] _orders = new BookOrder[1024];
    private int _used;
    private int _free = None;

    public ref BookOrder this[int slot] => ref _orders[slot];

    public int Take()
    {
        if (_free != None)
        {
            var slot = _free;
            _free = _orders[slot].Later;
            return slot;
        }

        if (_used == _orders.Length)
            Array.Resize(ref _orders, 2 * _used);
        return _used++;
    }

    public void Release(int slot)
    {
        _orders[slot] = default;
        _orders[slot].Later = _free;
        _free = slot;
    }
}
