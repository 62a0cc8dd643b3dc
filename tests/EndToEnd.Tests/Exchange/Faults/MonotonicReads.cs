namespace OrleansLld.Exchange.Faults;

/// <summary>
/// Whoever asks after an answer sees at least what the answer told: an acknowledged order is found, its executed quantity never shrinks,
/// and a closed order stays as it was closed.
/// </summary>
internal static class MonotonicReads
{
    public static IEnumerable<string> Offences(IReadOnlyList<Operation> history) =>
        history.GroupBy(operation => IdOf(operation.Request)).Where(order => order.Key is not null).SelectMany(OfOneOrder);

    private static IEnumerable<string> OfOneOrder(IEnumerable<Operation> operations)
    {
        var byAnswer = operations.OrderBy(operation => operation.Answered).ToList();
        var next = 0;
        OrderState? most = null;
        foreach (var operation in byAnswer.OrderBy(operation => operation.Invoked))
        {
            for (; next < byAnswer.Count && byAnswer[next].Answered < operation.Invoked; next++)
            {
                if (byAnswer[next].Answer is Answer.Told { Order: { } told })
                    most = LaterOf(most, told);
            }

            // A placement that is sent again is answered as it was answered first, which is before what has happened since.
            if (most is null || operation.Request is Request.Place)
                continue;
            var offence = operation.Answer switch
            {
                Answer.Told seen when IsBefore(seen.Order, most) => $"had seen {most}",
                Answer.Refused when operation.Request is Request.Find => $"does not find {most}",
                _ => null,
            };
            if (offence is not null)
                yield return $"{offence}: {operation}";
        }
    }

    private static OrderState LaterOf(OrderState? one, OrderState other) => one is null || IsBefore(one, other) ? other : one;

    private static bool IsBefore(OrderState seen, OrderState known) =>
        seen.Executed < known.Executed || seen.Quantity > known.Quantity || (!known.IsOpen && seen != known);

    private static string? IdOf(Request request) => request switch
    {
        Request.Place place => place.Id,
        Request.Cancel cancel => cancel.Id,
        Request.Reduce reduce => reduce.Id,
        Request.Find find => find.Id,
        _ => null,
    };
}
