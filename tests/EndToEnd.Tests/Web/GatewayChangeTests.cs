using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Playwright;
using OrleansLld.Cluster;
using OrleansLld.Exchange;
using OrleansLld.Gateways;

namespace OrleansLld.Web;

/// <summary>The gateway that serves a page is killed while its reader trades: the page goes on at another by itself.</summary>
public sealed class GatewayChangeTests(ITestOutputHelper output)
{
    private const int Kills = 3;

    [Fact]
    public async Task A_page_whose_gateway_is_killed_while_an_order_is_placed_goes_on_at_the_other()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        await using var cluster = await TwoGateways.Start();
        await using var browser = await VisitingBrowser.Start();
        await using var buyer = await browser.NewVisitor(Screen.Desk, cluster.One);
        await using var seller = await browser.NewVisitor(Screen.Desk, cluster.Other);
        foreach (var person in new[] { buyer, seller })
        {
            await person.SignUp();
            await person.OpenMarketWithMoney("BTCUSDT");
            await person.Page.EvaluateAsync("() => { window.loadedOnce = true }");
        }

        await buyer.Place("Buy", "0.1", "50000");
        await seller.Place("Sell", "0.04", "50000");
        await buyer.Sees("An order of yours was filled");

        var (serving, idle) = (cluster.One, cluster.Other);
        for (var kill = 1; kill <= Kills; kill++)
        {
            // The seller's page is served by either of the two; both people go on.
            await UntilBothAreKnown(cluster);
            await PlaceAndKill(buyer, serving, 50_000 - kill, kill % 2 == 0 ? null : random.Next(20));
            await buyer.Sees($"Open orders ({kill + 1})");
            await buyer.SeesInBook($"{50_000 - kill:N0}.00", "0.10000");
            await ShouldBeCalm(buyer);
            await serving.StartAgainAsync();
            (serving, idle) = (idle, serving);
        }

        await seller.Place("Sell", "0.06", "50000");
        await buyer.Sees($"Open orders ({Kills})");
        await ShouldBeCalm(seller);
        await ShouldStandOnce(buyer, serving);
    }

    [Fact]
    public async Task A_page_leaves_a_gateway_that_is_told_to_stop_while_it_still_serves()
    {
        await using var cluster = await RunningCluster.StartAsync(
            1, 2, "--Storage:Provider=Volatile", "--Demo", "--Gateway:DrainSeconds=10");
        foreach (var gateway in cluster.Gateways)
            await TwoGateways.UntilListed(gateway, [.. cluster.Gateways]);
        await using var browser = await VisitingBrowser.Start();
        await using var person = await browser.NewVisitor(Screen.Desk, cluster.Gateways[0]);
        await person.SignUp();
        await person.OpenMarketWithMoney("BTCUSDT");
        await person.Sees("Nobody bids or offers yet");

        var stopped = cluster.Gateways[0].StopAsync();
        await Assertions.Expect(person.Page.GetByLabel($"Connection: Live via {cluster.Gateways[1].Address.Authority}")).ToBeVisibleAsync();
        stopped.IsCompleted.ShouldBeFalse();
        await person.Place("Buy", "0.1", "50000");

        await person.Sees("Open: buy 0.1 BTC at 50,000.00 USDT.");
        await person.SeesInBook("50,000.00", "0.10000");
        (await stopped).ShouldBe(0);
        person.Complaints.Where(complaint => !TellsOfTheOutage(complaint)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_page_behind_a_load_balancer_outlives_each_of_the_gateways_behind_it()
    {
        await using var balancer = new LoadBalancer(FreePorts.Take());
        await using var cluster = await TwoGateways.Start($"--Gateway:PublicAddress={balancer.Address}");
        balancer.Start(cluster.One.Address, cluster.Other.Address);
        await using var browser = await VisitingBrowser.Start();
        await using var person = await browser.NewVisitor(Screen.Desk, balancer.Address);
        await person.SignUp();
        await person.OpenMarketWithMoney("BTCUSDT");
        await person.Page.EvaluateAsync("() => { window.loadedOnce = true }");

        var price = 50_000;
        foreach (var gateway in new[] { cluster.One, cluster.Other })
        {
            await PlaceAndKill(person, gateway, --price, afterMs: null);
            await person.SeesInBook($"{price:N0}.00", "0.10000");
            await person.Sees($"Open orders ({50_000 - price})");
            await ShouldBeCalm(person);
            await gateway.StartAgainAsync();
        }
    }

    private static async Task PlaceAndKill(Visitor person, RunningProduct gateway, int price, int? afterMs)
    {
        await person.Fill("Buy", "0.1", price.ToString(CultureInfo.InvariantCulture));
        if (afterMs is { } delay)
        {
            await person.Submit();
            await Task.Delay(delay);
        }
        else
        {
            // Stopped, it takes the order in and does not answer.
            using (var stop = Process.Start("kill", ["-STOP", $"{gateway.ProcessId}"]))
                await stop.WaitForExitAsync();
            await person.Submit();
        }

        await gateway.KillAsync();
    }

    // Nothing of what happened is left on the screen but who serves the page.
    private static async Task ShouldBeCalm(Visitor person)
    {
        await Assertions.Expect(person.Page.GetByLabel("Connection: Live").First).ToBeVisibleAsync();
        await Assertions.Expect(person.Page.GetByText("No answer yet")).ToHaveCountAsync(0);
        await Assertions.Expect(person.Page.GetByText("Stale since")).ToHaveCountAsync(0);
        await Assertions.Expect(person.Page.GetByRole(AriaRole.Alert)).ToHaveCountAsync(0);
        (await person.Page.EvaluateAsync<bool>("() => window.loadedOnce === true")).ShouldBeTrue();
        person.Complaints.Where(complaint => !TellsOfTheOutage(complaint)).ShouldBeEmpty();
    }

    private static async Task ShouldStandOnce(Visitor person, RunningProduct gateway)
    {
        var token = await person.Page.EvaluateAsync<string>("() => JSON.parse(localStorage.getItem('session')).token");
        var orders = await Ask(gateway, token, "/api/v3/allOrders?symbol=BTCUSDT");
        orders.EnumerateArray().Select(order => (order.GetProperty("price").GetString(), order.GetProperty("status").GetString()))
            .ShouldBe([
                ("50000.00000000", "FILLED"),
                .. Enumerable.Range(1, Kills).Select(kill => ($"{50_000 - kill}.00000000", "NEW")),
            ]);
        var locked = Enumerable.Range(1, Kills).Sum(kill => 0.1m * (50_000 - kill));
        var balances = (await Ask(gateway, token, "/api/v3/account")).GetProperty("balances").EnumerateArray().ToList();
        Amount(balances, "USDT", "locked").ShouldBe(locked);
        Amount(balances, "USDT", "free").ShouldBe(100_000m - 0.1m * 50_000 - locked);
        Amount(balances, "BTC", "free").ShouldBe(2m + 0.1m * 0.999m);
    }

    private static async Task<JsonElement> Ask(RunningProduct gateway, string token, string address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return (await ApiAnswer.Of(gateway.Http, request)).ShouldBeDone();
    }

    private static decimal Amount(List<JsonElement> balances, string asset, string part) => decimal.Parse(
        balances.Single(balance => balance.GetProperty("asset").GetString() == asset).GetProperty(part).GetString()!,
        CultureInfo.InvariantCulture);

    private static async Task UntilBothAreKnown(TwoGateways cluster)
    {
        foreach (var gateway in new[] { cluster.One, cluster.Other })
            await TwoGateways.UntilListed(gateway, cluster.One, cluster.Other);
    }

    // The browser itself writes these; a page cannot keep it from doing so.
    private static bool TellsOfTheOutage(string complaint) =>
        complaint.Contains("net::ERR_", StringComparison.Ordinal)
        || complaint.Contains("status of 503", StringComparison.Ordinal)
        || complaint.StartsWith("WebSocket connection to", StringComparison.Ordinal);
}
