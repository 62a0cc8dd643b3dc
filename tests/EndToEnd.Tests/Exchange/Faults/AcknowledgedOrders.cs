namespace OrleansLld.Exchange.Faults;

/// <summary>What was acknowledged is in the store once, in a state that the answers allow, and nothing is there that nobody sent.</summary>
internal static class AcknowledgedOrders
{
    public static IEnumerable<string> Offences(IReadOnlyList<Operation> history, AccountHoldings account)
    {
        var stored = account.Orders.ToLookup(order => order.ClientOrderId);
        var placed = history.Where(operation => operation.Request is Request.Place)
            .ToDictionary(operation => ((Request.Place)operation.Request).Id);
        var cancelled = history.Where(operation => operation is { Request: Request.Cancel, Answer: Answer.Told })
            .Select(operation => ((Request.Cancel)operation.Request).Id)
            .ToHashSet();
        foreach (var orders in stored.Where(orders => orders.Count() > 1))
            yield return $"the store holds {orders.Key} {orders.Count()} times";
        foreach (var order in account.Orders.Where(order => !placed.ContainsKey(order.ClientOrderId)))
            yield return $"the store holds {order}, which nobody sent";
        foreach (var operation in history)
        {
            var offence = operation switch
            {
                { Request: Request.Place place } => Check(place, operation, stored[place.Id].FirstOrDefault()),
                { Request: Request.Cancel cancel } => Check(operation, cancelled.Contains(cancel.Id), stored[cancel.Id].FirstOrDefault()),
                { Request: Request.Reduce reduce } => Check(reduce, operation, stored[reduce.Id].FirstOrDefault()),
                { Request: Request.Find find } => CheckRead(operation, stored[find.Id].FirstOrDefault()),
                _ => null,
            };
            if (offence is not null)
                yield return $"{offence}: {operation}";
        }

        foreach (var offence in Quantities(history, placed, stored))
            yield return offence;
    }

    private static string? Check(Request.Place place, Operation operation, OrderState? stored)
    {
        if (operation.Answer is not Answer.Told { Order: { } told })
            return stored is null ? null : $"refused, but the store holds {stored}";
        if (stored is null)
            return "acknowledged, but not in the store";
        var terms = (stored.Symbol, stored.Side, stored.Lifetime, stored.Price);
        if (terms != (place.Terms.Symbol, place.Terms.Side, place.Terms.Lifetime, place.Terms.Price))
            return $"the store holds it with other terms, {stored}";
        return told.OrderId != stored.OrderId || told.Executed > stored.Executed || (!told.IsOpen && told != stored)
            ? $"the store contradicts the answer with {stored}"
            : null;
    }

    private static string? Check(Operation operation, bool isCancelled, OrderState? stored)
    {
        if (operation.Answer is Answer.Told { Order: { } told })
            return told.Status == "CANCELED" && told == stored ? null : $"the store holds {stored}";
        return stored is { IsOpen: true } || (stored is { Status: "CANCELED" } && !isCancelled)
            ? $"refused, but the store holds {stored}"
            : null;
    }

    private static string? Check(Request.Reduce reduce, Operation operation, OrderState? stored)
    {
        if (operation.Answer is not Answer.Told { Order: { } told })
            return null;
        var isKept = stored is not null && stored.Quantity <= told.Quantity && stored.Executed >= told.Executed;
        return isKept && told.Quantity == reduce.Quantity ? null : $"the store holds {stored}";
    }

    private static string? CheckRead(Operation operation, OrderState? stored)
    {
        if (operation.Answer is not Answer.Told { Order: { } told })
            return null;
        if (stored is null)
            return "read, but not in the store";
        return told.OrderId != stored.OrderId || told.Executed > stored.Executed || (!told.IsOpen && told != stored)
            ? $"the store contradicts what was read with {stored}"
            : null;
    }

    // An order has the quantity that it was placed with, or the least of those that it was reduced to.
    private static IEnumerable<string> Quantities(
        IReadOnlyList<Operation> history, Dictionary<string, Operation> placed, ILookup<string, OrderState> stored)
    {
        var reduced = history.Where(operation => operation is { Request: Request.Reduce, Answer: Answer.Told })
            .Select(operation => (Request.Reduce)operation.Request)
            .GroupBy(reduce => reduce.Id)
            .ToDictionary(reductions => reductions.Key, reductions => reductions.Min(reduce => reduce.Quantity));
        foreach (var (id, operation) in placed)
        {
            var quantity = reduced.GetValueOrDefault(id, ((Request.Place)operation.Request).Terms.Quantity);
            if (stored[id].FirstOrDefault() is { } order && order.Quantity != quantity)
                yield return $"{id} should have the quantity {quantity}, but the store holds {order}";
        }
    }
}
