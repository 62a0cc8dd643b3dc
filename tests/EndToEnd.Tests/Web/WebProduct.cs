using Microsoft.Playwright;

namespace OrleansLld.Web;

/// <summary>A running product and a browser that visits it.</summary>
public sealed class WebProduct : IAsyncLifetime
{
    private const string Chromium = "/usr/bin/chromium";
    private const float PatienceMs = 45_000;

    private IPlaywright _playwright = null!;
    private IBrowser _browser = null!;

    public RunningProduct Product { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Product = await RunningProduct.StartAsync(
            "--Demo",
            "--Gateway:RateLimits:RegistrationsPerHour=1000000",
            "--Gateway:RateLimits:SignInsPerMinute=1000000",
            "--Gateway:RateLimits:RequestsPerSecond=1000000");
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Chromium,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"],
        });
        Assertions.SetDefaultExpectTimeout(PatienceMs);
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
        await Product.DisposeAsync();
    }

    /// <summary>A person with a browser of their own: nothing is shared with other visitors.</summary>
    public async Task<Visitor> NewVisitor(Screen screen)
    {
        var context = await _browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = Product.Address.ToString(),
            ViewportSize = new ViewportSize { Width = screen.Width, Height = screen.Height },
            ColorScheme = screen.IsDark ? ColorScheme.Dark : ColorScheme.Light,
            ReducedMotion = ReducedMotion.Reduce,
        });
        context.SetDefaultTimeout(PatienceMs);
        return new Visitor(context, await context.NewPageAsync());
    }
}

/// <summary>What a visitor looks at the product with.</summary>
public sealed record Screen(int Width, int Height, bool IsDark)
{
    public static Screen Desk { get; } = new(1440, 900, true);

    public static Screen Phone { get; } = new(390, 844, false);
}
