using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace OrleansLld.Exchange;

/// <summary>The exchange's listing and limits; configuration section <c>Exchange</c>.</summary>
public sealed class ExchangeOptions
{
    public const string Section = "Exchange";

    /// <summary>
    /// The markets. A market that has traded stays listed with the same assets and steps, as its journal is read with them.
    /// Default: none, or BTCUSDT, ETHUSDT and ETHBTC in the demonstration.
    /// </summary>
    public List<MarketOptions> Markets { get; set; } = [];

    /// <summary>Grains that share the accounts' balances by hash. 1 to 256, fixed for the life of the data; default 8.</summary>
    public int RiskShards { get; set; } = 8;

    /// <summary>Open orders an account may have in one book. 1 to 1,000,000; default 50,000.</summary>
    public int OpenOrdersMax { get; set; } = 50_000;

    /// <summary>
    /// Open orders one book may hold: about 300 bytes each, and up to 800 more for a price that is far from all others. 1 to 10,000,000;
    /// default 2,000,000.
    /// </summary>
    public int BookOrdersMax { get; set; } = 2_000_000;

    /// <summary>Whether anybody signed in may credit himself test money. Default false; set by <c>--Demo</c>.</summary>
    public bool Demonstration { get; set; }

    internal ImmutableArray<Market> Listing =>
        [.. Markets.Select(market => market.ToMarket()).OrderBy(market => market.Symbol, StringComparer.Ordinal)];

    /// <exception cref="ArgumentException">It is not listed.</exception>
    internal Market MarketOf(string symbol) =>
        Listing.FirstOrDefault(market => market.Symbol == symbol) ?? throw new ArgumentException($"There is no market '{symbol}'.");

    internal Dictionary<string, MarketAssets> Assets =>
        Listing.ToDictionary(market => market.Symbol, market => new MarketAssets(market.BaseAsset, market.QuoteAsset, market.LotUnits));
}

/// <summary>One market's terms in decimals, as people write them.</summary>
public sealed class MarketOptions
{
    /// <summary>2 to 10 upper-case letters or digits: what is traded. Required.</summary>
    public string Base { get; set; } = "";

    /// <summary>2 to 10 upper-case letters or digits: what it is paid in. Required.</summary>
    public string Quote { get; set; } = "";

    /// <summary>The price step in the quote asset. With <see cref="Lot"/> it gives a whole number of 10^-8; default 0.01.</summary>
    public decimal Tick { get; set; } = 0.01m;

    /// <summary>The quantity step in the base asset; default 0.00001.</summary>
    public decimal Lot { get; set; } = 0.00001m;

    /// <summary>The highest price, in the quote asset; default 1,000,000.</summary>
    public decimal PriceMax { get; set; } = 1_000_000;

    /// <summary>The greatest quantity, in the base asset; default 9,000.</summary>
    public decimal QuantityMax { get; set; } = 9_000;

    /// <summary>The least price times quantity, in the quote asset; default 5.</summary>
    public decimal NotionalMin { get; set; } = 5;

    /// <summary>The greatest price times quantity, in the quote asset; default 9,000,000.</summary>
    public decimal NotionalMax { get; set; } = 9_000_000;

    /// <summary>Millionths of what the maker receives, 0 to 100,000; default 1,000 (0.1 %).</summary>
    public int MakerFeePpm { get; set; } = 1_000;

    /// <summary>Millionths of what the taker receives, 0 to 100,000; default 1,000 (0.1 %).</summary>
    public int TakerFeePpm { get; set; } = 1_000;

    internal Market ToMarket() => new(
        Base + Quote, Base, Quote, Units(Tick), Units(Lot), (long)(PriceMax / Tick), 1, (long)(QuantityMax / Lot),
        Units(NotionalMin), Units(NotionalMax), MakerFeePpm, TakerFeePpm);

    private static long Units(decimal amount) => (long)(amount * Market.UnitsPerAsset);
}

/// <summary>Refuses to start with markets that could not be counted in whole units.</summary>
internal sealed partial class ExchangeOptionsValidator : IValidateOptions<ExchangeOptions>
{
    private const long UnitsMax = 1L << 62;

    public ValidateOptionsResult Validate(string? name, ExchangeOptions options)
    {
        var faults = options.Markets.SelectMany(Faults).ToList();
        if (options.RiskShards is < 1 or > 256)
            faults.Add("Exchange:RiskShards is 1 to 256.");
        if (options.OpenOrdersMax is < 1 or > 1_000_000)
            faults.Add("Exchange:OpenOrdersMax is 1 to 1,000,000.");
        if (options.BookOrdersMax is < 1 or > 10_000_000)
            faults.Add("Exchange:BookOrdersMax is 1 to 10,000,000.");
        if (options.Markets.GroupBy(market => market.Base + market.Quote).Any(group => group.Count() > 1))
            faults.Add("Exchange:Markets lists a symbol twice.");
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> Faults(MarketOptions options)
    {
        var symbol = options.Base + options.Quote;
        if (!AssetCode().IsMatch(options.Base) || !AssetCode().IsMatch(options.Quote) || options.Base == options.Quote)
        {
            yield return $"Market {symbol}: Base and Quote are two different codes of 2 to 10 upper-case letters or digits.";
            yield break;
        }

        if (options.Tick <= 0 || options.Lot <= 0 || options.PriceMax < options.Tick || options.QuantityMax < options.Lot)
        {
            yield return $"Market {symbol}: Tick and Lot are above zero and not above PriceMax and QuantityMax.";
            yield break;
        }

        if (options.Tick * options.Lot * Market.UnitsPerAsset is var step && (step < 1 || step != decimal.Truncate(step)))
            yield return $"Market {symbol}: Tick times Lot is not a whole number of 10^-8.";
        if (options.PriceMax / options.Tick >= 1L << 36)
            yield return $"Market {symbol}: PriceMax is 2^36 ticks or more.";
        if (options.QuantityMax * Market.UnitsPerAsset >= UnitsMax || options.NotionalMax * Market.UnitsPerAsset >= UnitsMax)
            yield return $"Market {symbol}: QuantityMax or NotionalMax is too large to count in units of 10^-8.";
        if (options.NotionalMin < 0 || options.NotionalMax < options.NotionalMin)
            yield return $"Market {symbol}: NotionalMin is not from 0 to NotionalMax.";
        if (options.MakerFeePpm is < 0 or > 100_000 || options.TakerFeePpm is < 0 or > 100_000)
            yield return $"Market {symbol}: fees are 0 to 100,000 millionths.";
    }

    [GeneratedRegex("^[A-Z0-9]{2,10}$")]
    private static partial Regex AssetCode();
}
