using System.Globalization;
using System.Text;

namespace OrleansLld.Exchange;

/// <summary>A request that must be refused, and with what.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The address.</param>
/// <param name="Query">The query string as it goes out, signature and all.</param>
/// <param name="Body">The form body, or null.</param>
/// <param name="Key">The API key sent, or null.</param>
/// <param name="Codes">The codes that are right.</param>
public sealed record BadRequest(string Method, string Path, string Query, string? Body, string? Key, int[] Codes);

/// <summary>
/// Draws bad requests: each begins as an order or a question that would be right and is spoilt in one way, so that it cannot be taken
/// by mistake; the same seed draws the same requests (but for the time).
/// </summary>
public sealed class BadRequests(int seed, Trader trader, TestMarket market, long foreignOrderId)
{
    private const string Order = "/api/v3/order";
    private const string Amendment = "/api/v3/order/amend/keepPriority";

    private readonly Random _random = new(seed);

    public BadRequest Next() => _random.Next(16) switch
    {
        0 or 1 => SpoilAmount(),
        2 => SpoilPrecision(),
        3 => SpoilSize(),
        4 => SpoilName(),
        5 => SpoilSymbol(),
        6 => LeaveOut(),
        7 => AddMore(),
        8 => SpoilTime(),
        9 => SpoilAuthority(),
        10 => TakeForeign(),
        11 => SpendTooMuch(),
        12 => SpoilPublic(),
        13 => SpoilText(),
        14 => Oversize(),
        _ => SpoilAddress(),
    };

    private BadRequest SpoilAmount()
    {
        var (name, value) = (Any("quantity", "price"), Any(
            "-1", "+1", "1e3", "1E-8", "0x10", "NaN", "Infinity", "-Infinity", "1,5", ".5", "5.", ".", "1.2.3", "1 000", " 1", "1 ", "null",
            "true", "١٢", "一", "1\0", "'", "\"", "<b>", "${7*7}", "1;drop table orders", "100000000000000000000",
            RandomText(12), Digits(30)));
        return Signed(HttpMethods.Post, Order, With(Limit(), name, value), [-1100]);
    }

    private BadRequest SpoilPrecision()
    {
        var name = Any("quantity", "price");
        var value = $"1.{new string('0', _random.Next(8, 19))}{_random.Next(1, 10)}";
        return Signed(HttpMethods.Post, Order, With(Limit(), name, value), [-1111]);
    }

    private BadRequest SpoilSize() => _random.Next(6) switch
    {
        0 => Signed(HttpMethods.Post, Order, With(Limit(), Any("quantity", "price"), Any("0", "0.0", "0.00000000", "00")), [-1013]),
        1 => Signed(HttpMethods.Post, Order, With(Limit(), "quantity", Any("9000.001", Digits(20), "0.0005", "1.0001")), [-1013]),
        2 => Signed(HttpMethods.Post, Order, With(Limit(), "price", Any("1000000.01", Digits(20), "0.001", "1.001")), [-1013]),
        3 => Signed(HttpMethods.Post, Order, With(With(Limit(), "quantity", "0.001"), "price", "4999.99"), [-1013]),
        4 => Signed(HttpMethods.Post, Order, With(With(Limit(), "quantity", "9000"), "price", "1000000"), [-1013]),
        _ => Signed(HttpMethods.Put, Amendment, $"symbol={market.Symbol}&orderId=1&newQty={Any("0", Digits(20))}", [-1013]),
    };

    private BadRequest SpoilName() => _random.Next(6) switch
    {
        0 => Signed(HttpMethods.Post, Order, With(Limit(), "side", RandomText(8)), [-1117]),
        1 => Signed(HttpMethods.Post, Order, With(Limit(), "type", RandomText(8)), [-1116]),
        2 => Signed(HttpMethods.Post, Order, With(Limit(), "timeInForce", RandomText(8)), [-1115]),
        3 => Signed(HttpMethods.Post, Order, With(Limit(), "newOrderRespType", "A" + RandomText(8)), [-1130]),
        4 => Signed(HttpMethods.Post, Order, With(Limit(), "selfTradePreventionMode", "A" + RandomText(8)), [-1130]),
        _ => Signed(
            HttpMethods.Post, Order, With(Limit(), "newClientOrderId", "a" + Any(" ", "%", "é", "\n", new string('x', 36))), [-1100]),
    };

    private BadRequest SpoilSymbol() => _random.Next(3) switch
    {
        0 => Signed(HttpMethods.Post, Order, With(Limit(), "symbol", Letters(_random.Next(1, 20))), [-1121]),
        1 => Signed(HttpMethods.Delete, Order, $"symbol={Letters(6)}&orderId=1", [-1121]),
        _ => Signed(
            HttpMethods.Get, "/api/v3/openOrders", "symbol=" + Any("btcusdt", "BTC%2FUSDT", "..%2F..%2Fetc", new string('A', 21)), [-1100]),
    };

    private BadRequest LeaveOut()
    {
        var fields = Limit().Split('&');
        var missing = _random.Next(fields.Length);
        return Signed(HttpMethods.Post, Order, string.Join('&', fields.Where((_, index) => index != missing)), [-1102]);
    }

    private BadRequest AddMore() => _random.Next(6) switch
    {
        0 => Signed(HttpMethods.Post, Order, $"{Limit()}&{Letters(5).ToLowerInvariant()}q={_random.Next()}", [-1104]),
        1 => Signed(HttpMethods.Post, Order, $"{Limit()}&side=BUY", [-1101]),
        2 => Signed(HttpMethods.Post, Order, $"{Limit()}&stopPrice=1", [-1106]),
        3 => Signed(HttpMethods.Post, Order, $"{Limit()}&{Any("icebergQty", "trailingDelta", "pegPriceType")}=1", [-1013]),
        4 => Signed(HttpMethods.Post, Order, $"{Limit()}&quoteOrderQty=10", [-1106]),
        _ => Signed(HttpMethods.Post, Order, string.Join('&', Enumerable.Range(0, 40).Select(i => $"f{i}={i}")), [-1101]),
    };

    private BadRequest SpoilTime() => _random.Next(4) switch
    {
        0 => SignedAt($"{Trader.NowMs - _random.Next(6_000, 1_000_000_000)}", "", [-1021]),
        1 => SignedAt($"{Trader.NowMs + _random.Next(10_000, 1_000_000_000)}", "", [-1021]),
        2 => SignedAt(Any("-1", "now", "1.5", "1e12", Digits(21)), "", [-1100]),
        _ => SignedAt($"{Trader.NowMs}", "recvWindow=" + Any("60001", "-1", "1e3", "99999999999999999999", "1.0001"), [-1100, -1131]),
    };

    private BadRequest SpoilAuthority()
    {
        var good = Signed(HttpMethods.Post, Order, Limit(), [-1022]);
        return _random.Next(5) switch
        {
            0 => good with { Query = good.Query[..^1] + (good.Query[^1] == '0' ? '1' : '0') },
            1 => good with { Query = good.Query[..good.Query.LastIndexOf('=')] + "=" + Any("x", Digits(63), Digits(64), Digits(65)) },
            2 => good with { Key = null, Codes = [-2014] },
            3 => good with { Key = Letters(64), Codes = [-2015] },
            _ => good with { Query = good.Query.Replace("quantity=1&", "quantity=2&", StringComparison.Ordinal) },
        };
    }

    private BadRequest TakeForeign()
    {
        var which = $"symbol={market.Symbol}&" + Any($"orderId={foreignOrderId}", "origClientOrderId=foreign");
        return _random.Next(3) switch
        {
            0 => Signed(HttpMethods.Get, Order, which, [-2013]),
            1 => Signed(HttpMethods.Delete, Order, which, [-2011]),
            _ => Signed(HttpMethods.Put, Amendment, which + "&newQty=0.5", [-2038]),
        };
    }

    private BadRequest SpendTooMuch() => _random.Next(3) switch
    {
        0 => Signed(HttpMethods.Post, Order, With(Limit(), "quantity", $"{_random.Next(1001, 8000)}"), [-2010]),
        1 => Signed(
            HttpMethods.Post, Order, $"symbol={market.Symbol}&side=BUY&type=MARKET&quoteOrderQty={_random.Next(1001, 100_000)}", [-2010]),
        _ => Signed(HttpMethods.Post, Order, $"symbol={market.Symbol}&side=BUY&type=LIMIT_MAKER&quantity=1&price=100.00", [-2010]),
    };

    private BadRequest SpoilPublic() => _random.Next(6) switch
    {
        0 => Public("/api/v3/depth", $"symbol={market.Symbol}&limit={Any("0", "-1", "x", "1.5", Digits(20))}", [-1130, -1100, -1108]),
        1 => Public("/api/v3/klines", $"symbol={market.Symbol}&interval={Any("2m", "1M1", "m", "9", "60")}", [-1120]),
        2 => Public("/api/v3/ticker/24hr", "symbols=" + Any("[]", "[", "x", "{}", "[1]", "[%22" + market.Symbol + "%22", "[[]]"), [-1100]),
        3 => Public("/api/v3/trades", $"symbol={Letters(4)}", [-1121]),
        4 => Public("/api/v3/aggTrades", $"symbol={market.Symbol}&fromId=1&startTime=1", [-1128]),
        _ => Public("/api/v3/exchangeInfo", $"symbol={market.Symbol}&permissions=SPOT", [-1128]),
    };

    private BadRequest SpoilText() => _random.Next(3) switch
    {
        0 => Public("/api/v3/ping", "a=" + Any("%", "%1", "%zz", "%%"), [-1100]),
        1 => Signed(HttpMethods.Post, Order, "", [-1102]) with { Query = "", Body = RandomText(200) },
        _ => Signed(HttpMethods.Post, Order, "", [-1102]) with { Query = "", Body = $$"""{"symbol":"{{market.Symbol}}","side":"BUY"}""" },
    };

    private BadRequest Oversize() =>
        Signed(HttpMethods.Post, Order, Limit(), [-1101]) with { Body = "a=" + new string('9', _random.Next(16 * 1024, 40 * 1024)) };

    private BadRequest SpoilAddress() => _random.Next(3) switch
    {
        0 => Public("/api/v3/" + Letters(6), "", [-1020]),
        1 => Public("/sapi/v1/" + Letters(6), "", [-1020]),
        _ => Signed(Any("PATCH", "PUT"), Order, Limit(), [-1020]),
    };

    private string Limit() => $"symbol={market.Symbol}&side=SELL&type=LIMIT&timeInForce=GTC&quantity=1&price=20.00";

    private static string With(string parameters, string name, string value)
    {
        var kept = parameters.Split('&').Where(field => !field.StartsWith(name + "=", StringComparison.Ordinal));
        return string.Join('&', kept.Append($"{name}={Uri.EscapeDataString(value)}"));
    }

    private BadRequest Signed(string method, string path, string parameters, int[] codes) =>
        new(method, path, trader.Sign(parameters), null, trader.Key, codes);

    private BadRequest SignedAt(string timestamp, string parameters, int[] codes) =>
        new(HttpMethods.Get, "/api/v3/account", trader.Sign(parameters, timestamp), null, trader.Key, codes);

    private static BadRequest Public(string path, string query, int[] codes) => new(HttpMethods.Get, path, query, null, null, codes);

    private string Any(params ReadOnlySpan<string> choices) => choices[_random.Next(choices.Length)];

    private string Digits(int count)
    {
        var digits = new StringBuilder("9");
        while (digits.Length < count)
            digits.Append(_random.Next(10).ToString(CultureInfo.InvariantCulture));

        return digits.ToString();
    }

    private string Letters(int count) =>
        "Q" + new string([.. Enumerable.Range(1, count - 1).Select(_ => (char)('A' + _random.Next(26)))]);

    /// <summary>Any letters but digits, so that it is never a number.</summary>
    private string RandomText(int lengthMax)
    {
        var text = new StringBuilder("?");
        for (var left = _random.Next(lengthMax); left > 0; left--)
            text.Append((char)_random.Next(0x3a, 0x2ff));

        return text.ToString();
    }

    private static class HttpMethods
    {
        public const string Get = "GET";
        public const string Post = "POST";
        public const string Put = "PUT";
        public const string Delete = "DELETE";
    }
}
