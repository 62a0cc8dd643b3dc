using System.Globalization;
using System.Text.Json;

namespace OrleansLld.Exchange.Faults;

/// <summary>The API's JSON as the history and the holdings have it.</summary>
internal static class ApiAnswers
{
    /// <summary>"Try again": what a client may be told when anything has failed.</summary>
    public static bool IsRetryable(ApiAnswer answer) => answer is { Status: 503, Code: -1001 or -1007 };

    /// <summary>The request was signed too long before it arrived, because somebody was suspended; it was not carried out.</summary>
    public static bool IsTooLate(ApiAnswer answer) => answer is { Status: 400, Code: -1021 };

    /// <summary>The order in the answer to a placement, a cancellation, an amendment or a question.</summary>
    public static Answer Told(string symbol, JsonElement body) =>
        new Answer.Told(Order(symbol, body.TryGetProperty("amendedOrder", out var amended) ? amended : body));

    public static OrderState Order(string symbol, JsonElement order) => new(
        symbol,
        order.GetProperty("orderId").GetInt64(),
        (order.TryGetProperty("origClientOrderId", out var own) ? own : order.GetProperty("clientOrderId")).GetString()!,
        order.GetProperty("side").GetString()!,
        order.GetProperty("timeInForce").GetString()!,
        Amount(order, "price"),
        order.TryGetProperty("origQty", out _) ? Amount(order, "origQty") : Amount(order, "qty"),
        Amount(order, "executedQty"),
        order.TryGetProperty("cummulativeQuoteQty", out _) ? Amount(order, "cummulativeQuoteQty") : Amount(order, "cumulativeQuoteQty"),
        order.GetProperty("status").GetString()!);

    public static Answer Has(JsonElement account) => new Answer.Has(Balances(account));

    public static Dictionary<string, Funds> Balances(JsonElement account) =>
        account.GetProperty("balances").EnumerateArray().ToDictionary(
            balance => balance.GetProperty("asset").GetString()!,
            balance => new Funds(Amount(balance, "free"), Amount(balance, "locked")));

    public static Fill Fill(string symbol, JsonElement fill) => new(
        symbol,
        fill.GetProperty("id").GetInt64(),
        fill.GetProperty("orderId").GetInt64(),
        fill.GetProperty("isBuyer").GetBoolean(),
        fill.GetProperty("isMaker").GetBoolean(),
        Amount(fill, "price"),
        Amount(fill, "qty"),
        Amount(fill, "quoteQty"),
        Amount(fill, "commission"),
        fill.GetProperty("commissionAsset").GetString()!);

    public static PublicTrade Trade(JsonElement trade) =>
        new(trade.GetProperty("id").GetInt64(), Amount(trade, "price"), Amount(trade, "qty"));

    public static Posting Posting(JsonElement line) => new(
        line.GetProperty("id").GetInt64(),
        line.GetProperty("asset").GetString()!,
        line.GetProperty("reason").GetString()!,
        line.GetProperty("symbol").GetString()!,
        line.GetProperty("orderId").GetInt64(),
        line.GetProperty("tradeId").GetInt64(),
        Amount(line, "freeDelta"),
        Amount(line, "heldDelta"));

    private static decimal Amount(JsonElement element, string name) =>
        decimal.Parse(element.GetProperty(name).GetString()!, CultureInfo.InvariantCulture);
}
