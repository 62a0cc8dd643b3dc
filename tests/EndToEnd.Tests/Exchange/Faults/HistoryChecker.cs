namespace OrleansLld.Exchange.Faults;

/// <summary>
/// Compares what clients were answered with what the store holds in the end. It knows nothing of faults: whatever happened in between,
/// there must be a story in which every answer was true.
/// </summary>
/// <remarks>
/// In order: what was acknowledged is there, once, and nothing else; what was read before is contained in what was read later; every
/// trade has two sides; every balance is what was paid in and what the trades made of it, to the last unit.
/// </remarks>
public static class HistoryChecker
{
    private const int OffencesMax = 20;

    /// <summary>Every contradiction, in words; none for a good history.</summary>
    public static IReadOnlyList<string> Offences(IEnumerable<Operation> history, Holdings holdings)
    {
        ArgumentNullException.ThrowIfNull(holdings);
        var operations = history.ToList();
        var offences = new List<string>();
        for (var trader = 0; trader < holdings.Accounts.Count; trader++)
        {
            var account = holdings.Accounts[trader];
            var own = operations.Where(operation => operation.Trader == trader).ToList();
            var name = trader;
            offences.AddRange(AcknowledgedOrders.Offences(own, account)
                .Concat(MonotonicReads.Offences(own))
                .Concat(AccountMoney.Offences(account))
                .Concat(BalanceReads.Offences(own, account))
                .Select(offence => $"trader {name}: {offence}"));
        }

        offences.AddRange(TwoSidedTrades.Offences(holdings));
        return offences;
    }

    /// <summary>Fails with the first contradictions.</summary>
    /// <param name="history">What clients were answered.</param>
    /// <param name="holdings">What the store holds.</param>
    /// <param name="story">How to repeat it: the seed and the faults.</param>
    public static void ShouldHold(History history, Holdings holdings, string story)
    {
        ArgumentNullException.ThrowIfNull(history);
        var offences = history.Surprises.Concat(Offences(history.Operations, holdings)).ToList();
        offences.ShouldBeEmpty($"{story}\n{offences.Count} offences, the first:\n{string.Join('\n', offences.Take(OffencesMax))}\n");
    }
}
