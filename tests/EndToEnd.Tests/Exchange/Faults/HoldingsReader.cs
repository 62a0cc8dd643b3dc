using System.Text.Json;

namespace OrleansLld.Exchange.Faults;

/// <summary>Reads through the API what the store holds. Everything is quiet by then, so that pages fit together.</summary>
internal static class HoldingsReader
{
    private const string PublicTrades = "/api/v3/historicalTrades";
    private const int PageMax = 1_000;
    private const int LedgerPageMax = 500;
    private static readonly TimeSpan AnsweredWithin = TimeSpan.FromMinutes(2);

    public static async Task<Holdings> Read(IEnumerable<TradingProgram> programs, IReadOnlyList<TestMarket> markets)
    {
        var accounts = new List<AccountHoldings>();
        var trades = new Dictionary<string, IReadOnlyList<PublicTrade>>();
        foreach (var program in programs)
        {
            accounts.Add(await Read(program, markets));
            foreach (var market in markets.Where(market => !trades.ContainsKey(market.Symbol)))
                trades[market.Symbol] = await Pages(program.Trader, PublicTrades, market, "fromId", ApiAnswers.Trade, one => one.TradeId);
        }

        return new Holdings(accounts, trades);
    }

    private static async Task<AccountHoldings> Read(TradingProgram program, IReadOnlyList<TestMarket> markets)
    {
        var trader = program.Trader;
        var orders = new List<OrderState>();
        var fills = new List<Fill>();
        foreach (var market in markets)
        {
            orders.AddRange(await Pages(
                trader, "/api/v3/allOrders", market, "orderId", order => ApiAnswers.Order(market.Symbol, order), order => order.OrderId));
            fills.AddRange(await Pages(
                trader, "/api/v3/myTrades", market, "fromId", fill => ApiAnswers.Fill(market.Symbol, fill), fill => fill.TradeId));
        }

        var account = await Ask(() => trader.Send(HttpMethod.Get, "/api/v3/account", "omitZeroBalances=true"));
        return new AccountHoldings(program.Deposits, ApiAnswers.Balances(account), orders, fills, await Ledger(trader));
    }

    // A page begins with what ended the one before: the two sides of a trade with oneself share an id.
    private static async Task<List<T>> Pages<T>(
        Trader trader, string path, TestMarket market, string idName, Func<JsonElement, T> read, Func<T, long> idOf)
        where T : notnull
    {
        var all = new List<T>();
        while (true)
        {
            var from = all.Count == 0 ? 1 : idOf(all[^1]);
            var parameters = $"symbol={market.Symbol}&{idName}={from}&limit={PageMax}";
            var page = await Ask(() => path == PublicTrades
                ? trader.SendRaw(HttpMethod.Get, path, parameters, null, trader.Key)
                : trader.Send(HttpMethod.Get, path, parameters));
            var overlap = all.Count(one => idOf(one) == from);
            all.AddRange(page.EnumerateArray().Skip(overlap).Select(read));
            if (page.GetArrayLength() < PageMax)
                return all;
        }
    }

    private static async Task<List<Posting>> Ledger(Trader trader)
    {
        var postings = new List<Posting>();
        while (true)
        {
            var before = postings.Count == 0 ? 0 : postings[^1].Id;
            var page = await Ask(() => trader.SendSignedIn(
                HttpMethod.Get, "/api/exchange/ledger", $"before={before}&limit={LedgerPageMax}"));
            postings.AddRange(page.EnumerateArray().Select(ApiAnswers.Posting));
            if (page.GetArrayLength() < LedgerPageMax)
                break;
        }

        postings.Reverse();
        return postings;
    }

    // The faults are over, but their traces may not be: a grain may be on its way from a dead silo to another.
    private static async Task<JsonElement> Ask(Func<Task<ApiAnswer>> send)
    {
        using var patience = new CancellationTokenSource(AnsweredWithin);
        while (true)
        {
            try
            {
                var answer = await send();
                if (answer.Status < 500 || patience.IsCancellationRequested)
                    return answer.ShouldBeDone();
            }
            catch (Exception lost) when (lost is HttpRequestException or TaskCanceledException && !patience.IsCancellationRequested)
            {
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50));
        }
    }
}
