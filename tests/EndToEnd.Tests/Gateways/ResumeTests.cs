using System.Globalization;
using System.Text.Json;
using OrleansLld.Exchange;

namespace OrleansLld.Gateways;

/// <summary>
/// The gateway under a program that follows its orders live is killed again and again while it trades. In the end what it heard is held
/// against the history: each change of its orders and each trade of the market once, in order.
/// </summary>
public sealed class ResumeTests(ITestOutputHelper output)
{
    private const string Symbol = "BTCUSDT";
    private const string PublicTrades = "/api/v3/historicalTrades";
    private const int ChangesBetweenKills = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static int Kills => Environment.GetEnvironmentVariable("ORLEANSLLD_SOAK") == "1" ? 60 : 6;

    [Fact]
    public async Task A_program_whose_gateway_is_killed_goes_on_at_the_other_and_hears_everything_once()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        await using var cluster = await TwoGateways.Start();
        var (owner, counterparty) = (await NewTraders(cluster), await NewTraders(cluster));
        await using var client = new ResumingClient(Symbol, owner[0].Token, isPacked: seed % 2 == 0, cluster.One, cluster.Other);
        client.Start();
        await Until(() => client.Connections == 1);

        using var over = new CancellationTokenSource();
        var trading = Task.WhenAll(Trade(owner, new Random(seed + 1), over.Token), Trade(counterparty, new Random(seed + 2), over.Token));
        for (var kill = 1; kill <= Kills; kill++)
        {
            var heard = client.Changes.Count;
            await Until(() => client.Changes.Count >= heard + random.Next(1, ChangesBetweenKills));
            var victim = client.At;
            await victim.KillAsync();
            await Until(() => client.Connections > kill);
            await victim.StartAgainAsync();
        }

        await over.CancelAsync();
        var orders = await trading;
        await Compare(client, owner[0]);
        output.WriteLine(
            $"{Kills} kills, {orders.Sum()} orders, {client.Changes.Count} own changes and {client.Trades.Count} trades heard once, "
            + $"{client.Repeated} repeated changes dropped");
    }

    private static async Task Compare(ResumingClient client, Trader owner)
    {
        // What is heard of the last order is heard after everything else.
        const string Last = $"symbol={Symbol}&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=100&newClientOrderId=last";
        (await owner.Place(Last)).ShouldBeDone();
        await Until(() => client.Changes.Any(change => change.ClientOrderId == "last"));
        var depth = await Depth(owner);
        await Until(() => client.BookSequence == depth.GetProperty("lastUpdateId").GetInt64());
        client.Incomplete.ShouldBe(0);
        client.Levels.ShouldBe(
            depth.GetProperty("bids").EnumerateArray().Concat(depth.GetProperty("asks").EnumerateArray())
                .ToDictionary(level => level[0].GetString()!, level => level[1].GetString()!), ignoreOrder: true);

        var fills = await All(owner, "/api/v3/myTrades", "fromId", "id");
        AreTheSame(
            client.Changes.Where(change => change.Change == "TRADE")
                .Select(change => (change.TradeId, change.OrderId, change.IsMaker, change.Price, change.Qty, change.Commission)),
            fills.Select(fill => (
                fill.GetProperty("id").GetInt64(), fill.GetProperty("orderId").GetInt64(), fill.GetProperty("isMaker").GetBoolean(),
                Text(fill, "price"), Text(fill, "qty"), Text(fill, "commission"))));

        var orders = await All(owner, "/api/v3/allOrders", "orderId", "orderId");
        AreTheSame(
            client.Changes.Where(change => change.Change == "NEW").Select(change => (change.OrderId, change.ClientOrderId)),
            orders.Select(order => (order.GetProperty("orderId").GetInt64(), (string?)Text(order, "clientOrderId"))));
        AreTheSame(
            client.Changes.Where(change => change.Change is "FILLED" or "CANCELED" or "EXPIRED" or "EXPIRED_IN_MATCH")
                .Select(change => (change.OrderId, change.Change)).OrderBy(end => end.OrderId),
            orders.Select(order => (order.GetProperty("orderId").GetInt64(), Text(order, "status")))
                .Where(order => order.Item2 is not ("NEW" or "PARTIALLY_FILLED")));

        var trades = await All(owner, PublicTrades, "fromId", "id");
        AreTheSame(
            client.Trades.Select(trade => (trade.Id, trade.Price, trade.Qty)),
            trades.Select(trade => (trade.GetProperty("id").GetInt64(), Text(trade, "price"), Text(trade, "qty"))));
    }

    private static void AreTheSame<T>(IEnumerable<T> heard, IEnumerable<T> kept)
    {
        var (one, other) = (heard.ToList(), kept.ToList());
        for (var i = 0; i < Math.Min(one.Count, other.Count); i++)
            one[i].ShouldBe(other[i], $"at {i} of {one.Count} heard and {other.Count} kept");

        one.Count.ShouldBe(other.Count);
    }

    /// <summary>Trades until it is over; what is not answered is sent again, to the other gateway, with the same id.</summary>
    private static async Task<int> Trade(Trader[] trader, Random random, CancellationToken over)
    {
        var placed = 0;
        for (; !over.IsCancellationRequested; placed++)
        {
            var (side, lifetime) = (random.Next(2) == 0 ? "BUY" : "SELL", random.Next(4) == 0 ? "IOC" : "GTC");
            var price = (60_000 + random.Next(-100, 100)).ToString(CultureInfo.InvariantCulture);
            var quantity = (random.Next(10, 500) / 10_000m).ToString(CultureInfo.InvariantCulture);
            var order = $"symbol={Symbol}&side={side}&type=LIMIT&timeInForce={lifetime}&quantity={quantity}&price={price}"
                + $"&newClientOrderId=o{placed}&newOrderRespType=ACK";
            (await Persist(trader, HttpMethod.Post, order)).Status.ShouldBe(200);
            var cancel = $"symbol={Symbol}&origClientOrderId=o{random.Next(placed + 1)}&newClientOrderId=c{placed}";
            if (random.Next(4) == 0)
                await Persist(trader, HttpMethod.Delete, cancel);
        }

        return placed;
    }

    private static async Task<ApiAnswer> Persist(Trader[] trader, HttpMethod method, string parameters)
    {
        using var patience = new CancellationTokenSource(Patience);
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                if (await trader[attempt % trader.Length].Send(method, "/api/v3/order", parameters) is { Status: < 500 } answer)
                    return answer;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), patience.Token);
            }
        }
    }

    // Each page begins with the last id of the one before: of a trade with oneself the page may have ended between the two sides.
    private static async Task<List<JsonElement>> All(Trader trader, string path, string from, string id)
    {
        var all = new List<JsonElement>();
        var seen = new HashSet<string>();
        while (true)
        {
            var query = $"symbol={Symbol}&{from}={(all.Count == 0 ? 1 : all[^1].GetProperty(id).GetInt64())}&limit=1000";
            var isPublic = path == PublicTrades;
            var page = (await trader.SendRaw(HttpMethod.Get, path, isPublic ? query : trader.Sign(query), null, trader.Key)).ShouldBeDone();
            var fresh = page.EnumerateArray().Where(entry => seen.Add(entry.GetRawText())).ToList();
            if (fresh.Count == 0)
                return all;
            all.AddRange(fresh);
        }
    }

    /// <summary>A new account with money, once at each gateway.</summary>
    private static async Task<Trader[]> NewTraders(TwoGateways cluster)
    {
        var visitor = await Accounts.Visitor.SignedInTo(cluster.One);
        var made = (await visitor.Send(HttpMethod.Post, "/api/accounts/credentials", new { kind = "exchange", label = "test" })).Json();
        var (key, secret) = (Text(made, "id"), Text(made, "secret"));
        Trader[] traders =
            [new(cluster.One.Http, visitor.Token!, key, secret), new(cluster.Other.Http, visitor.Token!, key, secret)];
        await traders[0].Deposit("BTC", "1000");
        await traders[0].Deposit("USDT", "100000000");
        return traders;
    }

    private static async Task<JsonElement> Depth(Trader trader) =>
        (await trader.SendRaw(HttpMethod.Get, "/api/v3/depth", $"symbol={Symbol}&limit=5000", null, null)).ShouldBeDone();

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static Task Until(Func<bool> holds) => Until(() => Task.FromResult(holds()));

    private static async Task Until(Func<Task<bool>> holds)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!await holds())
            await Task.Delay(TimeSpan.FromMilliseconds(5), patience.Token);
    }
}
