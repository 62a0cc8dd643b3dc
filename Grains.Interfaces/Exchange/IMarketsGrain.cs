using System.Collections.Immutable;
using OrleansLld.Accounts;

namespace OrleansLld.Exchange;

/// <summary>The exchange's listing. A stateless worker with key 0: it answers from configuration.</summary>
[Alias("exchange.markets")]
public interface IMarketsGrain : IGrainWithIntegerKey
{
    /// <summary>Every market and what holds for all; does not change while the cluster runs.</summary>
    [Alias("list")]
    Task<Listing> List();

    /// <summary>The shard that owns an account's balances.</summary>
    /// <param name="account">The account.</param>
    /// <param name="shards">How many there are (<see cref="Listing.RiskShards"/>).</param>
    static int ShardOf(AccountId account, int shards) => (int)((ulong)account.Value * 0x9E3779B97F4A7C15UL >> 33) % shards;
}

/// <summary>The exchange's rules.</summary>
/// <param name="Markets">By symbol; at most 1,000.</param>
/// <param name="RiskShards">The number of <see cref="IRiskShardGrain"/>s; fixed for the life of the data.</param>
/// <param name="OpenOrdersMax">Open orders an account may have in one book.</param>
/// <param name="Demonstration">Whether deposits of test money are possible.</param>
[GenerateSerializer, Immutable, Alias("exchange.listing")]
public sealed record Listing(
    [property: Id(0)] ImmutableArray<Market> Markets,
    [property: Id(1)] int RiskShards,
    [property: Id(2)] int OpenOrdersMax,
    [property: Id(3)] bool Demonstration);

/// <summary>A market's terms. Amounts of every asset are counted in units of 10^-8.</summary>
/// <param name="Symbol">Upper-case letters and digits, at most 20.</param>
/// <param name="BaseAsset">What is traded.</param>
/// <param name="QuoteAsset">What it is paid in.</param>
/// <param name="TickUnits">A price step: quote units for one whole base asset.</param>
/// <param name="LotUnits">A quantity step in base units.</param>
/// <param name="PriceTicksMax">The highest price; the lowest is 1 tick.</param>
/// <param name="QuantityLotsMin">The least quantity.</param>
/// <param name="QuantityLotsMax">The greatest quantity.</param>
/// <param name="NotionalUnitsMin">The least price times quantity.</param>
/// <param name="NotionalUnitsMax">The greatest price times quantity.</param>
/// <param name="MakerFeePpm">Millionths of what the maker receives.</param>
/// <param name="TakerFeePpm">Millionths of what the taker receives.</param>
[GenerateSerializer, Immutable, Alias("exchange.market")]
public sealed record Market(
    [property: Id(0)] string Symbol,
    [property: Id(1)] string BaseAsset,
    [property: Id(2)] string QuoteAsset,
    [property: Id(3)] long TickUnits,
    [property: Id(4)] long LotUnits,
    [property: Id(5)] long PriceTicksMax,
    [property: Id(6)] long QuantityLotsMin,
    [property: Id(7)] long QuantityLotsMax,
    [property: Id(8)] long NotionalUnitsMin,
    [property: Id(9)] long NotionalUnitsMax,
    [property: Id(10)] int MakerFeePpm,
    [property: Id(11)] int TakerFeePpm)
{
    /// <summary>Units in one whole asset.</summary>
    public const long UnitsPerAsset = 100_000_000;

    /// <summary>Quote units that one lot costs for each tick of price; a whole number, at least 1.</summary>
    public long QuotePerTickLot => checked(TickUnits * LotUnits) / UnitsPerAsset;
}
