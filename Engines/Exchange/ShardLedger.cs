using System.Runtime.InteropServices;

namespace OrleansLld.Exchange;

/// <summary>What an account has of an asset.</summary>
public readonly record struct Funds(Int128 Free, Int128 Held);

/// <summary>
/// The double-entry books of one shard of accounts. Every change is a transfer between two pockets, so each asset's pockets always
/// sum to zero; the clearing pocket is what this shard has passed to, or had from, the other side of trades.
/// </summary>
public sealed class ShardLedger(Action<Posting>? journal = null)
{
    private readonly Dictionary<(long Account, string Asset), Funds> _funds = [];
    private readonly Dictionary<(Pocket Pocket, string Asset), Int128> _pockets = [];

    /// <summary>Every account's funds, in no particular order.</summary>
    public IEnumerable<(long Account, string Asset, Funds Funds)> All =>
        _funds.Select(pair => (pair.Key.Account, pair.Key.Asset, pair.Value));

    /// <summary>What the exchange's own pockets hold, in no particular order.</summary>
    public IEnumerable<(Pocket Pocket, string Asset, Int128 Units)> Pockets =>
        _pockets.Select(pair => (pair.Key.Pocket, pair.Key.Asset, pair.Value));

    public Funds Of(long account, string asset) => _funds.GetValueOrDefault((account, asset));

    /// <summary>The total of a pocket, over all accounts for free and held.</summary>
    public Int128 Total(Pocket pocket, string asset) => _pockets.GetValueOrDefault((pocket, asset));

    /// <summary>Moves units; an account's pocket never goes below zero.</summary>
    /// <exception cref="InvalidOperationException">It would: a broken invariant, as callers check first.</exception>
    public void Transfer(in Posting posting)
    {
        Add(posting.From, posting.Account, posting.Asset, -posting.Units);
        Add(posting.To, posting.Account, posting.Asset, posting.Units);
        journal?.Invoke(posting);
    }

    /// <summary>Throws unless every asset sums to zero and the totals are the sums of the accounts; for tests and audits.</summary>
    /// <exception cref="InvalidOperationException">What is wrong.</exception>
    public void Check()
    {
        foreach (var asset in _pockets.Keys.Select(key => key.Asset).Distinct())
        {
            var sum = Enum.GetValues<Pocket>().Aggregate(Int128.Zero, (total, pocket) => total + Total(pocket, asset));
            var funds = _funds.Where(pair => pair.Key.Asset == asset).Select(pair => pair.Value).ToList();
            if (sum != 0)
                throw new InvalidOperationException($"The pockets of {asset} sum to {sum}.");
            if (funds.Aggregate(Int128.Zero, (total, one) => total + one.Free) != Total(Pocket.Free, asset)
                || funds.Aggregate(Int128.Zero, (total, one) => total + one.Held) != Total(Pocket.Held, asset))
                throw new InvalidOperationException($"The accounts' {asset} is not the total.");
        }
    }

    internal void Restore(long account, string asset, Funds funds)
    {
        _funds[(account, asset)] = funds;
        CollectionsMarshal.GetValueRefOrAddDefault(_pockets, (Pocket.Free, asset), out _) += funds.Free;
        CollectionsMarshal.GetValueRefOrAddDefault(_pockets, (Pocket.Held, asset), out _) += funds.Held;
    }

    internal void Restore(Pocket pocket, string asset, Int128 units) => _pockets[(pocket, asset)] = units;

    private void Add(Pocket pocket, long account, string asset, Int128 units)
    {
        if (pocket is Pocket.Free or Pocket.Held)
        {
            ref var funds = ref CollectionsMarshal.GetValueRefOrAddDefault(_funds, (account, asset), out _);
            var changed = pocket == Pocket.Free ? funds with { Free = funds.Free + units } : funds with { Held = funds.Held + units };
            if (changed.Free < 0 || changed.Held < 0)
                throw new InvalidOperationException($"{pocket} {asset} of account {account} would go below zero.");
            funds = changed;
        }

        CollectionsMarshal.GetValueRefOrAddDefault(_pockets, (pocket, asset), out _) += units;
    }
}
