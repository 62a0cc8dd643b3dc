using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace OrleansLld.Exchange;

/// <summary>What a deposit came to: the asset that was credited, and what the account had of it right after.</summary>
public readonly record struct DepositOutcome(string Asset, Funds After);

/// <summary>Which assets a market moves.</summary>
public sealed record MarketAssets(string Base, string Quote, long LotUnits);

/// <summary>
/// The balances of one shard of accounts and the holds for their orders. Orders reach a book only after their funds are held here, and
/// the book's events come back and are applied once each, by the book's sequence number.
/// </summary>
public sealed class RiskShard
{
    /// <summary>So many deposits are remembered, to answer a repeat as the first time.</summary>
    public const int DepositsRemembered = 10_000;

    private readonly IReadOnlyDictionary<string, MarketAssets> _markets;
    private readonly Dictionary<(string Symbol, long OrderId), Hold> _holds = [];
    private readonly SortedDictionary<string, Book> _books = new(StringComparer.Ordinal);
    private readonly Dictionary<(long Account, string CommandId), DepositOutcome> _deposits = [];
    private readonly Queue<(long Account, string CommandId)> _depositOrder = [];

    /// <param name="markets">By symbol. A market that has traded never leaves the listing.</param>
    /// <param name="journal">Told of every transfer as it is made, in replays too.</param>
    public RiskShard(IReadOnlyDictionary<string, MarketAssets> markets, Action<Posting>? journal = null)
    {
        _markets = markets;
        Ledger = new ShardLedger(journal);
    }

    public ShardLedger Ledger { get; }

    internal IEnumerable<(string Symbol, OrderHold Hold, long Epoch, bool Confirmed)> Holds =>
        _holds.Select(pair => (pair.Key.Symbol, pair.Value.ToOrderHold(pair.Key.OrderId), pair.Value.Epoch, pair.Value.Confirmed));

    internal IEnumerable<(string Symbol, Book Book)> Books => _books.Select(pair => (pair.Key, pair.Value));

    internal IEnumerable<(long Account, string CommandId, DepositOutcome Outcome)> Deposits =>
        _depositOrder.Select(key => (key.Account, key.CommandId, _deposits[key]));

    /// <summary>The epoch of a book that is listened to; 0 before the first.</summary>
    public long EpochOf(string symbol) => _books.GetValueOrDefault(symbol).Epoch;

    /// <summary>The last event of a book that is applied; 0 before the first.</summary>
    public long SequenceOf(string symbol) => _books.GetValueOrDefault(symbol).Sequence;

    /// <summary>What a remembered deposit came to; null for a new one.</summary>
    public DepositOutcome? FindDeposit(long account, string commandId) =>
        _deposits.TryGetValue((account, commandId), out var outcome) ? outcome : null;

    /// <summary>
    /// Decides how much of each wish can be held, one after the other: a wish takes what is free between its least and its most, or
    /// nothing. An order that has its hold already keeps it: the question is a repeat.
    /// </summary>
    /// <param name="symbol">The market.</param>
    /// <param name="wishes">The holds wished for, and the least that each is worth having.</param>
    /// <returns>What is held for each, in order, −1 where there is not enough; and the holds that are new.</returns>
    public (ImmutableArray<long> Granted, ImmutableArray<OrderHold> Fresh) DecideHolds(
        string symbol, ReadOnlySpan<(OrderHold Most, long LeastUnits)> wishes)
    {
        var granted = new long[wishes.Length];
        var fresh = ImmutableArray.CreateBuilder<OrderHold>(wishes.Length);
        var taken = new Dictionary<(long, string), Int128>();
        for (var i = 0; i < wishes.Length; i++)
        {
            var (most, least) = wishes[i];
            if (_holds.TryGetValue((symbol, most.OrderId), out var known))
            {
                granted[i] = known.Units;
                continue;
            }

            var asset = AssetOf(symbol, most.Side);
            ref var before = ref CollectionsMarshal.GetValueRefOrAddDefault(taken, (most.Account, asset), out _);
            var free = Ledger.Of(most.Account, asset).Free - before;
            granted[i] = free >= most.Units ? most.Units : free >= least ? (long)free : -1;
            if (granted[i] < 0)
                continue;
            before += granted[i];
            fresh.Add(most with { Units = granted[i] });
        }

        return (ImmutableCollectionsMarshal.AsImmutableArray(granted), fresh.DrainToImmutable());
    }

    public void Apply(RiskEvent fact)
    {
        switch (fact)
        {
            case RiskEvent.Deposited deposited:
                Deposit(deposited);
                break;
            case RiskEvent.Attached attached:
                ChangeBook(attached.Symbol, book => book with { Epoch = attached.Epoch });
                break;
            case RiskEvent.Held held:
                foreach (var hold in held.Holds)
                    Set(held, hold);
                break;
            case RiskEvent.Settled settled:
                Settle(settled);
                break;
            case RiskEvent.Reclaimed reclaimed:
                Reclaim(reclaimed);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(fact), fact, "Not a risk event.");
        }
    }

    /// <summary>Throws unless the books balance and each account's held funds are the sum of its holds; for tests and audits.</summary>
    /// <exception cref="InvalidOperationException">What is wrong.</exception>
    public void Check()
    {
        Ledger.Check();
        var held = _holds.GroupBy(pair => (pair.Value.Account, AssetOf(pair.Key.Symbol, pair.Value.Side)))
            .ToDictionary(group => group.Key, group => group.Aggregate(Int128.Zero, (sum, pair) => sum + pair.Value.Units));
        foreach (var (account, asset, funds) in Ledger.All)
        {
            if (funds.Held != held.GetValueOrDefault((account, asset)))
                throw new InvalidOperationException($"Held {asset} of account {account} is not the sum of its holds.");
        }
    }

    internal void Restore(string symbol, Book book) => _books[symbol] = book;

    internal void Restore(string symbol, OrderHold hold, long epoch, bool confirmed) =>
        _holds[(symbol, hold.OrderId)] = new Hold(hold.Account, hold.Side, hold.Units, hold.UnitsPerLot, epoch, confirmed);

    internal void Restore(long account, string commandId, DepositOutcome outcome)
    {
        _deposits[(account, commandId)] = outcome;
        _depositOrder.Enqueue((account, commandId));
    }

    private void Deposit(RiskEvent.Deposited deposited)
    {
        var (commandId, account, asset, units, timeUs) = deposited;
        Ledger.Transfer(new Posting(
            new Cause("", 0, 0, timeUs), PostingReason.Deposit, asset, account, Pocket.External, Pocket.Free, units));
        Restore(account, commandId, new DepositOutcome(asset, Ledger.Of(account, asset)));
        if (_depositOrder.Count > DepositsRemembered)
            _deposits.Remove(_depositOrder.Dequeue());
    }

    private void Set(RiskEvent.Held held, OrderHold hold)
    {
        _holds.Add((held.Symbol, hold.OrderId), new Hold(hold.Account, hold.Side, hold.Units, hold.UnitsPerLot, held.Epoch, false));
        Move(
            new Cause(held.Symbol, hold.OrderId, 0, held.TimeUs), PostingReason.Hold,
            AssetOf(held.Symbol, hold.Side), hold.Account, Pocket.Free, Pocket.Held, hold.Units);
    }

    private void Settle(RiskEvent.Settled settled)
    {
        for (var bytes = settled.Events.Span; !bytes.IsEmpty;)
        {
            bytes = bytes[BookEventCodec.Read(bytes, out var fact)..];
            Settle(settled.Symbol, fact);
        }

        ChangeBook(settled.Symbol, book => book with { Sequence = settled.LastSequence });
    }

    private void Settle(string symbol, in BookEvent fact)
    {
        ref var hold = ref CollectionsMarshal.GetValueRefOrNullRef(_holds, (symbol, fact.OrderId));
        var isHere = !System.Runtime.CompilerServices.Unsafe.IsNullRef(ref hold);
        if (isHere)
            hold = hold with { Confirmed = true };
        switch (fact.Kind)
        {
            case BookEventKind.Traded:
                ref var maker = ref CollectionsMarshal.GetValueRefOrNullRef(_holds, (symbol, fact.MakerOrderId));
                var makerIsHere = !System.Runtime.CompilerServices.Unsafe.IsNullRef(ref maker);
                if (isHere)
                    Fill(symbol, ref hold, fact.OrderId, fact, fact.TakerFeeUnits);
                if (makerIsHere)
                    Fill(symbol, ref maker, fact.MakerOrderId, fact, fact.MakerFeeUnits);
                isHere |= makerIsHere;
                break;
            case BookEventKind.Reduced when isHere:
                Release(symbol, ref hold, fact.OrderId, hold.UnitsPerLot * fact.Lots, fact.TimeUs);
                break;
            case BookEventKind.Closed or BookEventKind.Refused when isHere:
                Release(symbol, ref hold, fact.OrderId, hold.Units, fact.TimeUs);
                _holds.Remove((symbol, fact.OrderId));
                break;
        }

        if (!isHere)
            throw new InvalidOperationException($"{fact.Kind} of order {fact.OrderId} in {symbol} has no hold in this shard.");
    }

    private void Fill(string symbol, ref Hold hold, long orderId, in BookEvent trade, long feeUnits)
    {
        var market = _markets[symbol];
        var cause = new Cause(symbol, orderId, trade.TradeId, trade.TimeUs);
        var baseUnits = trade.Lots * market.LotUnits;
        var used = hold.UnitsPerLot == 0 ? trade.QuoteUnits : hold.UnitsPerLot * trade.Lots;
        hold = hold with { Units = hold.Units - used };
        var (account, buys) = (hold.Account, hold.Side == Side.Buy);
        var (given, givenAsset) = buys ? (trade.QuoteUnits, market.Quote) : (baseUnits, market.Base);
        var (gained, gainedAsset) = buys ? (baseUnits, market.Base) : (trade.QuoteUnits, market.Quote);
        Move(cause, PostingReason.Paid, givenAsset, account, Pocket.Held, Pocket.Clearing, given);
        Move(cause, PostingReason.Release, givenAsset, account, Pocket.Held, Pocket.Free, used - given);
        Move(cause, PostingReason.Received, gainedAsset, account, Pocket.Clearing, Pocket.Free, gained);
        Move(cause, PostingReason.Fee, gainedAsset, account, Pocket.Free, Pocket.Fees, feeUnits);
    }

    private void Release(string symbol, ref Hold hold, long orderId, long units, long timeUs)
    {
        hold = hold with { Units = hold.Units - units };
        Move(
            new Cause(symbol, orderId, 0, timeUs), PostingReason.Release,
            AssetOf(symbol, hold.Side), hold.Account, Pocket.Held, Pocket.Free, units);
    }

    private void Reclaim(RiskEvent.Reclaimed reclaimed)
    {
        var orphans = _holds
            .Where(pair => pair.Key.Symbol == reclaimed.Symbol && !pair.Value.Confirmed && pair.Value.Epoch < reclaimed.Epoch)
            .Select(pair => pair.Key)
            .OrderBy(key => key.OrderId)
            .ToList();
        foreach (var key in orphans)
        {
            ref var hold = ref CollectionsMarshal.GetValueRefOrNullRef(_holds, key);
            Release(key.Symbol, ref hold, key.OrderId, hold.Units, reclaimed.TimeUs);
            _holds.Remove(key);
        }
    }

    private void Move(in Cause cause, PostingReason reason, string asset, long account, Pocket from, Pocket to, long units)
    {
        if (units != 0)
            Ledger.Transfer(new Posting(cause, reason, asset, account, from, to, units));
    }

    private string AssetOf(string symbol, Side side) => side == Side.Buy ? _markets[symbol].Quote : _markets[symbol].Base;

    private void ChangeBook(string symbol, Func<Book, Book> change) =>
        _books[symbol] = change(_books.GetValueOrDefault(symbol));

    /// <summary>How far a book is listened to.</summary>
    internal readonly record struct Book(long Epoch, long Sequence);

    private readonly record struct Hold(long Account, Side Side, long Units, long UnitsPerLot, long Epoch, bool Confirmed)
    {
        public OrderHold ToOrderHold(long orderId) => new(orderId, Account, Side, Units, UnitsPerLot);
    }
}
