using System.Net;

namespace OrleansLld;

public sealed class HealthTests
{
    [Fact]
    public async Task A_process_that_is_ready_says_so_and_ends_in_order_when_told()
    {
        await using var product = await RunningProduct.StartAsync();

        (await product.Http.GetAsync("/health/live", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await product.Http.GetAsync("/health/ready", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await product.StopAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task A_killed_process_starts_again_on_its_ports_and_data()
    {
        await using var product = await RunningProduct.StartAsync();

        await product.KillAsync();
        await product.StartAgainAsync();

        (await product.Http.GetAsync("/health/ready", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}
