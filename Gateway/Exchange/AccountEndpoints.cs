using System.Collections.Immutable;

namespace OrleansLld.Exchange;

/// <summary>The account itself: balances, fees, what is used up of its limits.</summary>
internal sealed class AccountEndpoints(RequestLimits limits)
{
    private const int PpmPerBasisPoint = 100;

    public IEnumerable<ApiRoute> Routes =>
    [
        new(HttpMethods.Get, "/api/v3/account", RouteAccess.UserData, 20, "The balances and fees", "omitZeroBalances?", Account),
        new(HttpMethods.Get, "/api/v3/account/commission", RouteAccess.UserData, 20, "The fees in a market", "symbol", Commission),
        new(
            HttpMethods.Get, "/api/v3/rateLimit/order", RouteAccess.UserData, 40,
            "What is used up of the limits on orders", "", OrderCounts),
    ];

    private static async Task Account(ExchangeCall call)
    {
        var omitsZeros = call.Has("omitZeroBalances", out var text) && text.SequenceEqual("true"u8);
        if (!call.Accepted)
            return;

        var shard = call.Listing.ShardOf(call.Account);
        var (balances, newest) = (shard.Balances(call.Account, call.Aborted), shard.Ledger(call.Account, 0, 1, call.Aborted));
        var (has, ledger) = (await balances, await newest);
        var (maker, taker) = HighestFees(call.Listing);
        var json = call.Json;
        json.WriteStartObject();
        json.WriteNumber("makerCommission"u8, maker / PpmPerBasisPoint);
        json.WriteNumber("takerCommission"u8, taker / PpmPerBasisPoint);
        json.WriteNumber("buyerCommission"u8, 0);
        json.WriteNumber("sellerCommission"u8, 0);
        CommissionJson.WriteRates(json, "commissionRates"u8, maker, taker);
        json.WriteBoolean("canTrade"u8, true);
        json.WriteBoolean("canWithdraw"u8, false);
        json.WriteBoolean("canDeposit"u8, call.Listing.Listing.Demonstration);
        json.WriteBoolean("brokered"u8, false);
        json.WriteBoolean("requireSelfTradePrevention"u8, false);
        json.WriteBoolean("preventSor"u8, false);
        json.WriteNumber("updateTime"u8, ledger is [var entry, ..] ? call.Time(entry.TimeUs) : 0);
        json.WriteString("accountType"u8, "SPOT"u8);
        WriteBalances(call, has, omitsZeros);
        json.WriteStartArray("permissions"u8);
        json.WriteStringValue("SPOT"u8);
        json.WriteEndArray();
        json.WriteNumber("uid"u8, call.Account.Value);
        json.WriteEndObject();
    }

    private static Task Commission(ExchangeCall call)
    {
        var market = call.Market();
        if (call.Accepted)
            CommissionJson.WriteOf(call.Json, market!);

        return Task.CompletedTask;
    }

    private Task OrderCounts(ExchangeCall call)
    {
        if (!call.Accepted)
            return Task.CompletedTask;

        var (tenSeconds, day) = limits.OrdersOf(call);
        call.Json.WriteStartArray();
        RateLimitJson.Write(call.Json, "ORDERS"u8, "SECOND"u8, 10, limits.Options.OrdersPerTenSeconds, tenSeconds);
        RateLimitJson.Write(call.Json, "ORDERS"u8, "DAY"u8, 1, limits.Options.OrdersPerDay, day);
        call.Json.WriteEndArray();
        return Task.CompletedTask;
    }

    private static (int MakerPpm, int TakerPpm) HighestFees(ExchangeListing listing)
    {
        var (maker, taker) = (0, 0);
        foreach (var market in listing.Markets)
            (maker, taker) = (Math.Max(maker, market.Terms.MakerFeePpm), Math.Max(taker, market.Terms.TakerFeePpm));

        return (maker, taker);
    }

    private static void WriteBalances(ExchangeCall call, ImmutableArray<Balance> balances, bool omitsZeros)
    {
        call.Json.WriteStartArray("balances"u8);
        foreach (var asset in call.Listing.Assets)
        {
            var balance = balances.FirstOrDefault(balance => balance.Asset == asset) ?? new Balance(asset, 0, 0);
            if (omitsZeros && balance.FreeUnits == 0 && balance.HeldUnits == 0)
                continue;

            call.Json.WriteStartObject();
            call.Json.WriteString("asset"u8, asset);
            call.Json.WriteUnits("free"u8, balance.FreeUnits);
            call.Json.WriteUnits("locked"u8, balance.HeldUnits);
            call.Json.WriteEndObject();
        }

        call.Json.WriteEndArray();
    }
}
