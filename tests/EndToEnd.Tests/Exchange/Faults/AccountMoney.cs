namespace OrleansLld.Exchange.Faults;

/// <summary>
/// An account has what was paid in, more or less what its fills brought and cost; what its open orders need is locked; and its ledger
/// says the same, each thing once.
/// </summary>
internal static class AccountMoney
{
    private const string Quote = "USDT";

    public static IEnumerable<string> Offences(AccountHoldings account) =>
        OfOrders(account).Concat(OfBalances(account)).Concat(OfLedger(account));

    private static IEnumerable<string> OfOrders(AccountHoldings account)
    {
        var fills = account.Fills.ToLookup(fill => (fill.Symbol, fill.OrderId));
        foreach (var order in account.Orders)
        {
            var own = fills[(order.Symbol, order.OrderId)];
            if (own.Sum(fill => fill.Quantity) != order.Executed || own.Sum(fill => fill.Quote) != order.ExecutedQuote)
                yield return $"the fills {string.Join(", ", own)} are not those of {order}";
            if ((order.Status == "FILLED") != (order.Executed == order.Quantity) || order.Executed > order.Quantity)
                yield return $"the status is not that of {order}";
        }

        var known = account.Orders.Select(order => (order.Symbol, order.OrderId)).ToHashSet();
        foreach (var fill in account.Fills.Where(fill => !known.Contains((fill.Symbol, fill.OrderId))))
            yield return $"no order has {fill}";
    }

    private static IEnumerable<string> OfBalances(AccountHoldings account)
    {
        var owned = new Dictionary<string, decimal>(account.Deposits);
        var needed = new Dictionary<string, decimal>();
        foreach (var fill in account.Fills)
        {
            Add(owned, BaseOf(fill.Symbol), fill.IsBuyer ? fill.Quantity : -fill.Quantity);
            Add(owned, Quote, fill.IsBuyer ? -fill.Quote : fill.Quote);
            Add(owned, fill.FeeAsset, -fill.Fee);
        }

        foreach (var order in account.Orders.Where(order => order.IsOpen))
        {
            var left = order.Quantity - order.Executed;
            if (order.Side == "BUY")
                Add(needed, Quote, left * order.Price);
            else
                Add(needed, BaseOf(order.Symbol), left);
        }

        foreach (var asset in owned.Keys.Union(account.Balances.Keys))
        {
            var (funds, need) = (account.Balances.GetValueOrDefault(asset), needed.GetValueOrDefault(asset));
            if (funds.Free + funds.Locked != owned.GetValueOrDefault(asset))
                yield return $"has {funds} of {asset}, which should be {owned.GetValueOrDefault(asset)} in all";
            if (funds.Locked != need)
                yield return $"has {funds.Locked} of {asset} locked, but its open orders need {need}";
        }
    }

    private static IEnumerable<string> OfLedger(AccountHoldings account)
    {
        foreach (var postings in account.Ledger.GroupBy(posting => posting.Asset))
        {
            var sum = new Funds(postings.Sum(posting => posting.FreeDelta), postings.Sum(posting => posting.HeldDelta));
            var balance = account.Balances.GetValueOrDefault(postings.Key);
            if (sum != balance)
                yield return $"the ledger of {postings.Key} sums to {sum}, the balance is {balance}";
        }

        var fills = account.Fills.ToLookup(fill => (fill.Symbol, fill.OrderId, fill.TradeId));
        var settled = account.Ledger.Where(posting => posting.Reason == "received")
            .ToLookup(posting => (posting.Symbol, posting.OrderId, posting.TradeId));
        foreach (var key in fills.Select(fill => fill.Key).Union(settled.Select(posting => posting.Key)))
        {
            if (fills[key].Count() != 1 || settled[key].Count() != 1)
                yield return $"{key} has {fills[key].Count()} fills and is settled {settled[key].Count()} times";
        }
    }

    private static string BaseOf(string symbol) => symbol[..^Quote.Length];

    private static void Add(Dictionary<string, decimal> sums, string asset, decimal amount) =>
        sums[asset] = sums.GetValueOrDefault(asset) + amount;
}
