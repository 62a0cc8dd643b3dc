using System.Collections.Concurrent;
using System.Globalization;

namespace OrleansLld.Exchange;

/// <summary>Whatever is sent, the exchange says no with a code and stays as it is.</summary>
[Collection(ExchangeProduct.Collection)]
public sealed class BadInputTests(ExchangeProduct exchange, ITestOutputHelper output)
{
    private const int Requests = 12_000;
    private const int Senders = 8;
    private const string SeedVariable = "ORLEANSLLD_SEED";

    [Fact]
    public async Task Twelve_thousand_bad_requests_are_refused_with_the_right_code_and_change_nothing()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable(SeedVariable), CultureInfo.InvariantCulture, out var given)
            ? given
            : Random.Shared.Next();
        output.WriteLine($"{SeedVariable}={seed}");
        var market = exchange.TakeMarket();
        var (sender, owner) = (await exchange.NewTrader(market, "1000"), await exchange.NewTrader(market, "1000"));
        await sender.Limit(market, "SELL", "1", "50.00");
        var resting = $"symbol={market.Symbol}&side=SELL&type=LIMIT&timeInForce=GTC&quantity=900&price=60.00&newClientOrderId=foreign";
        var foreign = (await owner.Place(resting)).ShouldBeDone();
        var before = await State(market, sender, owner);

        var drawn = new BadRequests(seed, sender, market, foreign.GetProperty("orderId").GetInt64());
        var wrong = new ConcurrentBag<string>();
        for (var sent = 0; sent < Requests; sent += 100)
            await Parallel.ForEachAsync(
                Enumerable.Range(0, 100).Select(_ => drawn.Next()).ToList(),
                new ParallelOptions { MaxDegreeOfParallelism = Senders, CancellationToken = TestContext.Current.CancellationToken },
                async (request, _) => await Send(request, wrong));

        wrong.ShouldBeEmpty($"{wrong.Count} of {Requests}; {SeedVariable}={seed}");
        (await State(market, sender, owner)).ShouldBe(before);
    }

    private async Task Send(BadRequest request, ConcurrentBag<string> wrong)
    {
        var verbatim = new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true };
        var address = exchange.Product.Address.GetLeftPart(UriPartial.Authority) + request.Path + "?" + request.Query;
        using var message = new HttpRequestMessage(new HttpMethod(request.Method), new Uri(address, verbatim));
        if (request.Key is not null)
            message.Headers.TryAddWithoutValidation("X-MBX-APIKEY", request.Key);

        if (request.Body is not null)
            message.Content = new StringContent(request.Body, System.Text.Encoding.UTF8, "application/x-www-form-urlencoded");

        var answer = await ApiAnswer.Of(exchange.Http, message);
        if (answer.Status is < 400 or >= 500 || !request.Codes.Contains(answer.Code))
            wrong.Add($"{request.Method} {request.Path}?{request.Query} {request.Body}: {answer.Status} {answer.Body}");
    }

    private static async Task<string> State(TestMarket market, params Trader[] traders)
    {
        var state = new List<string>();
        foreach (var trader in traders)
        {
            var account = (await trader.Send(HttpMethod.Get, "/api/v3/account")).ShouldBeDone();
            state.Add(account.GetProperty("balances").GetRawText());
            state.Add(account.GetProperty("updateTime").GetRawText());
            state.Add((await trader.Send(HttpMethod.Get, "/api/v3/openOrders")).ShouldBeDone().GetRawText());
            state.Add((await trader.Send(HttpMethod.Get, "/api/v3/allOrders", $"symbol={market.Symbol}")).ShouldBeDone().GetRawText());
        }

        return string.Join('\n', state);
    }
}
