using System.Collections.Immutable;
using System.Text.Json;

namespace OrleansLld.Exchange;

/// <summary>Whether the exchange is there, what time it has, and its rules.</summary>
internal sealed class GeneralEndpoints(RequestLimits limits)
{
    public IEnumerable<ApiRoute> Routes =>
    [
        new(HttpMethods.Get, "/api/v3/ping", RouteAccess.Public, 1, "Whether the exchange is there", "", EmptyAnswers.Object),
        new(HttpMethods.Get, "/api/v3/time", RouteAccess.Public, 1, "The exchange's time", "", Time),
        new(
            HttpMethods.Get, "/api/v3/exchangeInfo", RouteAccess.Public, 20,
            "The markets and their rules", "symbol? symbols? permissions? symbolStatus? showPermissionSets?", ExchangeInfo),
    ];

    private static Task Time(ExchangeCall call)
    {
        if (!call.Accepted)
            return Task.CompletedTask;

        call.Json.WriteStartObject();
        call.Json.WriteNumber("serverTime"u8, call.Time(call.NowUs));
        call.Json.WriteEndObject();
        return Task.CompletedTask;
    }

    private Task ExchangeInfo(ExchangeCall call)
    {
        var markets = ReadSelection(call);
        call.Ignore("showPermissionSets"u8);
        if (!call.Accepted)
            return Task.CompletedTask;

        var json = call.Json;
        StartInfo(call);
        WriteRateLimits(json);
        json.WriteStartArray("exchangeFilters"u8);
        json.WriteEndArray();
        json.WriteStartArray("symbols"u8);
        foreach (var market in markets)
            SymbolJson.Write(json, market, call.Listing.Listing);

        json.WriteEndArray();
        json.WriteEndObject();
        return Task.CompletedTask;
    }

    /// <summary>Begins the object that tells an exchange's rules.</summary>
    public static void StartInfo(ExchangeCall call)
    {
        call.Json.WriteStartObject();
        call.Json.WriteString("timezone"u8, "UTC"u8);
        call.Json.WriteNumber("serverTime"u8, call.Time(call.NowUs));
    }

    private static ImmutableArray<ListedMarket> ReadSelection(ExchangeCall call)
    {
        var isNamed = call.Fields.TryGet("symbol"u8, out _) || call.Fields.TryGet("symbols"u8, out _);
        var hasPermissions = call.Has("permissions", out var permissions);
        var hasStatus = call.Has("symbolStatus", out var status);
        if (isNamed && (hasPermissions || hasStatus))
            call.Refuse(ApiRefusal.OptionalCombination);

        // Every market here is a spot market that trades.
        var isNone = (hasPermissions && permissions.IndexOf("SPOT"u8) < 0) || (hasStatus && !status.SequenceEqual("TRADING"u8));
        return isNone ? [] : SymbolSelection.Read(call).Markets;
    }

    private void WriteRateLimits(Utf8JsonWriter json)
    {
        json.WriteStartArray("rateLimits"u8);
        RateLimitJson.Write(json, "REQUEST_WEIGHT"u8, "MINUTE"u8, 1, limits.Options.WeightPerMinute);
        RateLimitJson.Write(json, "ORDERS"u8, "SECOND"u8, 10, limits.Options.OrdersPerTenSeconds);
        RateLimitJson.Write(json, "ORDERS"u8, "DAY"u8, 1, limits.Options.OrdersPerDay);
        json.WriteEndArray();
    }
}
