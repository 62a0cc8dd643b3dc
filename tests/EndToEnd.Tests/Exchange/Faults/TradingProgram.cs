using System.Globalization;
using System.Text.Json;

namespace OrleansLld.Exchange.Faults;

/// <summary>
/// A program that trades at random for one account and writes down what it was answered. Like any careful program it takes no answer,
/// or one that says "unknown", as a reason to send the same request again.
/// </summary>
public sealed class TradingProgram(
    int number, Trader trader, IReadOnlyList<TestMarket> markets, IReadOnlyDictionary<string, decimal> deposits, History history, int seed)
{
    private const int OpenOrdersMax = 40;
    private static readonly TimeSpan AnsweredWithin = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan PauseBeforeRetry = TimeSpan.FromMilliseconds(20);

    private readonly Random _random = new(seed);
    private readonly List<(string Id, OrderTerms Terms)> _open = [];
    private CancellationToken _abandoned;
    private int _orders;
    private int _amendments;

    public Trader Trader => trader;

    public IReadOnlyDictionary<string, decimal> Deposits => deposits;

    /// <summary>Trades until it is over; then it still gets to know what became of its last request, unless that is abandoned.</summary>
    public async Task Trade(CancellationToken over, CancellationToken abandoned)
    {
        _abandoned = abandoned;
        while (!over.IsCancellationRequested)
            await Step();
    }

    private Task Step()
    {
        var dice = _random.Next(100);
        if (_open.Count == 0 || (dice < 60 && _open.Count < OpenOrdersMax))
            return Place();
        var chosen = _random.Next(_open.Count);
        var (id, terms) = _open[chosen];
        switch (dice)
        {
            case < 80:
                _open.RemoveAt(chosen);
                var cancel = $"{Of(id, terms)}&newClientOrderId=c{id}";
                return Do(new Request.Cancel(id), HttpMethod.Delete, "/api/v3/order", cancel, Told(terms));
            case < 85:
                var quantity = Math.Max(0.001m, terms.Quantity - (_random.Next(1, 200) / 1000m));
                _open[chosen] = (id, terms with { Quantity = quantity });
                return Do(
                    new Request.Reduce(id, quantity), HttpMethod.Put, "/api/v3/order/amend/keepPriority",
                    $"{Of(id, terms)}&newQty={Text(quantity)}&newClientOrderId=a{++_amendments}", Told(terms));
            case < 94:
                return Find(id, terms);
            default:
                return Do(new Request.Balances(), HttpMethod.Get, "/api/v3/account", "omitZeroBalances=true", ApiAnswers.Has);
        }
    }

    private async Task Place()
    {
        var market = markets[_random.Next(markets.Count)];
        var terms = new OrderTerms(
            market.Symbol,
            _random.Next(2) == 0 ? "BUY" : "SELL",
            _random.Next(4) == 0 ? "IOC" : "GTC",
            100m + (_random.Next(-300, 300) / 100m),
            _random.Next(100, 5_000) / 1000m);
        var id = $"k{++_orders}";
        var text = $"symbol={terms.Symbol}&side={terms.Side}&type=LIMIT&timeInForce={terms.Lifetime}&quantity={Text(terms.Quantity)}"
            + $"&price={Text(terms.Price)}&newClientOrderId={id}&newOrderRespType=RESULT";
        var answer = await Do(new Request.Place(id, terms), HttpMethod.Post, "/api/v3/order", text, Told(terms));
        if (answer is Answer.Told { Order.IsOpen: true })
            _open.Add((id, terms));
    }

    private async Task Find(string id, OrderTerms terms)
    {
        var answer = await Do(new Request.Find(id), HttpMethod.Get, "/api/v3/order", Of(id, terms), Told(terms));
        if (answer is Answer.Told { Order.IsOpen: false })
            _open.RemoveAll(order => order.Id == id);
    }

    private async Task<Answer> Do(
        Request request, HttpMethod method, string path, string parameters, Func<JsonElement, Answer> read)
    {
        using var patience = new CancellationTokenSource(AnsweredWithin);
        var invoked = history.Now();
        for (var attempt = 1; ; attempt++)
        {
            if (await Ask(request, method, path, parameters) is { } answer)
            {
                Answer known = answer.Status == 200 ? read(answer.Body) : new Answer.Refused(answer.Code);
                history.Add(new Operation(number, request, known, invoked, history.Now(), attempt));
                return known;
            }

            if (patience.IsCancellationRequested)
                throw new TimeoutException($"Trader {number} got no answer to {request} in {attempt} attempts.");
            await Task.Delay(PauseBeforeRetry, _abandoned);
        }
    }

    /// <summary>The answer, or null where it is unknown what became of the request.</summary>
    private async Task<ApiAnswer?> Ask(Request request, HttpMethod method, string path, string parameters)
    {
        try
        {
            var answer = await trader.Send(method, path, parameters);
            if (answer.Status >= 500 && !ApiAnswers.IsRetryable(answer))
                history.Surprise($"trader {number}: {request} was answered {answer.Status} {answer.Body}");
            if (answer.Status < 500 && !ApiAnswers.IsTooLate(answer))
                return answer;
            history.Failed($"trader {number}: {request} was answered {answer.Status} {answer.Body}");
            return null;
        }
        catch (Exception lost) when (lost is HttpRequestException or TaskCanceledException)
        {
            history.Failed($"trader {number}: {request} was not answered: {lost.Message}");
            return null;
        }
    }

    private static string Of(string id, OrderTerms terms) => $"symbol={terms.Symbol}&origClientOrderId={id}";

    private static Func<JsonElement, Answer> Told(OrderTerms terms) => body => ApiAnswers.Told(terms.Symbol, body);

    private static string Text(decimal number) => number.ToString(CultureInfo.InvariantCulture);
}
