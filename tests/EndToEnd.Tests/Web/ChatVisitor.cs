using Microsoft.Playwright;

namespace OrleansLld.Web;

/// <summary>Somebody in front of the chat page.</summary>
internal sealed class ChatVisitor : IAsyncDisposable
{
    private const string Password = "a password of eight or more";

    private readonly Visitor _visitor;

    private ChatVisitor(Visitor visitor, string handle) => (_visitor, Handle) = (visitor, handle);

    public string Handle { get; }

    public IPage Page => _visitor.Page;

    public static async Task<ChatVisitor> SignUp(Visitor visitor)
    {
        var somebody = new ChatVisitor(visitor, "c" + Guid.NewGuid().ToString("N")[..12]);
        await somebody.Enter("Sign up", "/sign-up");
        return somebody;
    }

    /// <summary>The same person with another device.</summary>
    public static async Task<ChatVisitor> SignIn(Visitor visitor, string handle)
    {
        var somebody = new ChatVisitor(visitor, handle);
        await somebody.Enter("Sign in", "/sign-in");
        return somebody;
    }

    /// <summary>Begins a conversation with somebody.</summary>
    public async Task Begin(string handle, bool isEncrypted)
    {
        await _visitor.Button("New chat").ClickAsync();
        await Page.GetByLabel("Handle").FillAsync(handle);
        if (!isEncrypted)
            await Page.GetByRole(AriaRole.Switch, new PageGetByRoleOptions { Name = "End-to-end encrypted" }).UncheckAsync();
        await _visitor.Button("Open the chat").ClickAsync();
        await Assertions.Expect(_visitor.Pane($"Chat: {handle}")).ToBeVisibleAsync();
        await Assertions.Expect(Page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
    }

    /// <summary>Opens a conversation of the list.</summary>
    public Task Open(string title) => Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = title }).First.ClickAsync();

    public async Task Say(string text)
    {
        await Box.FillAsync(text);
        await Page.Keyboard.PressAsync("Enter");
    }

    /// <summary>Writes key by key, without sending.</summary>
    public Task Type(string text) => Box.PressSequentiallyAsync(text);

    public async Task EditLast(string text)
    {
        await Box.PressAsync("ArrowUp");
        await Say(text);
    }

    public async Task React(string to, string emoji)
    {
        var message = Message(to);
        await message.HoverAsync();
        await message.GetByLabel("Message options").ClickAsync();
        await Page.GetByLabel($"React with {emoji}").ClickAsync();
    }

    public ILocator Message(string text) => Page.GetByRole(AriaRole.Article).Filter(new LocatorFilterOptions { HasText = text });

    public Task Sees(string text) => Assertions.Expect(Message(text).First).ToBeVisibleAsync();

    public ValueTask DisposeAsync() => _visitor.DisposeAsync();

    private ILocator Box => Page.GetByLabel("Message", new PageGetByLabelOptions { Exact = true });

    private async Task Enter(string button, string path)
    {
        await Page.GotoAsync(path);
        await Page.GetByLabel("Handle").FillAsync(Handle);
        await Page.GetByLabel("Password", new PageGetByLabelOptions { Exact = true }).FillAsync(Password);
        await _visitor.Button(button).ClickAsync();
        await Assertions.Expect(Page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = "Welcome" })).ToBeVisibleAsync();
        await Page.GotoAsync("/chat");
        await Assertions.Expect(Page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = "Chats" })).ToBeVisibleAsync();
    }
}
