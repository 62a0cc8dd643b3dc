using System.Globalization;
using System.Net.Http.Headers;

namespace OrleansLld.Exchange;

[Collection(ExchangeProduct.Collection)]
public sealed class SignatureTests(ExchangeProduct exchange)
{
    private const string Account = "/api/v3/account";

    [Fact]
    public async Task Parameters_are_signed_in_the_query_in_the_body_or_in_both()
    {
        var market = exchange.TakeMarket();
        var trader = await exchange.NewTrader(market, "1000");
        var (head, tail) = ($"symbol={market.Symbol}&side=SELL&type=LIMIT", "timeInForce=GTC&quantity=1&price=20.00");
        var time = $"timestamp={Trader.NowMs}";

        var inBody = $"{head}&{tail}&{time}";
        var inBoth = trader.Signature($"{head}{tail}&{time}");
        ApiAnswer[] answers =
        [
            await trader.SendRaw(HttpMethod.Post, "/api/v3/order", trader.Sign($"{head}&{tail}"), null, trader.Key),
            await trader.SendRaw(HttpMethod.Post, "/api/v3/order", "", $"{inBody}&signature={trader.Signature(inBody)}", trader.Key),
            await trader.SendRaw(HttpMethod.Post, "/api/v3/order", head, $"{tail}&{time}&signature={inBoth}", trader.Key),
            await trader.SendRaw(HttpMethod.Post, "/api/v3/order", $"{head}&signature={inBoth}", $"{tail}&{time}", trader.Key),
        ];

        foreach (var answer in answers)
            answer.ShouldBeDone();
    }

    [Fact]
    public async Task The_signatures_case_does_not_matter_but_all_of_its_digits_do()
    {
        var trader = await exchange.NewTrader();
        var text = $"timestamp={Trader.NowMs}";
        var signature = trader.Signature(text);
        Task<ApiAnswer> Send(string sent) => trader.SendRaw(HttpMethod.Get, Account, $"{text}&signature={sent}", null, trader.Key);

        (await Send(signature.ToUpperInvariant())).ShouldBeDone();
        foreach (var wrong in new[] { signature[..^1], signature + "0", new string('0', 64), new string('z', 64), Flip(signature) })
            (await Send(wrong)).ShouldBeRefused(400, -1022, "Signature for this request is not valid.");

        (await Send("")).ShouldBeRefused(400, -1102, "Mandatory parameter 'signature' was not sent, was empty/null, or malformed.");
    }

    [Fact]
    public async Task The_signature_covers_every_letter_of_the_request()
    {
        var trader = await exchange.NewTrader();
        var signed = trader.Sign("omitZeroBalances=true");

        (await trader.SendRaw(HttpMethod.Get, Account, signed, null, trader.Key)).ShouldBeDone();
        (await trader.SendRaw(HttpMethod.Get, Account, signed.Replace("true", "True", StringComparison.Ordinal), null, trader.Key))
            .ShouldBeRefused(400, -1022, "Signature for this request is not valid.");
        (await trader.SendRaw(HttpMethod.Get, Account, signed + "&recvWindow=60000", null, trader.Key))
            .ShouldBeRefused(400, -1022, "Signature for this request is not valid.");
    }

    [Theory]
    [InlineData(-6_000, "", "Timestamp for this request is outside of the recvWindow.")]
    [InlineData(-6_000, "recvWindow=7000", null)]
    [InlineData(-2_000, "recvWindow=1000", "Timestamp for this request is outside of the recvWindow.")]
    [InlineData(-2_000, "recvWindow=30000.125", null)]
    [InlineData(-59_000, "recvWindow=60000", null)]
    [InlineData(3_000, "", "Timestamp for this request was 1000ms ahead of the server's time.")]
    public async Task A_request_is_good_only_around_its_time(int offsetMs, string parameters, string? refusal)
    {
        var trader = await exchange.NewTrader();
        foreach (var unit in new[] { 1, 1000 })
        {
            var timestamp = ((Trader.NowMs + offsetMs) * unit).ToString(CultureInfo.InvariantCulture);
            var answer = await trader.SendRaw(HttpMethod.Get, Account, trader.Sign(parameters, timestamp), null, trader.Key);
            if (refusal is null)
                answer.ShouldBeDone();
            else
                answer.ShouldBeRefused(400, -1021, refusal);
        }
    }

    [Fact]
    public async Task A_window_of_more_than_a_minute_is_refused()
    {
        var trader = await exchange.NewTrader();

        (await trader.Send(HttpMethod.Get, Account, "recvWindow=60001")).ShouldBeRefused(400, -1131, "recvWindow must be less than 60000");
    }

    [Fact]
    public async Task A_key_that_is_missing_malformed_unknown_or_ended_opens_nothing()
    {
        var trader = await exchange.NewTrader();
        var signed = trader.Sign("");

        (await trader.SendRaw(HttpMethod.Get, Account, signed, null, null)).ShouldBeRefused(401, -2014, "API-key format invalid.");
        (await trader.SendRaw(HttpMethod.Get, Account, signed, null, new string('k', 200)))
            .ShouldBeRefused(401, -2014, "API-key format invalid.");
        (await trader.SendRaw(HttpMethod.Get, Account, signed, null, new string('k', 64)))
            .ShouldBeRefused(401, -2015, "Invalid API-key, IP, or permissions for action.");
    }

    [Fact]
    public async Task A_key_does_only_what_its_scopes_say()
    {
        var market = exchange.TakeMarket();
        var trader = await exchange.NewTrader(market, "1000");
        var order = $"symbol={market.Symbol}&side=SELL&type=LIMIT&timeInForce=GTC&quantity=1&price=20.00";
        var (readKey, readSecret) = await exchange.NewKey(trader.Token, "read");
        var (tradeKey, tradeSecret) = await exchange.NewKey(trader.Token, "trade");
        var (reader, placer) = (
            new Trader(exchange.Http, trader.Token, readKey, readSecret), new Trader(exchange.Http, trader.Token, tradeKey, tradeSecret));

        (await reader.Send(HttpMethod.Get, Account)).ShouldBeDone();
        (await reader.Place(order)).ShouldBeRefused(401, -2015, "Invalid API-key, IP, or permissions for action.");
        (await placer.Place(order)).ShouldBeDone();
        (await placer.Send(HttpMethod.Get, Account)).ShouldBeRefused(401, -2015, "Invalid API-key, IP, or permissions for action.");
    }

    [Fact]
    public async Task A_forged_token_opens_nothing()
    {
        var trader = await exchange.NewTrader();
        using var request = new HttpRequestMessage(HttpMethod.Get, Account);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", trader.Token[..^4] + "AAAA");

        (await ApiAnswer.Of(exchange.Http, request)).ShouldBeRefused(401, -1002, "You are not authorized to execute this request.");
    }

    [Fact]
    public async Task Answers_tell_what_was_used_up_of_the_limits()
    {
        var market = exchange.TakeMarket();
        var trader = await exchange.NewTrader(market, "1000");

        var placed = await trader.Place($"symbol={market.Symbol}&side=SELL&type=LIMIT&timeInForce=GTC&quantity=1&price=20.00");
        placed.Headers["X-MBX-ORDER-COUNT-10S"].ShouldBe("1");
        placed.Headers["X-MBX-ORDER-COUNT-1D"].ShouldBe("1");
        long.Parse(placed.Headers["X-MBX-USED-WEIGHT-1M"], CultureInfo.InvariantCulture).ShouldBePositive();
        var counts = (await trader.Send(HttpMethod.Get, "/api/v3/rateLimit/order")).ShouldBeDone();
        counts.EnumerateArray().Last().GetProperty("count").GetInt64().ShouldBe(1);
    }

    private static string Flip(string signature) => (signature[0] == '0' ? '1' : '0') + signature[1..];
}
