using Microsoft.Playwright;
using OrleansLld.Gateways;

namespace OrleansLld.Web;

/// <summary>People who write to each other in browsers, through different gateways.</summary>
public sealed class ChatPageTests
{
    [Fact]
    public async Task Two_people_write_to_each_other_over_two_gateways_and_see_each_others_ticks_reactions_and_edits()
    {
        await using var cluster = await TwoGateways.Start();
        await using var browser = await VisitingBrowser.Start();
        await using var ada = await ChatVisitor.SignUp(await browser.NewVisitor(Screen.Desk, cluster.One));
        await using var ben = await ChatVisitor.SignUp(await browser.NewVisitor(Screen.Phone, cluster.Other));
        await ada.Begin(ben.Handle, isEncrypted: false);

        await ada.Say("hello ben");
        await ben.Open(ada.Handle);
        await ben.Sees("hello ben");
        await Shown(ada.Page.GetByLabel("Read", new PageGetByLabelOptions { Exact = true }).First);
        await ben.Type("hi ada");
        await Shown(ada.Page.GetByText("typing…").First);
        await ben.Page.Keyboard.PressAsync("Enter");
        await ada.Sees("hi ada");
        await ada.React("hi ada", "👍");
        await Shown(ben.Page.GetByLabel($"👍 by {ada.Handle}"));
        await ada.EditLast("hello Ben!");
        await ben.Sees("hello Ben!");
        await Shown(ben.Page.GetByText("edited").First);

        await ben.Page.Context.SetOfflineAsync(true);
        await Shown(ben.Page.GetByText("You are offline.").First);
        await ben.Say("queued one");
        await ben.Say("queued two");
        await Shown(ben.Message("queued two").GetByLabel("Waiting to be sent"));
        await ben.Page.Context.SetOfflineAsync(false);
        await ada.Sees("queued two");
        await Assertions.Expect(ada.Message("queued")).ToHaveCountAsync(2);
        await Assertions.Expect(ben.Message("queued")).ToHaveCountAsync(2);
    }

    [Fact]
    public async Task What_is_encrypted_is_read_by_each_device_that_was_there_and_by_no_server()
    {
        await using var cluster = await TwoGateways.Start();
        await using var browser = await VisitingBrowser.Start();
        await using var ada = await ChatVisitor.SignUp(await browser.NewVisitor(Screen.Desk, cluster.One));
        await using var ben = await ChatVisitor.SignUp(await browser.NewVisitor(Screen.Desk, cluster.Other));
        await ada.Begin(ben.Handle, isEncrypted: true);
        await ada.Say("a secret canary");
        await ben.Open(ada.Handle);
        await ben.Sees("a secret canary");

        await using var phone = await ChatVisitor.SignIn(await browser.NewVisitor(Screen.Desk, cluster.One), ben.Handle);
        await phone.Open(ada.Handle);
        await Shown(phone.Page.GetByText("Sent before this device joined").First);
        await phone.Say("canary from the phone");
        await ada.Sees("canary from the phone");
        await ben.Sees("canary from the phone");
        // Whoever has read what the phone said knows that it is there.
        await ben.Say("canary from ben");
        await ada.Sees("canary from ben");
        await phone.Sees("canary from ben");

        await cluster.Silo.StopAsync();
        foreach (var product in (RunningProduct[])[cluster.Silo, cluster.One, cluster.Other])
        {
            product.Log.Contains("canary", StringComparison.Ordinal).ShouldBeFalse();
            foreach (var file in Directory.EnumerateFiles(product.DataDirectory, "*", SearchOption.AllDirectories))
                (await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken)).AsSpan().IndexOf("canary"u8).ShouldBe(-1, file);
        }
    }

    private static Task Shown(ILocator what) => Assertions.Expect(what).ToBeVisibleAsync();
}
