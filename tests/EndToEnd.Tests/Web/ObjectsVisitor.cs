using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace OrleansLld.Web;

/// <summary>What a person does on the page of objects.</summary>
internal static partial class ObjectsVisitor
{
    extension(Visitor person)
    {
        /// <summary>The rows of a folder.</summary>
        public ILocator List => person.Page.GetByRole(AriaRole.Grid, new PageGetByRoleOptions { Name = "Objects" });

        /// <summary>Makes a bucket by the page's dialog and stays in it.</summary>
        public async Task<string> CreateBucket(bool keepsVersions = false, bool withSamples = false)
        {
            var name = "page-" + Guid.NewGuid().ToString("N")[..16];
            await person.Page.GotoAsync("/objects");
            await person.Button("Create a bucket").ClickAsync();
            await person.Page.GetByLabel("Name", new PageGetByLabelOptions { Exact = true }).FillAsync(name);
            await person.Page.GetByLabel("Keep older versions").SetCheckedAsync(keepsVersions);
            await person.Page.GetByLabel("Fill with sample data").SetCheckedAsync(withSamples);
            await person.Button("Create").ClickAsync();
            await person.Page.WaitForURLAsync($"**/objects/{name}");
            return name;
        }

        public Task OpenFolder(string bucket, string prefix) => person.Page.GotoAsync($"/objects/{bucket}?prefix={prefix}");

        /// <summary>Puts files into the folder that is shown.</summary>
        public Task Upload(params string[] files) => person.Page.GetByLabel("Files to upload").SetInputFilesAsync(files);

        public ILocator Row(string text) => person.List.GetByRole(AriaRole.Row).Filter(new LocatorFilterOptions { HasText = text });

        public Task SeesRow(string name, string size) =>
            Assertions.Expect(person.Row(name).Filter(new LocatorFilterOptions { HasText = size })).ToBeVisibleAsync();

        /// <summary>A button of the dialog that is open.</summary>
        public ILocator InDialog(string button) =>
            person.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = button, Exact = true });

        /// <summary>Downloads by the menu of a row.</summary>
        public async Task<byte[]> Download(string name)
        {
            await person.Page.GetByLabel($"Actions of {name}").ClickAsync();
            var download = await person.Page.RunAndWaitForDownloadAsync(
                () => person.Page.GetByRole(AriaRole.Menuitem, new PageGetByRoleOptions { Name = "Download" }).ClickAsync());
            download.SuggestedFilename.ShouldBe(name);
            return await File.ReadAllBytesAsync(await download.PathAsync());
        }

        /// <summary>A link to an object, as the page makes it.</summary>
        public async Task<Uri> ShareLink(string name)
        {
            await person.Page.GetByLabel($"Actions of {name}").ClickAsync();
            await person.Page.GetByRole(AriaRole.Menuitem, new PageGetByRoleOptions { Name = "Share a link" }).ClickAsync();
            var link = person.Page.GetByRole(AriaRole.Textbox, new PageGetByRoleOptions { Name = "The link" });
            await Assertions.Expect(link).ToHaveTextAsync(Signature());
            var address = new Uri(await link.InnerTextAsync());
            await person.Page.Keyboard.PressAsync("Escape");
            return address;
        }
    }

    [GeneratedRegex("X-Amz-Signature=[0-9a-f]{64}")]
    private static partial Regex Signature();
}
