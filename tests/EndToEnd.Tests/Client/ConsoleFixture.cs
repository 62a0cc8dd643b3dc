namespace OrleansLld.Client;

/// <summary>One running product, and people with a console session each.</summary>
public sealed class ConsoleFixture : IAsyncLifetime
{
    private const string Password = "correct horse battery";

    private RunningProduct? _product;

    private RunningProduct Product => _product ?? throw new InvalidOperationException("The product was not started.");

    public async ValueTask InitializeAsync() => _product = await RunningProduct.StartAsync("--Demo");

    public ValueTask DisposeAsync() => _product?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>Where the product answers over HTTP.</summary>
    internal Uri Address => Product.Address;

    /// <summary>Registers the person, once, and leaves them signed in.</summary>
    internal async Task SignUp(string handle)
    {
        if (SessionFileOf(handle).Exists)
            return;
        var run = await RunAs(handle, Password, "sign-up");
        run.ExitCode.ShouldBe(0, run.Error);
    }

    /// <summary>Runs a command in the person's session, with <c>--json</c>.</summary>
    internal Task<ConsoleProcess> Run(string person, params string[] command) =>
        ConsoleProcess.Run(
            new Dictionary<string, string> { ["ORLEANSLLD_CONFIG_DIR"] = ConfigDirectory(person), ["ORLEANSLLD_GATEWAY"] = Gateway },
            [.. command, "--json"]);

    /// <summary>Runs a command with handle and password.</summary>
    internal Task<ConsoleProcess> RunAs(string handle, string password, params string[] command) =>
        ConsoleProcess.Run(
            new Dictionary<string, string>
            {
                ["ORLEANSLLD_CONFIG_DIR"] = ConfigDirectory(handle),
                ["ORLEANSLLD_GATEWAY"] = Gateway,
                ["ORLEANSLLD_PASSWORD"] = password,
            },
            [.. command, "--handle", handle, "--json"]);

    /// <summary>Starts a command that goes on, with handle and password.</summary>
    internal LiveConsole StartAs(string handle, params string[] command) => LiveConsole.Start(
        new Dictionary<string, string>
        {
            ["ORLEANSLLD_CONFIG_DIR"] = ConfigDirectory(handle),
            ["ORLEANSLLD_PASSWORD"] = Password,
        },
        [.. command, "--handle", handle, "--url", Address.ToString(), "--json"]);

    internal FileInfo SessionFileOf(string person) => new(Path.Combine(ConfigDirectory(person), "session.json"));

    private string Gateway => $"127.0.0.1:{Product.OrleansGatewayPort}";

    private string ConfigDirectory(string person) => Path.Combine(Product.DataDirectory, "consoles", person);
}
