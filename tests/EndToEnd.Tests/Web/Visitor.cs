using Microsoft.Playwright;

namespace OrleansLld.Web;

/// <summary>A person in front of the web client, and everything that their browser complained about.</summary>
public sealed class Visitor : IAsyncDisposable
{
    private const string Password = "a password of eight or more";

    private readonly IBrowserContext _context;
    private readonly List<string> _complaints = [];
    private readonly Lock _complaintsLock = new();

    public Visitor(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                Keep(message.Text);
        };
        page.PageError += (_, error) => Keep(error);
    }

    public IPage Page { get; }

    /// <summary>Errors and warnings of the console, and faults that nobody caught.</summary>
    public IReadOnlyList<string> Complaints
    {
        get
        {
            lock (_complaintsLock)
                return [.. _complaints];
        }
    }

    public async Task SignUp()
    {
        await Page.GotoAsync("/sign-up");
        await Page.GetByLabel("Handle").FillAsync("w" + Guid.NewGuid().ToString("N")[..16]);
        await Page.GetByLabel("Password", new PageGetByLabelOptions { Exact = true }).FillAsync(Password);
        await Button("Sign up").ClickAsync();
        await Assertions.Expect(Page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = "Welcome" })).ToBeVisibleAsync();
    }

    /// <summary>Opens a market by its address and takes as much test money as is offered.</summary>
    public async Task OpenMarketWithMoney(string symbol)
    {
        await Page.GotoAsync($"/exchange/{symbol}");
        await Button("Get test money").ClickAsync();
        await Button("Add to my balance").ClickAsync();
        await Assertions.Expect(Page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
    }

    /// <summary>Places a limit order through the form.</summary>
    public async Task Place(string side, string amount, string price)
    {
        await Fill(side, amount, price);
        await Submit();
    }

    /// <summary>Fills the form for a limit order.</summary>
    public async Task Fill(string side, string amount, string price)
    {
        await Page.GetByRole(AriaRole.Radiogroup, new PageGetByRoleOptions { Name = "Side" })
            .GetByText(side, new LocatorGetByTextOptions { Exact = true }).ClickAsync();
        await Field("Price").FillAsync(price);
        await Field("Amount").FillAsync(amount);
    }

    /// <summary>Sends the form.</summary>
    public Task Submit() => Page.Locator("button[type=submit]").ClickAsync();

    public Task Sees(string text) => Assertions.Expect(Page.GetByText(text).First).ToBeVisibleAsync();

    /// <summary>The row of the order book at a price.</summary>
    public Task SeesInBook(string price, string amount) =>
        Assertions.Expect(Button($"{price} {amount}", exact: false)).ToBeVisibleAsync();

    public ILocator Button(string name, bool exact = true) =>
        Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = name, Exact = exact }).First;

    public ILocator Pane(string name) => Page.GetByRole(AriaRole.Region, new PageGetByRoleOptions { Name = name, Exact = true }).First;

    public Task Tab(string name) => Page.GetByRole(AriaRole.Tab, new PageGetByRoleOptions { Name = name }).ClickAsync();

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();

    private ILocator Field(string label) => Page.GetByLabel(label, new PageGetByLabelOptions { Exact = true });

    private void Keep(string complaint)
    {
        lock (_complaintsLock)
            _complaints.Add(complaint);
    }
}
