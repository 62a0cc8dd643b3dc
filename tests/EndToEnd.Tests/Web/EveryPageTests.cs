using System.Text.Json;
using Microsoft.Playwright;

namespace OrleansLld.Web;

/// <summary>What holds for all pages: axe-core finds nothing serious, and none scrolls sideways.</summary>
public sealed class EveryPageTests(WebProduct web) : IClassFixture<WebProduct>
{
    private const string SeriousFaults = """
        async () => (await axe.run(document, { resultTypes: ['violations'] })).violations
            .filter(fault => fault.impact === 'serious' || fault.impact === 'critical')
            .map(fault => `${fault.id}: ${fault.nodes.map(node => `${node.target} ${node.failureSummary}`).join(' | ')}`)
        """;

    // The greatest overhang of the page itself and of the box that scrolls it.
    private const string Overhang = """
        () => Math.max(...[document.documentElement, document.body, document.querySelector('main')]
            .filter(box => box !== null).map(box => box.scrollWidth - box.clientWidth))
        """;

    private static string Axe => File.ReadAllText(Path.Combine(NodeClients.Folder, "node_modules", "axe-core", "axe.min.js"));

    [Theory]
    [InlineData(true, 1440)]
    [InlineData(false, 1440)]
    [InlineData(true, 390)]
    [InlineData(false, 390)]
    public async Task Nothing_serious_is_in_the_way_of_anybody_and_nothing_scrolls_sideways(bool isDark, int width)
    {
        await using var person = await web.NewVisitor(new Screen(width, width == 390 ? 844 : 900, isDark));
        foreach (var path in new[] { "/sign-in", "/sign-up" })
        {
            await person.Page.GotoAsync(path);
            await Assertions.Expect(person.Page.GetByLabel("Handle")).ToBeVisibleAsync();
            await Examine(person, path);
        }

        await person.SignUp();
        await Examine(person, "/");
        await person.Page.GotoAsync("/account");
        await person.Sees("No keys yet");
        await Examine(person, "/account");
        await Trade(person, isNarrow: width == 390);
        await KeepFiles(person);
        person.Complaints.Where(complaint => !TellsOfWhatIsNotThere(complaint)).ShouldBeEmpty();
    }

    // A bucket has no policy and no rules at first, which S3 tells by an error; so it does for a bucket that is not there.
    private static bool TellsOfWhatIsNotThere(string complaint) => complaint.Contains("status of 404", StringComparison.Ordinal);

    private static async Task KeepFiles(Visitor person)
    {
        await person.Page.GotoAsync("/objects");
        await person.Sees("No buckets yet");
        await Examine(person, "/objects without buckets");
        await person.Button("Create a bucket").ClickAsync();
        await person.Page.GetByLabel("Name", new PageGetByLabelOptions { Exact = true }).FillAsync("No..Name");
        await person.Button("Create").ClickAsync();
        await Examine(person, "the dialog of a new bucket");
        await person.Page.Keyboard.PressAsync("Escape");
        var bucket = await person.CreateBucket(keepsVersions: true, withSamples: true);
        await person.Sees("43 objects written.");
        await person.Sees("photos");
        await Examine(person, "a bucket");
        await person.OpenFolder(bucket, "photos/");
        await person.Page.GetByLabel("Actions of hills 2.svg").ClickAsync();
        await person.Sees("Rename…");
        await Examine(person, "the menu of an object");
        await person.Page.GetByRole(AriaRole.Menuitem, new PageGetByRoleOptions { Name = "Share a link" }).ClickAsync();
        await person.Sees("Anybody who has the link");
        await Examine(person, "the dialog of a link");
        await person.Page.Keyboard.PressAsync("Escape");
        await person.Row("hills 3.svg").GetByRole(AriaRole.Checkbox).CheckAsync();
        await Examine(person, "an object that is chosen");
        await person.Page.GotoAsync($"/objects/{bucket}?prefix=photos/&object=photos/hills 2.svg");
        await person.Sees("Storage class");
        await Assertions.Expect(person.Page.GetByRole(AriaRole.Img, new PageGetByRoleOptions { Name = "hills 2.svg" })).ToBeVisibleAsync();
        await Examine(person, "the details of an object");
        await person.Tab("Versions");
        await person.Sees("Newest");
        await Examine(person, "the versions of an object");
        await person.Page.GotoAsync($"/objects/{bucket}?settings");
        await person.Sees("Unfinished uploads");
        await person.Button("Example: everybody may read").ClickAsync();
        await Examine(person, "the settings of a bucket");
        await person.Page.GotoAsync("/objects/no-such-bucket-here");
        await person.Sees("There is no bucket no-such-bucket-here");
        await Examine(person, "a bucket that is not there");
    }

    private static async Task Trade(Visitor person, bool isNarrow)
    {
        await person.Page.GotoAsync("/exchange/BTCUSDT");
        await Show(person, "Trade", isNarrow);
        await person.Button("Get test money", exact: false).ClickAsync();
        await person.Sees("Play money for this exchange");
        await Examine(person, "the test money dialog");
        await person.Button("Add to my balance").ClickAsync();
        await Assertions.Expect(person.Page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        await person.Place("Buy", "0.1", "50000");
        await person.Sees("Open: buy 0.1 BTC");
        await person.Place("Sell", "0.1", "70000");
        await person.Sees("Open: sell 0.1 BTC");
        await person.Place("Sell", "100", "70000");
        await person.Sees("Your balance of");

        foreach (var pane in isNarrow ? new[] { "Trade", "Markets", "Chart", "Book", "Orders" } : ["Trade"])
        {
            await Show(person, pane, isNarrow);
            await Examine(person, $"/exchange, {pane}");
        }

        foreach (var tab in new[] { "History", "Fills", "Balances" })
        {
            await person.Tab(tab);
            await Assertions.Expect(person.Page.GetByRole(AriaRole.Tabpanel)).ToBeVisibleAsync();
            await Examine(person, $"/exchange, {tab}");
        }
    }

    // On a narrow screen the panes are screens.
    private static async Task Show(Visitor person, string pane, bool isNarrow)
    {
        if (isNarrow)
            await person.Page.GetByRole(AriaRole.Radiogroup, new PageGetByRoleOptions { Name = "Screen" })
                .GetByText(pane, new LocatorGetByTextOptions { Exact = true }).ClickAsync();
    }

    private static async Task Examine(Visitor person, string where)
    {
        (await person.Page.EvaluateAsync<int>(Overhang)).ShouldBe(0, where);
        await person.Page.EvaluateAsync(Axe);
        var faults = await person.Page.EvaluateAsync<JsonElement>(SeriousFaults);
        faults.EnumerateArray().Select(fault => fault.GetString()).ShouldBeEmpty(where);
    }
}
