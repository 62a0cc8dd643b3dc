namespace OrleansLld.Client;

public sealed class HelpTests
{
    [Theory]
    [InlineData("")]
    [InlineData("sign-up")]
    [InlineData("sign-in")]
    [InlineData("sign-out")]
    [InlineData("exchange")]
    [InlineData("exchange markets")]
    [InlineData("exchange book")]
    [InlineData("exchange place")]
    [InlineData("exchange cancel")]
    [InlineData("exchange orders")]
    [InlineData("exchange balances")]
    [InlineData("exchange deposit")]
    [InlineData("exchange ledger")]
    [InlineData("exchange replay")]
    [InlineData("chat")]
    [InlineData("chat send")]
    [InlineData("chat group create")]
    [InlineData("chat bot")]
    public async Task Help_shows_examples_and_what_the_exit_codes_mean(string command)
    {
        var help = await ConsoleProcess.Run([.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);

        help.ExitCode.ShouldBe(0);
        help.Output.ShouldContain("Examples:");
        help.Output.ShouldContain($"  Client {command}".TrimEnd());
        help.Output.ShouldContain("Exit codes: 0 done, 1 refused, 2 usage, 3 unreachable");
        help.Output.ShouldContain("--json");
    }

    [Theory]
    [InlineData("exchange place BTCUSDT")]
    [InlineData("exchange place BTCUSDT hold 1 --price 2")]
    [InlineData("exchange nonsense")]
    [InlineData("exchange book BTCUSDT --levels many")]
    [InlineData("exchange markets --gateway nowhere")]
    [InlineData("exchange replay there-is-no-such-file.csv")]
    public async Task A_mistake_on_the_command_line_is_usage(string command)
    {
        var run = await ConsoleProcess.Run(command.Split(' '));

        run.ExitCode.ShouldBe((int)ExitCode.Usage);
        run.Error.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_replay_to_nobody_is_unreachable_and_names_the_address()
    {
        var flow = Path.GetTempFileName();
        await File.WriteAllTextAsync(flow, "1,1,7,100,5850000,1\n", TestContext.Current.CancellationToken);
        var address = $"http://127.0.0.1:{FreePorts.Take()}";

        var run = await ConsoleProcess.Run("exchange", "replay", flow, "--url", address, "--json");

        File.Delete(flow);
        run.ExitCode.ShouldBe((int)ExitCode.Unreachable);
        run.JsonError.GetProperty("message").GetString()!.ShouldContain(address);
    }

    [Fact]
    public async Task Nobody_at_the_address_is_unreachable_and_says_what_to_do()
    {
        var run = await ConsoleProcess.Run("exchange", "markets", "--gateway", $"127.0.0.1:{FreePorts.Take()}", "--json");

        run.ExitCode.ShouldBe((int)ExitCode.Unreachable);
        run.JsonError.GetProperty("code").GetString().ShouldBe("unreachable");
        run.JsonError.GetProperty("message").GetString()!.ShouldContain("dotnet run --project Silo");
        run.Output.ShouldBeEmpty();
    }
}
