using System.Collections.Concurrent;
using System.Web;
using Microsoft.Playwright;

namespace OrleansLld.Web;

/// <summary>Two people trade with each other through the page.</summary>
public sealed class ExchangePageTests(WebProduct web) : IClassFixture<WebProduct>
{
    [Fact]
    public async Task Two_people_trade_and_both_see_it_as_it_happens()
    {
        await using var buyer = await web.NewVisitor(Screen.Desk);
        await using var seller = await web.NewVisitor(Screen.Desk);
        foreach (var person in new[] { buyer, seller })
        {
            await person.SignUp();
            await person.OpenMarketWithMoney("BTCUSDT");
            await person.Sees("Nobody bids or offers yet");
        }

        await buyer.Place("Buy", "0.5", "60000");
        await buyer.Sees("Open: buy 0.5 BTC at 60,000.00 USDT.");
        await buyer.Sees("Open orders (1)");
        await seller.SeesInBook("60,000.00", "0.50000");

        await seller.Place("Sell", "0.2", "60000");
        await seller.Sees("Sold 0.2 BTC at 60,000.00 USDT.");
        await buyer.Sees("An order of yours was filled");
        await buyer.SeesInBook("60,000.00", "0.30000");
        await Assertions.Expect(buyer.Pane("Open orders").GetByText("40%")).ToBeVisibleAsync();
        foreach (var person in new[] { buyer, seller })
        {
            await Assertions.Expect(person.Pane("Trades").GetByText("0.20000")).ToBeVisibleAsync();
            await person.Tab("Fills");
            await Assertions.Expect(person.Pane("Fills").GetByText("12,000.00")).ToBeVisibleAsync();
        }

        await seller.Tab("Balances");
        await Assertions.Expect(seller.Pane("Balances").GetByText("111,988.00").First).ToBeVisibleAsync();
        buyer.Complaints.ShouldBeEmpty();
        seller.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_order_that_cannot_be_paid_is_refused_in_words_and_nothing_is_sent()
    {
        await using var person = await web.NewVisitor(Screen.Desk);
        await person.SignUp();
        await person.OpenMarketWithMoney("ETHBTC");

        await person.Place("Buy", "50", "0.05");

        await person.Sees("Your balance of 2.00 BTC is less than the 2.50 this order needs.");
        await person.Sees("No open orders");
        person.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_order_whose_answers_are_lost_is_asked_again_by_its_id_and_stands_once()
    {
        const int LostAnswers = 2;
        var ids = new ConcurrentQueue<string>();
        await using var person = await web.NewVisitor(Screen.Desk);
        await person.SignUp();
        await person.OpenMarketWithMoney("ETHBTC");
        await person.Page.RouteAsync("**/api/v3/order?*", async route =>
        {
            ids.Enqueue(HttpUtility.ParseQueryString(new Uri(route.Request.Url).Query)["newClientOrderId"]!);
            var answer = await route.FetchAsync();
            if (ids.Count <= LostAnswers)
                await route.AbortAsync();
            else
                await route.FulfillAsync(new RouteFulfillOptions { Response = answer });
        });

        await person.Place("Buy", "1", "0.04");

        await person.Sees("An unanswered order is answered");
        await person.Sees("Open orders (1)");
        await Assertions.Expect(person.Page.GetByText("No answer yet")).ToHaveCountAsync(0);
        ids.Count.ShouldBe(LostAnswers + 1);
        ids.Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task The_palette_fills_a_book_with_sample_orders_of_ones_own()
    {
        await using var person = await web.NewVisitor(Screen.Desk);
        await person.SignUp();
        await person.OpenMarketWithMoney("ETHBTC");
        await person.Sees("No open orders");

        await person.Page.Keyboard.PressAsync("Control+k");
        await person.Page.GetByPlaceholder("Go to or do").FillAsync("sample");
        await person.Page.Keyboard.PressAsync("Enter");
        await person.Button("Place them").ClickAsync();

        await person.Sees("Open orders (20)");
        person.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_page_outlives_the_server_and_goes_on_without_being_loaded_again()
    {
        await using var buyer = await web.NewVisitor(Screen.Desk);
        await using var seller = await web.NewVisitor(Screen.Desk);
        foreach (var person in new[] { buyer, seller })
        {
            await person.SignUp();
            await person.OpenMarketWithMoney("ETHUSDT");
            await person.Page.EvaluateAsync("() => { window.loadedOnce = true }");
        }

        await seller.Place("Sell", "2", "3000");
        await buyer.SeesInBook("3,000.00", "2.0000");

        await web.Product.KillAsync();
        await buyer.Sees("Stale since");
        await buyer.Sees("Reconnecting");
        await web.Product.StartAgainAsync();

        foreach (var person in new[] { buyer, seller })
        {
            await person.Sees("Live: 0 bid and 1 offer prices");
            await Assertions.Expect(person.Page.GetByText("Reconnecting")).ToHaveCountAsync(0);
        }

        await buyer.Place("Buy", "1.5", "3000");
        await buyer.Sees("Bought 1.5 ETH at 3,000.00 USDT.");
        await seller.Sees("An order of yours was filled");
        await seller.SeesInBook("3,000.00", "0.5000");
        foreach (var person in new[] { buyer, seller })
        {
            (await person.Page.EvaluateAsync<bool>("() => window.loadedOnce === true")).ShouldBeTrue();
            person.Complaints.Where(complaint => !TellsOfTheOutage(complaint)).ShouldBeEmpty();
        }
    }

    // The browser itself writes these; a page cannot keep it from doing so.
    private static bool TellsOfTheOutage(string complaint) =>
        complaint.Contains("net::ERR_", StringComparison.Ordinal)
        || complaint.StartsWith("WebSocket connection to", StringComparison.Ordinal);
}
