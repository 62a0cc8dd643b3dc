using System.Globalization;
using System.Text.Json;

namespace OrleansLld.Exchange;

/// <summary>The process is killed while programs trade; they send again what was not answered, and then everything is counted.</summary>
public sealed class KillTests(ExchangeProduct exchange, ITestOutputHelper output) : IClassFixture<ExchangeProduct>
{
    private const int Traders = 6;
    private const decimal DepositedEach = 1_000_000m;
    private static readonly TimeSpan AnsweredWithin = TimeSpan.FromMinutes(10);

    private static int Kills => Environment.GetEnvironmentVariable("ORLEANSLLD_SOAK") == "1" ? 100 : 10;

    [Fact]
    public async Task No_kill_loses_an_acknowledged_order_or_balance_nor_doubles_an_unanswered_one()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var market = exchange.TakeMarket();
        var traders = new List<Trader>();
        for (var i = 0; i < Traders; i++)
            traders.Add(await exchange.NewTrader(market, DepositedEach.ToString(CultureInfo.InvariantCulture)));

        using var over = new CancellationTokenSource();
        var trading = traders.Select((trader, i) => Trade(trader, market, new Random(seed + i), over.Token)).ToList();
        var random = new Random(seed);
        for (var kill = 0; kill < Kills; kill++)
        {
            await Task.Delay(random.Next(100, 1_500), TestContext.Current.CancellationToken);
            await exchange.Product.KillAsync();
            await exchange.Product.StartAgainAsync();
        }

        await over.CancelAsync();
        var acknowledged = await Task.WhenAll(trading);
        var retries = acknowledged.Sum(orders => orders.Values.Sum(order => order.Retries));
        output.WriteLine($"{Kills} kills, {acknowledged.Sum(orders => orders.Count)} acknowledged orders, {retries} sent again");
        await Count(market, traders, acknowledged);
    }

    private static async Task<Dictionary<string, (JsonElement Reply, int Retries)>> Trade(
        Trader trader, TestMarket market, Random random, CancellationToken over)
    {
        var acknowledged = new Dictionary<string, (JsonElement, int)>();
        while (!over.IsCancellationRequested)
        {
            var id = $"k{acknowledged.Count}";
            var side = random.Next(2) == 0 ? "BUY" : "SELL";
            var lifetime = random.Next(4) == 0 ? "IOC" : "GTC";
            var price = (100m + random.Next(-300, 300) / 100m).ToString(CultureInfo.InvariantCulture);
            var quantity = (random.Next(100, 5_000) / 1000m).ToString(CultureInfo.InvariantCulture);
            var order = $"symbol={market.Symbol}&side={side}&type=LIMIT&timeInForce={lifetime}&quantity={quantity}&price={price}"
                + $"&newClientOrderId={id}&newOrderRespType=RESULT";
            acknowledged[id] = await Persist(() => trader.Place(order));
            if (random.Next(5) == 0)
                await Persist(() => trader.Send(HttpMethod.Delete, "/api/v3/order", $"symbol={market.Symbol}&origClientOrderId={id}"));
        }

        return acknowledged;
    }

    // As trading programs do: no answer, or an answer that says "unknown", means the same request again.
    private static async Task<(JsonElement Reply, int Retries)> Persist(Func<Task<ApiAnswer>> send)
    {
        using var patience = new CancellationTokenSource(AnsweredWithin);
        for (var retries = 0; ; retries++)
        {
            try
            {
                var answer = await send();
                if (answer.Status < 500)
                    return (answer.Body, retries);
            }
            catch (HttpRequestException)
            {
                patience.IsCancellationRequested.ShouldBeFalse();
            }

            await Task.Delay(20, patience.Token);
        }
    }

    private static async Task Count(
        TestMarket market, List<Trader> traders, Dictionary<string, (JsonElement Reply, int Retries)>[] acknowledged)
    {
        var (quote, baseAsset) = (0m, 0m);
        for (var i = 0; i < traders.Count; i++)
        {
            var orders = await All(traders[i], "/api/v3/allOrders", market, "orderId");
            orders.Select(order => order.GetProperty("clientOrderId").GetString()).ShouldBeUnique();
            var byId = orders.ToDictionary(order => order.GetProperty("clientOrderId").GetString()!);
            foreach (var (id, (reply, _)) in acknowledged[i])
            {
                reply.TryGetProperty("orderId", out var orderId).ShouldBeTrue(reply.GetRawText());
                byId[id].GetProperty("orderId").GetInt64().ShouldBe(orderId.GetInt64());
                Amount(byId[id], "executedQty").ShouldBeGreaterThanOrEqualTo(Amount(reply, "executedQty"));
            }

            var open = orders.Where(order => order.GetProperty("status").GetString() is "NEW" or "PARTIALLY_FILLED").ToList();
            var left = open.ToLookup(
                order => order.GetProperty("side").GetString(), order => Amount(order, "origQty") - Amount(order, "executedQty"));
            var bids = open.Where(order => order.GetProperty("side").GetString() == "BUY")
                .Sum(order => (Amount(order, "origQty") - Amount(order, "executedQty")) * Amount(order, "price"));
            var (freeQuote, lockedQuote) = await Balance(traders[i], "USDT");
            var (freeBase, lockedBase) = await Balance(traders[i], market.Base);
            lockedQuote.ShouldBe(bids);
            lockedBase.ShouldBe(left["SELL"].Sum());

            var fills = await All(traders[i], "/api/v3/myTrades", market, "id");
            quote += freeQuote + lockedQuote + Fees(fills, "USDT");
            baseAsset += freeBase + lockedBase + Fees(fills, market.Base);
        }

        quote.ShouldBe(DepositedEach * traders.Count);
        baseAsset.ShouldBe(DepositedEach * traders.Count);
    }

    private static async Task<List<JsonElement>> All(Trader trader, string path, TestMarket market, string idName)
    {
        var all = new List<JsonElement>();
        var idParameter = idName == "id" ? "fromId" : idName;
        while (true)
        {
            var from = all.Count == 0 ? 1 : all[^1].GetProperty(idName).GetInt64() + 1;
            var page = (await trader.Send(HttpMethod.Get, path, $"symbol={market.Symbol}&{idParameter}={from}&limit=1000")).ShouldBeDone();
            if (page.GetArrayLength() == 0)
                return all;
            all.AddRange(page.EnumerateArray());
        }
    }

    private static decimal Fees(List<JsonElement> fills, string asset) =>
        fills.Where(fill => fill.GetProperty("commissionAsset").GetString() == asset).Sum(fill => Amount(fill, "commission"));

    private static async Task<(decimal Free, decimal Locked)> Balance(Trader trader, string asset)
    {
        var (free, locked) = await trader.Balance(asset);
        return (decimal.Parse(free, CultureInfo.InvariantCulture), decimal.Parse(locked, CultureInfo.InvariantCulture));
    }

    private static decimal Amount(JsonElement element, string name) =>
        decimal.Parse(element.GetProperty(name).GetString()!, CultureInfo.InvariantCulture);
}
