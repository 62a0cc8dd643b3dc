using System.Collections.Immutable;
using System.Text.Json;

namespace OrleansLld.Exchange;

/// <summary>The markets that a request is about.</summary>
/// <param name="Markets">In the order in which they were asked for.</param>
/// <param name="IsOne">Whether one was named by <c>symbol</c>, so that the answer is an object and not an array.</param>
/// <param name="IsAll">Whether none was named.</param>
internal readonly record struct SymbolSelection(ImmutableArray<ListedMarket> Markets, bool IsOne, bool IsAll)
{
    private const int SymbolsMax = 100;
    private const string Range = @"^\[(""[A-Z0-9-_.]{1,20}""(,""[A-Z0-9-_.]{1,20}""){0,}){0,1}\]$";

    /// <summary>Reads <c>symbol</c>, or <c>symbols</c> as a JSON array, or takes all markets.</summary>
    public static SymbolSelection Read(ExchangeCall call)
    {
        var one = call.Has("symbol", out var symbol);
        var many = call.Has("symbols", out var symbols);
        if (one && many)
            call.Refuse(ApiRefusal.OptionalCombination);

        if (one)
            return new(call.Market("symbol", symbol) is { } market ? [market] : [], IsOne: true, IsAll: false);

        return new(many ? ReadMany(call, symbols) : call.Listing.Markets, IsOne: false, IsAll: !many);
    }

    private static ImmutableArray<ListedMarket> ReadMany(ExchangeCall call, ReadOnlySpan<byte> text)
    {
        var markets = ImmutableArray.CreateBuilder<ListedMarket>();
        try
        {
            var json = new Utf8JsonReader(text);
            var isArray = json.Read() && json.TokenType == JsonTokenType.StartArray;
            while (isArray && json.Read() && json.TokenType == JsonTokenType.String && markets.Count < SymbolsMax)
            {
                if (call.Market("symbols", json.ValueSpan) is not { } market)
                    return [];

                if (markets.Contains(market))
                    call.Refuse(ApiRefusal.DuplicateSymbol);

                markets.Add(market);
            }

            if (json.TokenType == JsonTokenType.String)
                call.Refuse(ApiRefusal.TooManyParameters);
            else if (!isArray || json.TokenType != JsonTokenType.EndArray || json.Read() || markets.Count == 0)
                call.Refuse(ApiRefusal.Illegal("symbols", Range));
        }
        catch (JsonException)
        {
            call.Refuse(ApiRefusal.Illegal("symbols", Range));
        }

        return markets.ToImmutable();
    }
}
