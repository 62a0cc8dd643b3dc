using System.Net;
using System.Security.Cryptography;
using Microsoft.Playwright;

namespace OrleansLld.Web;

/// <summary>A person keeps files through the page, and gives one to somebody who has no account.</summary>
public sealed class ObjectsPageTests(WebProduct web) : IClassFixture<WebProduct>, IDisposable
{
    private const int Mib = 1 << 20;
    private const int PartBytes = 16 * Mib;

    private static CancellationToken Ended => TestContext.Current.CancellationToken;

    private readonly string _folder = Directory.CreateTempSubdirectory("orleanslld-page-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Files_go_up_come_down_the_same_and_one_is_shared_with_somebody_without_an_account()
    {
        var small = NewFile("notes.txt", 100);
        var large = NewFile("large.bin", 2 * PartBytes + 3 * Mib + 7);
        await using var person = await web.NewVisitor(Screen.Desk);
        await person.SignUp();
        await person.Sees("Objects");
        await person.CreateBucket();
        await person.Sees("The bucket is empty");

        await person.Upload(small, large);

        await person.Sees("2 files uploaded");
        await person.SeesRow("notes.txt", "100 B");
        await person.SeesRow("large.bin", "35.0 MiB");
        foreach (var file in new[] { small, large })
            (await person.Download(Path.GetFileName(file))).ShouldBe(await File.ReadAllBytesAsync(file, Ended));

        var link = await person.ShareLink("large.bin");
        using var anybody = new HttpClient();
        (await anybody.GetByteArrayAsync(link, Ended)).ShouldBe(await File.ReadAllBytesAsync(large, Ended));
        (await anybody.GetAsync(link.GetLeftPart(UriPartial.Path), Ended)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        person.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_upload_that_broke_off_goes_on_after_a_reload_with_the_parts_that_are_missing()
    {
        const int Parts = 4;
        var file = NewFile("large.bin", Parts * PartBytes);
        var sent = new List<string>();
        var isBroken = true;
        await using var person = await web.NewVisitor(Screen.Desk);
        await person.SignUp();
        await person.CreateBucket();
        await person.Page.RouteAsync("**/*partNumber=*", async route =>
        {
            var number = route.Request.Url.Split("partNumber=")[1].Split('&')[0];
            if (isBroken && number is "3" or "4")
                return;
            if (route.Request.Method == "PUT")
                sent.Add(number);
            await route.ContinueAsync();
        });

        await person.Upload(file);
        await person.Sees("32.0 MiB of 64.0 MiB");
        isBroken = false;
        await person.Page.ReloadAsync();
        await person.Sees("Broken off at 32.0 MiB of 64.0 MiB: pick the same file to go on.");
        var chooser = await person.Page.RunAndWaitForFileChooserAsync(() => person.Button("Pick the file").ClickAsync());
        await chooser.SetFilesAsync(file);

        await person.Sees("1 file uploaded");
        sent.Order().ShouldBe(["1", "2", "3", "4"]);
        (await person.Download("large.bin")).ShouldBe(await File.ReadAllBytesAsync(file, Ended));
    }

    [Fact]
    public async Task An_upload_is_paused_and_goes_on_and_leaves_nothing_when_it_is_cancelled()
    {
        var file = NewFile("large.bin", 3 * PartBytes);
        var isHeld = true;
        await using var person = await web.NewVisitor(Screen.Desk);
        await person.SignUp();
        var bucket = await person.CreateBucket();
        await person.Page.RouteAsync("**/*partNumber=*", async route =>
        {
            if (!isHeld || route.Request.Url.Contains("partNumber=1&", StringComparison.Ordinal))
                await route.ContinueAsync();
        });

        await person.Upload(file);
        await person.Sees("16.0 MiB of 48.0 MiB");
        await person.Button("Pause large.bin").ClickAsync();
        await person.Sees("Paused at 16.0 MiB of 48.0 MiB");
        isHeld = false;
        await person.Button("Go on with large.bin").ClickAsync();
        await person.Sees("1 file uploaded");
        (await person.Download("large.bin")).ShouldBe(await File.ReadAllBytesAsync(file, Ended));

        isHeld = true;
        await person.Upload(NewFile("other.bin", 2 * PartBytes));
        await person.Sees("16.0 MiB of 32.0 MiB");
        await person.Button("Cancel other.bin").ClickAsync();
        await Assertions.Expect(person.Page.GetByText("other.bin")).ToHaveCountAsync(0);
        await person.Page.GotoAsync($"/objects/{bucket}?settings");
        await Assertions.Expect(person.Pane("Unfinished uploads").GetByText("None.")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Renaming_that_is_stopped_says_what_is_copied_and_goes_on_from_there()
    {
        var gate = new TaskCompletionSource();
        var copies = 0;
        await using var person = await web.NewVisitor(Screen.Desk);
        await person.SignUp();
        await person.CreateBucket(withSamples: true);
        await person.Sees("43 objects written.");
        await person.Page.RouteAsync("**/journals/**", async route =>
        {
            if (route.Request.Headers.ContainsKey("x-amz-copy-source") && Interlocked.Increment(ref copies) > 5)
                await gate.Task;
            await route.ContinueAsync();
        });

        await person.Row("logs").GetByRole(AriaRole.Checkbox).CheckAsync();
        await person.Page.Keyboard.PressAsync("r");
        await person.Page.GetByRole(AriaRole.Dialog).GetByLabel("Name").FillAsync("journals");
        await person.InDialog("Rename").ClickAsync();
        await person.Sees("Step 1 of 2: copying · 5 of 31");
        await person.Button("Stop").ClickAsync();
        gate.SetResult();
        await person.Sees("11 of 31 objects copied; all are still there under the old name.");
        await person.Button("Go on").ClickAsync();

        await person.Sees("31 objects moved.");
        await Assertions.Expect(person.Row("logs")).ToHaveCountAsync(0);
        copies.ShouldBe(31);
    }

    [Fact]
    public async Task A_browser_that_does_not_reach_the_port_of_S3_is_told_so_until_it_does()
    {
        await using var person = await web.NewVisitor(Screen.Desk);
        await person.SignUp();
        var everything = $"{web.Product.S3Address}**";
        await person.Page.RouteAsync(everything, route => route.AbortAsync());

        await person.Page.GotoAsync("/objects");
        await person.Sees($"The object store at {web.Product.S3Address.Authority} does not answer this browser");
        await person.Page.UnrouteAsync(everything);

        await person.Sees("No buckets yet");
    }

    [Fact]
    public async Task What_was_replaced_and_what_was_deleted_comes_back()
    {
        await using var person = await web.NewVisitor(Screen.Desk);
        await person.SignUp();
        await person.CreateBucket(keepsVersions: true);
        await person.Upload(NewFile("letter.txt", 10));
        await person.Sees("1 file uploaded");
        var second = NewFile("letter.txt", 20);
        await person.Upload(second);
        await person.Sees("An object of this name is in");
        await person.Button("Replace").ClickAsync();
        await person.SeesRow("letter.txt", "20 B");

        await person.Row("letter.txt").GetByRole(AriaRole.Link).ClickAsync();
        await person.Tab("Versions");
        await person.Button("Restore").ClickAsync();
        await person.SeesRow("letter.txt", "10 B");

        await person.Row("letter.txt").GetByRole(AriaRole.Checkbox).CheckAsync();
        await person.Page.Keyboard.PressAsync("Delete");
        await person.Sees("Versioning is on");
        await person.InDialog("Delete").ClickAsync();
        await person.Sees("The bucket is empty");

        await person.Page.Keyboard.PressAsync("v");
        await person.Sees("Deleted");
        await Assertions.Expect(person.Row("letter.txt")).ToHaveCountAsync(4);
        await person.Row("Deleted").GetByRole(AriaRole.Button).ClickAsync();
        await person.Page.GetByRole(AriaRole.Menuitem, new PageGetByRoleOptions { Name = "Undo the deletion" }).ClickAsync();
        await person.Sees("The object is back.");
        await person.Page.Keyboard.PressAsync("v");
        await person.SeesRow("letter.txt", "10 B");
        person.Complaints.Where(complaint => !IsAnsweredWith(complaint, 412)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_folder_gets_another_name_object_by_object_and_goes_with_all_that_is_in_it()
    {
        await using var person = await web.NewVisitor(Screen.Desk);
        await person.SignUp();
        var bucket = await person.CreateBucket(withSamples: true);
        await person.Sees("43 objects written.");

        await person.Row("logs").GetByRole(AriaRole.Checkbox).CheckAsync();
        await person.Button("Rename").ClickAsync();
        await person.Page.GetByRole(AriaRole.Dialog).GetByLabel("Name").FillAsync("journals");
        await person.Page.Keyboard.PressAsync("Enter");
        await person.Sees("31 objects moved.");
        await person.OpenFolder(bucket, "journals/2026/01/");
        await person.Sees("31 rows");
        await person.Page.Keyboard.PressAsync("Backspace");
        await person.Page.Keyboard.PressAsync("Backspace");
        await person.Page.Keyboard.PressAsync("Backspace");
        await Assertions.Expect(person.Row("logs")).ToHaveCountAsync(0);

        await person.Row("journals").GetByRole(AriaRole.Checkbox).CheckAsync();
        await person.Button("Delete").ClickAsync();
        await person.Sees("journals and everything in it");
        await person.InDialog("Delete").ClickAsync();
        await person.Sees("31 objects deleted.");
        await Assertions.Expect(person.Row("journals")).ToHaveCountAsync(0);

        await person.Page.GotoAsync($"/objects/{bucket}?settings");
        await person.Button("Delete the bucket", exact: false).ClickAsync();
        await person.InDialog("Delete the bucket").ClickAsync();
        await person.Sees("The bucket is not empty.");
        await person.Page.GetByLabel($"Type {bucket} to go on").FillAsync(bucket);
        await person.InDialog("Empty it and delete it").ClickAsync();
        await person.Sees("No buckets yet");
        person.Complaints.Where(complaint => !IsAnsweredWith(complaint, 404) && !IsAnsweredWith(complaint, 409)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_folder_of_thousands_is_read_as_one_scrolls_and_walked_through_by_keys()
    {
        const int Count = 1200;
        await using var person = await web.NewVisitor(Screen.Desk);
        await person.SignUp();
        await person.CreateBucket();
        var folder = Directory.CreateDirectory(Path.Combine(_folder, "many")).FullName;
        for (var number = 0; number < Count; number++)
            File.WriteAllText(Path.Combine(folder, $"{number:D4}.txt"), $"{number}");
        await person.Page.GetByLabel("Folder to upload").SetInputFilesAsync(folder);
        await person.Sees("1,200 files uploaded");

        await person.Row("many").GetByRole(AriaRole.Link).ClickAsync();
        await person.Sees("1,000 read, more as you scroll · sorted by key");
        await person.List.FocusAsync();
        await person.Page.Keyboard.PressAsync("End");
        await person.Sees("1,200 rows · sorted by key");
        await person.Page.Keyboard.PressAsync("End");
        await Assertions.Expect(person.Row("1199.txt")).ToBeVisibleAsync();
        (await person.Page.GetByRole(AriaRole.Row).CountAsync()).ShouldBeLessThan(100);

        await person.Page.Keyboard.PressAsync("/");
        await person.Page.Keyboard.TypeAsync("11");
        await person.Sees("100 rows · sorted by key");
        await person.Page.Keyboard.PressAsync("ArrowDown");
        await person.Page.Keyboard.PressAsync("ArrowDown");
        await person.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(person.Pane("Details of 1101.txt").GetByLabel("Text of 1101.txt")).ToHaveTextAsync("1101");
        person.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_bucket_of_somebody_else_is_refused_in_words_until_its_policy_lets_everybody_read()
    {
        await using var owner = await web.NewVisitor(Screen.Desk);
        await using var other = await web.NewVisitor(Screen.Phone);
        await owner.SignUp();
        await other.SignUp();
        var bucket = await owner.CreateBucket();
        await owner.Upload(NewFile("open.txt", 10));
        await owner.Sees("1 file uploaded");
        await other.Page.GotoAsync($"/objects/{bucket}");
        await other.Sees("You may not do this");
        await other.Sees("AccessDenied");

        await owner.Page.GotoAsync($"/objects/{bucket}?settings");
        await owner.Page.GetByLabel("Policy as JSON").FillAsync("{");
        await owner.Sees("This is no JSON yet");
        await owner.Page.GetByLabel("Policy as JSON").FillAsync("""{ "Version": "2012-10-17", "Statement": [] }""");
        await owner.Button("Save the policy").ClickAsync();
        await owner.Sees("MalformedPolicy");
        await owner.Page.GetByLabel("Policy as JSON").FillAsync($$"""
            {
              "Version": "2012-10-17",
              "Statement": [{
                "Effect": "Allow", "Principal": "*", "Action": ["s3:ListBucket", "s3:GetObject"],
                "Resource": ["arn:aws:s3:::{{bucket}}", "arn:aws:s3:::{{bucket}}/*"]
              }]
            }
            """);
        await owner.Button("Save the policy").ClickAsync();
        await owner.Sees("Remove the policy");

        await other.Page.ReloadAsync();
        await other.Sees("open.txt");
        await using var stranger = await web.NewVisitor(Screen.Desk);
        var file = new Uri(web.Product.S3Address, $"{bucket}/open.txt");
        (await stranger.Page.GotoAsync(file.ToString()))!.Status.ShouldBe(200);
    }

    // The browser itself writes these; a page cannot keep it from doing so.
    private static bool IsAnsweredWith(string complaint, int status) => complaint.Contains($"status of {status}", StringComparison.Ordinal);

    /// <summary>A file of random bytes; of text where its name says so.</summary>
    private string NewFile(string name, int bytes)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, name.EndsWith(".txt", StringComparison.Ordinal)
            ? [.. Enumerable.Repeat((byte)'a', bytes)]
            : RandomNumberGenerator.GetBytes(bytes));
        return path;
    }
}
