using System.Globalization;

namespace OrleansLld.Exchange;

public sealed class WeightTests
{
    private const int WeightPerMinute = 10;
    private const int DepthWeight = 5;

    [Fact]
    public async Task Who_used_up_the_weight_of_the_minute_is_told_how_much_and_how_long_to_wait()
    {
        await using var product = await RunningProduct.StartAsync("--Demo", $"--Exchange:Api:WeightPerMinute={WeightPerMinute}");
        var trader = await ExchangeProduct.NewTrader(product.Http);
        var answers = new List<ApiAnswer>();

        // A minute that ends in between gives the weight back once.
        do
            answers.Add(await trader.SendRaw(HttpMethod.Get, "/api/v3/depth", "symbol=BTCUSDT", null, null));
        while (answers[^1].Status == 200 && answers.Count <= 2 * WeightPerMinute / DepthWeight);

        foreach (var answer in answers[..^1])
            UsedWeight(answer).ShouldBeInRange(DepthWeight, WeightPerMinute);
        var refused = answers[^1];
        refused.ShouldBeRefused(
            429,
            -1003,
            "Too much request weight used; current limit is 10 request weight per 1 MINUTE. "
            + "Please use WebSocket Streams for live updates to avoid polling the API.");
        UsedWeight(refused).ShouldBe(WeightPerMinute + DepthWeight);
        int.Parse(refused.Headers["Retry-After"], CultureInfo.InvariantCulture).ShouldBeInRange(1, 60);
    }

    private static int UsedWeight(ApiAnswer answer)
    {
        answer.Headers["X-MBX-USED-WEIGHT-1M"].ShouldBe(answer.Headers["X-MBX-USED-WEIGHT"]);
        return int.Parse(answer.Headers["X-MBX-USED-WEIGHT"], CultureInfo.InvariantCulture);
    }
}
