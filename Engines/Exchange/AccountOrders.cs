using System.Runtime.InteropServices;

namespace OrleansLld.Exchange;

/// <summary>The open orders of each account: a chain of slots in the order of admission.</summary>
internal sealed class AccountOrders(OrderSlots orders)
{
    private readonly Dictionary<long, Chain> _chains = [];

    public int Count(long account) => _chains.TryGetValue(account, out var chain) ? chain.Count : 0;

    public IEnumerable<int> Slots(long account)
    {
        var slot = _chains.TryGetValue(account, out var chain) ? chain.First : OrderSlots.None;
        for (; slot != OrderSlots.None; slot = orders[slot].LaterOfAccount)
            yield return slot;
    }

    public void Add(int slot)
    {
        ref var order = ref orders[slot];
        ref var chain = ref CollectionsMarshal.GetValueRefOrAddDefault(_chains, order.Account, out _);
        order.EarlierOfAccount = chain.Count == 0 ? OrderSlots.None : chain.Last;
        order.LaterOfAccount = OrderSlots.None;
        if (chain.Count++ == 0)
            chain.First = slot;
        else
            orders[chain.Last].LaterOfAccount = slot;
        chain.Last = slot;
    }

    public void Remove(int slot)
    {
        ref var order = ref orders[slot];
        ref var chain = ref CollectionsMarshal.GetValueRefOrNullRef(_chains, order.Account);
        if (--chain.Count == 0)
        {
            _chains.Remove(order.Account);
            return;
        }

        if (order.EarlierOfAccount == OrderSlots.None)
            chain.First = order.LaterOfAccount;
        else
            orders[order.EarlierOfAccount].LaterOfAccount = order.LaterOfAccount;
        if (order.LaterOfAccount == OrderSlots.None)
            chain.Last = order.EarlierOfAccount;
        else
            orders[order.LaterOfAccount].EarlierOfAccount = order.EarlierOfAccount;
    }

    /// <summary>Throws unless the chains are whole and have so many orders together.</summary>
    public void Check(int count)
    {
        foreach (var (account, chain) in _chains)
        {
            var (found, earlier) = (0, OrderSlots.None);
            foreach (var slot in Slots(account))
            {
                if (orders[slot].Account != account || orders[slot].EarlierOfAccount != earlier)
                    throw new InvalidOperationException($"Order {orders[slot].OrderId} is not in its account's chain.");
                (found, earlier) = (found + 1, slot);
            }

            if (found != chain.Count || earlier != chain.Last)
                throw new InvalidOperationException($"The chain of account {account} is not whole.");
            count -= found;
        }

        if (count != 0)
            throw new InvalidOperationException("The accounts' orders are not the open orders.");
    }

    private struct Chain
    {
        public int First;
        public int Last;
        public int Count;
    }
}
