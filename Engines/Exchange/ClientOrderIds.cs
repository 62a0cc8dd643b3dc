using System.Runtime.InteropServices;

namespace OrleansLld.Exchange;

/// <summary>
/// Which order a client order id stands for: of every open order, and of the last <see cref="ClosedMax"/> closed ones, so that a
/// repeated command finds the order that its first sending made.
/// </summary>
internal sealed class ClientOrderIds
{
    public const int ClosedMax = 10_000;

    private readonly Dictionary<(long Account, string ClientOrderId), long> _orders = [];
    private readonly Queue<(long Account, string ClientOrderId, long OrderId)> _closed = [];

    /// <summary>The closed orders that are remembered, earliest closed first.</summary>
    public IReadOnlyCollection<(long Account, string ClientOrderId, long OrderId)> Closed => _closed;

    /// <summary>The order's id, or 0.</summary>
    public long Find(long account, string clientOrderId) => _orders.GetValueOrDefault((account, clientOrderId));

    public void Open(long account, string? clientOrderId, long orderId)
    {
        if (clientOrderId is not null)
            _orders[(account, clientOrderId)] = orderId;
    }

    public void Close(long account, string? clientOrderId, long orderId)
    {
        if (clientOrderId is null)
            return;
        _closed.Enqueue((account, clientOrderId, orderId));
        ForgetBeyondMax();
    }

    /// <summary>Remembers a closed order again; called in the order of closing.</summary>
    public void Restore(long account, string clientOrderId, long orderId)
    {
        _orders.TryAdd((account, clientOrderId), orderId);
        _closed.Enqueue((account, clientOrderId, orderId));
    }

    private void ForgetBeyondMax()
    {
        if (_closed.Count <= ClosedMax)
            return;
        var (oldAccount, oldId, oldOrder) = _closed.Dequeue();
        ref var current = ref CollectionsMarshal.GetValueRefOrNullRef(_orders, (oldAccount, oldId));
        if (!System.Runtime.CompilerServices.Unsafe.IsNullRef(ref current) && current == oldOrder)
            _orders.Remove((oldAccount, oldId));
    }
}
