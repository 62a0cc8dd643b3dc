using System.Collections.Immutable;
using OrleansLld.Accounts;
using OrleansLld.Storage;

namespace OrleansLld.Exchange;

/// <summary>
/// What happened to orders, in the words of the contract: as a book's events come, and from its journal for whoever missed some.
/// </summary>
internal sealed class BookChanges(IGrainStore store, PartitionId partition)
{
    /// <summary>How far back one may ask. A book keeps as many events, whatever its snapshots would let go.</summary>
    public const int EventsMax = 20_000;

    private readonly JournalReader<BookEvent> _journal = new(store, partition, BookJournalCodec.Instance);

    /// <summary>The account's part of the events after one and up to another; null when they are not all there or too many.</summary>
    public async Task<ImmutableArray<OwnedOrderChange>?> Of(AccountId account, long after, long last, CancellationToken cancellationToken)
    {
        if (after < 0 || after > last || last - after > EventsMax)
            return null;

        var changes = new List<OwnedOrderChange>();
        var next = after + 1;
        if (next <= last)
        {
            var beginning = await _journal.BeginningBefore(next, cancellationToken);
            await foreach (var (first, events) in _journal.From(beginning, cancellationToken))
            {
                if (first > next)
                    return null;
                for (; next < first + events.Count && next <= last; next++)
                    Tell(events[(int)(next - first)], next, changes);
                if (next > last)
                    break;
            }
        }

        return next > last ? [.. changes.Where(change => change.Account == account)] : null;
    }

    /// <summary>Adds what an event changed for whom; a trade changes two orders.</summary>
    public static void Tell(in BookEvent fact, long sequence, List<OwnedOrderChange> changes)
    {
        if (KindOf(fact) is not { } kind)
            return;

        var change = new OwnedOrderChange(
            new(fact.Account), fact.OrderId, sequence, kind, (OrderSide)fact.Side, fact.PriceTicks, fact.Lots, fact.TradeId, false,
            fact.TakerFeeUnits, fact.TimeUs, kind == OrderChangeKind.Admitted ? fact.CommandId : null);
        // Who trades with himself is told of the maker's side first, as his fills are listed.
        if (kind == OrderChangeKind.Traded)
            changes.Add(change with
            {
                Account = new(fact.MakerAccount),
                OrderId = fact.MakerOrderId,
                Side = fact.Side == Side.Buy ? OrderSide.Sell : OrderSide.Buy,
                IsMaker = true,
                FeeUnits = fact.MakerFeeUnits,
            });
        changes.Add(change);
    }

    // That the rest of an order waits in the book follows from what came before; an order that was refused never was.
    private static OrderChangeKind? KindOf(in BookEvent fact) => fact.Kind switch
    {
        BookEventKind.Admitted => OrderChangeKind.Admitted,
        BookEventKind.Traded => OrderChangeKind.Traded,
        BookEventKind.Reduced => OrderChangeKind.Reduced,
        BookEventKind.Closed => fact.Reason switch
        {
            CloseReason.Filled => OrderChangeKind.Filled,
            CloseReason.Cancelled => OrderChangeKind.Cancelled,
            CloseReason.Expired => OrderChangeKind.Expired,
            CloseReason.ExpiredInMatch => OrderChangeKind.ExpiredInMatch,
            _ => throw new ArgumentOutOfRangeException(nameof(fact), fact.Reason, "Not a reason to close."),
        },
        BookEventKind.Rested or BookEventKind.Refused => null,
        _ => throw new ArgumentOutOfRangeException(nameof(fact), fact.Kind, "Not a kind of book event."),
    };
}
