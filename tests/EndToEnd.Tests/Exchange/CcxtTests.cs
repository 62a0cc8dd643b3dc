using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace OrleansLld.Exchange;

/// <summary>The library most trading programs are written with, from npm, with only its addresses changed.</summary>
[Collection(ExchangeProduct.Collection)]
public sealed class CcxtTests(ExchangeProduct exchange)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task Ccxt_loads_markets_trades_and_reads_everything_back()
    {
        var market = exchange.TakeMarket();
        var (maker, taker) = (await exchange.NewTrader(market, "1000"), await exchange.NewTrader(market, "1000"));

        var seen = await Run(market, maker, taker);

        var terms = seen.GetProperty("market");
        (Text(terms, "id"), Text(terms, "base"), Text(terms, "quote")).ShouldBe((market.Symbol, market.Base, "USDT"));
        Text(terms, "type").ShouldBe("spot");
        Number(terms.GetProperty("precision"), "price").ShouldBe(0.01m);
        Number(terms.GetProperty("precision"), "amount").ShouldBe(0.001m);
        seen.GetProperty("currencies").EnumerateArray().Select(code => code.GetString()).ShouldContain(market.Base);

        (Text(seen, "ask", "status"), Text(seen, "postOnly", "status")).ShouldBe(("open", "open"));
        seen.GetProperty("postOnly").GetProperty("postOnly").GetBoolean().ShouldBeTrue();
        Text(seen, "bought", "status").ShouldBe("closed");
        (Number(seen, "bought", "filled"), Number(seen, "bought", "average")).ShouldBe((0.5m, 10.5m));
        (Number(seen, "spent", "cost"), Number(seen, "spent", "filled")).ShouldBe((5.25m, 0.5m));
        Text(seen, "edited", "status").ShouldBe("open");
        (Number(seen, "edited", "amount"), Number(seen, "edited", "price")).ShouldBe((2m, 9.5m));
        seen.GetProperty("open").GetArrayLength().ShouldBe(3);
        Text(seen, "canceled", "status").ShouldBe("canceled");
        (Number(seen, "order", "filled"), Number(seen, "order", "remaining")).ShouldBe((1m, 1m));
        seen.GetProperty("orders").GetArrayLength().ShouldBe(4);

        var own = seen.GetProperty("ownTrades").EnumerateArray().ToList();
        own.Select(trade => Number(trade, "amount")).ShouldBe([0.5m, 0.5m]);
        (Number(own[0], "fee", "cost"), Text(own[0], "fee", "currency")).ShouldBe((0.0005m, market.Base));
        Text(own[0], "takerOrMaker").ShouldBe("taker");
        Number(seen.GetProperty("balance").GetProperty("USDT"), "free").ShouldBe(989.5m);
        Number(seen.GetProperty("balance").GetProperty(market.Base), "free").ShouldBe(1000.999m);

        (Number(seen, "ticker", "last"), Number(seen, "ticker", "baseVolume")).ShouldBe((10.5m, 1m));
        Number(seen, "bidsAsks", "ask").ShouldBe(10.5m);
        seen.GetProperty("tickers").EnumerateArray().Count().ShouldBeGreaterThan(1);
        seen.GetProperty("book").GetProperty("asks").EnumerateArray().Select(level => (level[0].GetDecimal(), level[1].GetDecimal()))
            .ShouldBe([(10.5m, 1m), (12m, 1m)]);
        seen.GetProperty("trades").GetArrayLength().ShouldBe(2);
        seen.GetProperty("candles").EnumerateArray().Sum(candle => candle[5].GetDecimal()).ShouldBe(1m);
        seen.GetProperty("left").GetArrayLength().ShouldBe(2);
    }

    [Fact]
    public async Task Ccxt_recognises_the_refusals()
    {
        var market = exchange.TakeMarket();
        var (maker, taker) = (await exchange.NewTrader(market, "1000"), await exchange.NewTrader(market, "1000"));

        var refusals = (await Run(market, maker, taker)).GetProperty("refusals");

        Text(refusals, "poor").ShouldBe("InsufficientFunds");
        Text(refusals, "crossing").ShouldBe("OrderImmediatelyFillable");
        Text(refusals, "unknown").ShouldBe("OrderNotFound");
        Text(refusals, "foreign").ShouldBe("OrderNotFound");
    }

    private async Task<JsonElement> Run(TestMarket market, Trader maker, Trader taker)
    {
        var start = new ProcessStartInfo("node")
        {
            WorkingDirectory = NodeClients.Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var address = exchange.Product.Address.GetLeftPart(UriPartial.Authority);
        string[] arguments =
            ["ccxt-conversation.mjs", address, $"{market.Base}/USDT", maker.Key, maker.Secret, taker.Key, taker.Secret];
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);

        using var node = Process.Start(start)!;
        using var patience = new CancellationTokenSource(Patience);
        var (output, errors) = (node.StandardOutput.ReadToEndAsync(patience.Token), node.StandardError.ReadToEndAsync(patience.Token));
        await node.WaitForExitAsync(patience.Token);
        node.ExitCode.ShouldBe(0, await errors);
        return JsonDocument.Parse(await output).RootElement.Clone();
    }

    private static string Text(JsonElement json, params ReadOnlySpan<string> path) => At(json, path).GetString()!;

    private static decimal Number(JsonElement json, params ReadOnlySpan<string> path)
    {
        var value = At(json, path);
        return value.ValueKind == JsonValueKind.String
            ? decimal.Parse(value.GetString()!, NumberStyles.Float, CultureInfo.InvariantCulture)
            : value.GetDecimal();
    }

    private static JsonElement At(JsonElement json, ReadOnlySpan<string> path)
    {
        foreach (var name in path)
            json = json.GetProperty(name);

        return json;
    }
}
