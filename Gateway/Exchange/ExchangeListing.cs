using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text;
using OrleansLld.Accounts;

namespace OrleansLld.Exchange;

/// <summary>All markets of the exchange; does not change while the cluster runs.</summary>
internal sealed class ExchangeListing
{
    private const int SymbolLengthMax = 20;

    private readonly FrozenDictionary<string, ListedMarket> _bySymbol;
    private readonly IRiskShardGrain[] _shards;

    public ExchangeListing(Listing listing, IGrainFactory grains)
    {
        Listing = listing;
        Markets = [.. listing.Markets.Select(market => new ListedMarket(market, grains))];
        var assets = listing.Markets.SelectMany(market => new[] { market.BaseAsset, market.QuoteAsset });
        Assets = [.. assets.Distinct().Order(StringComparer.Ordinal)];
        _bySymbol = Markets.ToFrozenDictionary(market => market.Symbol);
        _shards = [.. Enumerable.Range(0, listing.RiskShards).Select(shard => grains.GetGrain<IRiskShardGrain>(shard))];
    }

    public Listing Listing { get; }

    public ImmutableArray<ListedMarket> Markets { get; }

    public ImmutableArray<string> Assets { get; }

    public ListedMarket? Find(string symbol) => _bySymbol.GetValueOrDefault(symbol);

    public ListedMarket? Find(ReadOnlySpan<byte> symbol)
    {
        if (symbol.Length > SymbolLengthMax)
            return null;

        Span<char> letters = stackalloc char[SymbolLengthMax];
        Encoding.ASCII.GetChars(symbol, letters);
        return _bySymbol.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(letters[..symbol.Length], out var market) ? market : null;
    }

    public IRiskShardGrain ShardOf(AccountId account) => _shards[IMarketsGrain.ShardOf(account, _shards.Length)];
}
