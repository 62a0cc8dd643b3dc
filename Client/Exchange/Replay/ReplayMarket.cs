namespace OrleansLld.Exchange.Replay;

/// <summary>What a replay must know of the market it goes to.</summary>
/// <param name="Symbol">The market.</param>
/// <param name="BaseAsset">What shares become.</param>
/// <param name="QuoteAsset">What they are paid in.</param>
/// <param name="OpenOrdersMax">Open orders an account may have.</param>
/// <param name="IsEmpty">Whether nothing waits in the book yet.</param>
internal sealed record ReplayMarket(string Symbol, string BaseAsset, string QuoteAsset, int OpenOrdersMax, bool IsEmpty)
{
    public static async Task<(ReplayMarket? Market, Failure? Failure)> Find(
        ExchangeConnection connection, string symbol, CancellationToken cancellationToken)
    {
        var info = await connection.Get($"api/v3/exchangeInfo?symbol={Uri.EscapeDataString(symbol)}", cancellationToken);
        var depth = await connection.Get($"api/v3/depth?symbol={Uri.EscapeDataString(symbol)}&limit=5", cancellationToken);
        if (!info.IsDone || !depth.IsDone)
        {
            var (code, words) = (info.IsDone ? depth : info).Refusal();
            return (null, new Failure(ExitCode.Refused, code, $"The exchange does not trade {symbol}: {words}"));
        }

        using var infoJson = info.Json();
        using var depthJson = depth.Json();
        var market = infoJson.RootElement.GetProperty("symbols")[0];
        var openOrdersMax = int.MaxValue;
        foreach (var filter in market.GetProperty("filters").EnumerateArray())
        {
            if (filter.TryGetProperty("maxNumOrders", out var max))
                openOrdersMax = max.GetInt32();
        }

        var book = depthJson.RootElement;
        var isEmpty = book.GetProperty("bids").GetArrayLength() + book.GetProperty("asks").GetArrayLength() == 0;
        var (baseAsset, quoteAsset) = (market.GetProperty("baseAsset").GetString()!, market.GetProperty("quoteAsset").GetString()!);
        return (new ReplayMarket(symbol, baseAsset, quoteAsset, openOrdersMax, isEmpty), null);
    }
}
