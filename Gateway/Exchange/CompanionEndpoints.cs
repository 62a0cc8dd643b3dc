namespace OrleansLld.Exchange;

/// <summary>
/// What trading libraries ask Binance's other interfaces while they load the markets: the assets, and that there are no margin pairs
/// and no futures.
/// </summary>
internal static class CompanionEndpoints
{
    public static IEnumerable<ApiRoute> Routes =>
    [
        new(HttpMethods.Get, "/sapi/v1/capital/config/getall", RouteAccess.UserData, 10, "The assets", "", Assets),
        new(HttpMethods.Get, "/sapi/v1/margin/allPairs", RouteAccess.UserData, 1, "No margin pairs", "", EmptyAnswers.Array),
        new(HttpMethods.Get, "/sapi/v1/margin/isolated/allPairs", RouteAccess.UserData, 10, "No margin pairs", "", EmptyAnswers.Array),
        new(HttpMethods.Get, "/fapi/v1/exchangeInfo", RouteAccess.Public, 1, "No futures", "", NoContracts),
        new(HttpMethods.Get, "/dapi/v1/exchangeInfo", RouteAccess.Public, 1, "No futures", "", NoContracts),
    ];

    private static async Task Assets(ExchangeCall call)
    {
        if (!call.Accepted)
            return;

        var balances = await call.Listing.ShardOf(call.Account).Balances(call.Account, call.Aborted);
        call.Json.WriteStartArray();
        foreach (var asset in call.Listing.Assets)
            WriteAsset(call, balances.FirstOrDefault(balance => balance.Asset == asset) ?? new Balance(asset, 0, 0));

        call.Json.WriteEndArray();
    }

    private static void WriteAsset(ExchangeCall call, Balance balance)
    {
        var json = call.Json;
        json.WriteStartObject();
        json.WriteString("coin"u8, balance.Asset);
        json.WriteString("name"u8, balance.Asset);
        json.WriteBoolean("depositAllEnable"u8, call.Listing.Listing.Demonstration);
        json.WriteBoolean("withdrawAllEnable"u8, false);
        json.WriteUnits("free"u8, balance.FreeUnits);
        json.WriteUnits("locked"u8, balance.HeldUnits);
        json.WriteUnits("freeze"u8, 0);
        json.WriteUnits("withdrawing"u8, 0);
        json.WriteBoolean("isLegalMoney"u8, false);
        json.WriteBoolean("trading"u8, true);
        json.WriteStartArray("networkList"u8);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static Task NoContracts(ExchangeCall call)
    {
        if (!call.Accepted)
            return Task.CompletedTask;

        var json = call.Json;
        GeneralEndpoints.StartInfo(call);
        foreach (var name in (ReadOnlySpan<string>)["rateLimits", "exchangeFilters", "assets", "symbols"])
        {
            json.WriteStartArray(name);
            json.WriteEndArray();
        }

        json.WriteEndObject();
        return Task.CompletedTask;
    }
}
