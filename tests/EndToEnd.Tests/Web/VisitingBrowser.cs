using Microsoft.Playwright;

namespace OrleansLld.Web;

/// <summary>Debian's Chromium, without a window, in which any number of people visit.</summary>
public sealed class VisitingBrowser : IAsyncDisposable
{
    private const string Chromium = "/usr/bin/chromium";
    private const float PatienceMs = 45_000;

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private VisitingBrowser(IPlaywright playwright, IBrowser browser) => (_playwright, _browser) = (playwright, browser);

    public static async Task<VisitingBrowser> Start()
    {
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Chromium,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"],
        });
        Assertions.SetDefaultExpectTimeout(PatienceMs);
        return new VisitingBrowser(playwright, browser);
    }

    /// <summary>A person with a browser of their own: nothing is shared with other visitors.</summary>
    public Task<Visitor> NewVisitor(Screen screen, RunningProduct gateway) => NewVisitor(screen, gateway.Address);

    public async Task<Visitor> NewVisitor(Screen screen, Uri address)
    {
        var context = await _browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = address.ToString(),
            ViewportSize = new ViewportSize { Width = screen.Width, Height = screen.Height },
            ColorScheme = screen.IsDark ? ColorScheme.Dark : ColorScheme.Light,
            ReducedMotion = ReducedMotion.Reduce,
        });
        context.SetDefaultTimeout(PatienceMs);
        return new Visitor(context, await context.NewPageAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}

/// <summary>What a visitor looks at the product with.</summary>
public sealed record Screen(int Width, int Height, bool IsDark)
{
    public static Screen Desk { get; } = new(1440, 900, true);

    public static Screen Phone { get; } = new(390, 844, false);
}
