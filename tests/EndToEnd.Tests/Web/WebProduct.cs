namespace OrleansLld.Web;

/// <summary>A running product and a browser that visits it.</summary>
public sealed class WebProduct : IAsyncLifetime
{
    private VisitingBrowser _browser = null!;

    public RunningProduct Product { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Product = await RunningProduct.StartAsync(
            "--Demo",
            "--Gateway:RateLimits:RegistrationsPerHour=1000000",
            "--Gateway:RateLimits:SignInsPerMinute=1000000",
            "--Gateway:RateLimits:RequestsPerSecond=1000000");
        _browser = await VisitingBrowser.Start();
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        await Product.DisposeAsync();
    }

    /// <summary>A person with a browser of their own: nothing is shared with other visitors.</summary>
    public Task<Visitor> NewVisitor(Screen screen) => _browser.NewVisitor(screen, Product);
}
