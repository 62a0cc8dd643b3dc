namespace OrleansLld.Exchange.Faults;

/// <summary>
/// Every balance that was read is one that the ledger passed through, no earlier than a balance read before it and no earlier than the
/// holds of the orders that were acknowledged before it.
/// </summary>
internal static class BalanceReads
{
    public static IEnumerable<string> Offences(IReadOnlyList<Operation> history, AccountHoldings account)
    {
        var reads = history.Where(operation => operation.Answer is Answer.Has).OrderBy(operation => operation.Invoked).ToList();
        if (reads.Count == 0)
            return [];
        var held = account.Ledger.Where(posting => posting.Reason == "hold")
            .GroupBy(posting => (posting.Symbol, posting.OrderId))
            .ToDictionary(order => order.Key, order => order.Min(posting => posting.Id));
        var acknowledged = history
            .Where(operation => operation is { Request: Request.Place, Answer: Answer.Told })
            .Select(operation => (operation.Answered, Hold: HoldOf((Answer.Told)operation.Answer, held)))
            .OrderBy(order => order.Answered)
            .ToList();
        return account.Ledger.GroupBy(posting => posting.Asset).SelectMany(postings => OfOneAsset(postings, reads, acknowledged));
    }

    private static long HoldOf(Answer.Told told, Dictionary<(string, long), long> held) =>
        held.GetValueOrDefault((told.Order.Symbol, told.Order.OrderId));

    private static IEnumerable<string> OfOneAsset(
        IGrouping<string, Posting> postings, List<Operation> reads, List<(long Answered, long Hold)> acknowledged)
    {
        var states = StatesOf(postings);
        var seen = new Queue<(long Answered, int State)>();
        var (next, earliest, leastId) = (0, 0, 0L);
        foreach (var read in reads)
        {
            for (; next < acknowledged.Count && acknowledged[next].Answered < read.Invoked; next++)
                leastId = Math.Max(leastId, acknowledged[next].Hold);
            while (seen.TryPeek(out var before) && before.Answered < read.Invoked)
                earliest = Math.Max(earliest, seen.Dequeue().State);
            var funds = ((Answer.Has)read.Answer).Funds.GetValueOrDefault(postings.Key);
            var from = Math.Max(earliest, FirstAfter(states, leastId));
            var state = states.FindIndex(from, one => one.Funds == funds);
            if (state < 0)
                yield return $"the ledger of {postings.Key} never passes through {funds} from {states[from]} on: {read}";
            else
                seen.Enqueue((read.Answered, state));
        }
    }

    private static List<(long Id, Funds Funds)> StatesOf(IEnumerable<Posting> postings)
    {
        var states = new List<(long Id, Funds Funds)> { (0, default) };
        foreach (var posting in postings)
        {
            var (free, locked) = states[^1].Funds;
            states.Add((posting.Id, new Funds(free + posting.FreeDelta, locked + posting.HeldDelta)));
        }

        return states;
    }

    // The state that has the last posting up to the id.
    private static int FirstAfter(List<(long Id, Funds Funds)> states, long id)
    {
        var found = states.BinarySearch((id, default), Comparer<(long Id, Funds)>.Create((one, other) => one.Id.CompareTo(other.Id)));
        return found >= 0 ? found : ~found - 1;
    }
}
