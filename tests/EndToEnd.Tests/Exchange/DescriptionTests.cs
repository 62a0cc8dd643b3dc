using System.Text.Json;

namespace OrleansLld.Exchange;

/// <summary>What the OpenAPI document says of the Binance addresses, put to the addresses themselves.</summary>
[Collection(ExchangeProduct.Collection)]
public sealed class DescriptionTests(ExchangeProduct exchange)
{
    private const string OwnOrderId = "own-order";
    private const int UnreadParameters = -1104;
    private const int NoSuchAddress = -1020;

    private static readonly Dictionary<string, string> Values = new()
    {
        ["side"] = "SELL",
        ["timeInForce"] = "GTC",
        ["quantity"] = "1",
        ["price"] = "50.00",
        ["newQty"] = "1",
        ["interval"] = "1m",
        ["limit"] = "5",
        ["fromId"] = "1",
        ["orderId"] = "1",
        ["cancelOrderId"] = "1",
        ["startTime"] = "1700000000000",
        ["endTime"] = "1700000060000",
        ["timeZone"] = "0",
        ["permissions"] = "SPOT",
        ["symbolStatus"] = "TRADING",
        ["showPermissionSets"] = "false",
        ["omitZeroBalances"] = "true",
        ["computeCommissionRates"] = "true",
        ["cancelReplaceMode"] = "ALLOW_FAILURE",
        ["newOrderRespType"] = "ACK",
        ["selfTradePreventionMode"] = "NONE",
        ["recvWindow"] = "5000",
        ["signature"] = "00",
    };

    [Fact]
    public async Task Every_question_is_answered_with_what_it_must_have_and_any_one_parameter_that_it_may_have()
    {
        var market = exchange.TakeMarket();
        var trader = await exchange.NewTrader(market, "1000");
        var order = $"symbol={market.Symbol}&side=SELL&type=LIMIT&timeInForce=GTC&quantity=1&price=50.00&newClientOrderId={OwnOrderId}";
        (await trader.Place(order)).ShouldBeDone();
        foreach (var (path, method, operation) in await Operations("get"))
        {
            foreach (var query in Queries(operation, market))
            {
                var answer = await trader.SendSignedIn(new HttpMethod(method), path, query);

                answer.Status.ShouldBe(200, $"{path}?{query}: {answer.Body}");
            }
        }
    }

    [Fact]
    public async Task Every_command_reads_what_it_is_said_to_read()
    {
        var market = exchange.TakeMarket();
        var trader = await exchange.NewTrader(market, "1000");
        foreach (var (path, method, operation) in await Operations("post", "put", "delete"))
        {
            foreach (var query in Queries(operation, market))
            {
                var answer = await trader.SendSignedIn(new HttpMethod(method), path, query);

                answer.Code.ShouldNotBeOneOf(UnreadParameters, NoSuchAddress);
                (answer.Status is 200 or 400 or 409).ShouldBeTrue($"{method} {path}?{query}: {answer.Body}");
            }
        }
    }

    private async Task<List<(string Path, string Method, JsonElement Operation)>> Operations(params string[] methods)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/openapi/v1.json");
        var document = (await ApiAnswer.Of(exchange.Http, request)).ShouldBeDone();
        List<(string, string, JsonElement)> operations =
        [
            .. from path in document.GetProperty("paths").EnumerateObject()
               from operation in path.Value.EnumerateObject()
               where methods.Contains(operation.Name)
               where operation.Value.GetProperty("tags")[0].GetString() == "Exchange: Binance Spot API"
               select (path.Name, operation.Name, operation.Value),
        ];
        operations.ShouldNotBeEmpty();
        return operations;
    }

    /// <summary>The mandatory parameters alone, and with each of the others.</summary>
    private static IEnumerable<string> Queries(JsonElement operation, TestMarket market)
    {
        var parameters = operation.TryGetProperty("parameters", out var listed) ? [.. listed.EnumerateArray()] : new List<JsonElement>();
        var isOrder = parameters.Exists(one => Name(one) == "timeInForce");
        var mandatory = parameters.Where(one => IsRequired(one) || (isOrder && Name(one) is "timeInForce" or "quantity" or "price"))
            .Select(Name).Concat(NeedsOrder(parameters) ? ["orderId"] : []).ToList();
        foreach (string[] further in (string[][])[[], .. parameters.Select(Name).Except(mandatory).Select(name => new[] { name })])
            yield return Query([.. mandatory, .. further], market, type: isOrder ? "LIMIT" : "FULL");
    }

    private static bool NeedsOrder(List<JsonElement> parameters) => parameters.Exists(one => Name(one) == "origClientOrderId");

    private static string Name(JsonElement parameter) => parameter.GetProperty("name").GetString()!;

    private static bool IsRequired(JsonElement parameter) =>
        parameter.TryGetProperty("required", out var required) && required.GetBoolean();

    private static string Query(IEnumerable<string> names, TestMarket market, string type) =>
        string.Join('&', names.Select(name => $"{name}={Uri.EscapeDataString(name == "type" ? type : ValueOf(name, market))}"));

    private static string ValueOf(string name, TestMarket market) => name switch
    {
        "symbol" => market.Symbol,
        "symbols" => $"[\"{market.Symbol}\"]",
        "timestamp" => $"{Trader.NowMs}",
        "quoteOrderQty" => "100",
        _ when name.EndsWith("ClientOrderId", StringComparison.OrdinalIgnoreCase) => OwnOrderId,
        _ => Values[name],
    };
}
