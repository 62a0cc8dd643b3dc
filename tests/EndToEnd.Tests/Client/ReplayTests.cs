using System.Globalization;
using System.Text.Json;

namespace OrleansLld.Client;

public sealed class ReplayTests
{
    private const string Generated = "generated";
    private const string Real = "AAPL 2012-06-21";
    private const string RealFile = "shared/data/exchange/aapl-2012-06-21-first-45000.csv.gz";

    /// <summary>Generated flows always; the real one where somebody has it (it is not ours to ship).</summary>
    public static TheoryData<string, int> Flows()
    {
        var flows = new TheoryData<string, int> { { Generated, 1 }, { Generated, 20_120_621 } };
        if (RealFlow() is not null)
            flows.Add(Real, 0);
        return flows;
    }

    [Theory]
    [MemberData(nameof(Flows))]
    public async Task The_book_chooses_the_makers_that_the_market_executed(string flow, int seed)
    {
        await using var product = await RunningProduct.StartAsync("--Demo");
        if (flow == Real)
            await ReplayReal(product, RealFlow()!);
        else
            await ReplayGenerated(product, new GeneratedFlow(seed, events: 4_000));
    }

    [Fact]
    public async Task A_replay_goes_on_over_a_killed_server_and_nothing_happens_twice()
    {
        await using var product = await RunningProduct.StartAsync("--Demo");
        var flow = new GeneratedFlow(seed: 3, events: 3_000);
        var path = Path.Combine(product.DataDirectory, "flow.csv");
        await File.WriteAllTextAsync(path, flow.Lines, TestContext.Current.CancellationToken);

        var replay = ConsoleProcess.Run("exchange", "replay", path, "--url", product.Address.ToString(), "--json");
        await UntilTrading(product);
        await product.KillAsync();
        await product.StartAgainAsync();

        var report = (await replay).Json;
        report.GetProperty("retries").GetInt32().ShouldBeGreaterThan(0);
        report.GetProperty("makerIdentity").GetProperty("same").GetInt32().ShouldBe(flow.Executions);
        var depth = await Depth(product);
        Levels(depth, "bids").ShouldBe(flow.Bids);
        Levels(depth, "asks").ShouldBe(flow.Asks);
    }

    /// <summary>Waits until the replay is in full swing, which only the market itself can tell.</summary>
    private static async Task UntilTrading(RunningProduct product)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromMinutes(1));
        string trades;
        do
            trades = await product.Http.GetStringAsync("/api/v3/trades?symbol=BTCUSDT&limit=100", patience.Token);
        while (JsonDocument.Parse(trades).RootElement.GetArrayLength() < 50);
    }

    private static async Task ReplayGenerated(RunningProduct product, GeneratedFlow flow)
    {
        var path = Path.Combine(product.DataDirectory, "flow.csv");
        await File.WriteAllTextAsync(path, flow.Lines, TestContext.Current.CancellationToken);

        var replay = await ConsoleProcess.Run("exchange", "replay", path, "--url", product.Address.ToString());

        replay.ExitCode.ShouldBe(0, replay.Error);
        replay.Output.Split('\n').ShouldContain($"maker identity: {flow.Executions} of {flow.Executions}");
        var depth = await Depth(product);
        Levels(depth, "bids").ShouldBe(flow.Bids);
        Levels(depth, "asks").ShouldBe(flow.Asks);
    }

    private static async Task ReplayReal(RunningProduct product, string path)
    {
        var replay = await ConsoleProcess.Run("exchange", "replay", path, "--url", product.Address.ToString(), "--json");

        replay.ExitCode.ShouldBe(0, replay.Error);
        var report = replay.Json;
        report.GetProperty("events").GetInt32().ShouldBe(45_000);
        report.GetProperty("makerIdentity").GetProperty("executions").GetInt32().ShouldBe(2_248);
        report.GetProperty("makerIdentity").GetProperty("same").GetInt32().ShouldBe(2_202);
        report.GetProperty("latencyMs").GetProperty("p999").GetDouble().ShouldBeGreaterThan(0);
    }

    private static async Task<JsonElement> Depth(RunningProduct product)
    {
        var text = await product.Http.GetStringAsync("/api/v3/depth?symbol=BTCUSDT&limit=5000", TestContext.Current.CancellationToken);
        return JsonDocument.Parse(text).RootElement;
    }

    private static IEnumerable<(long Ticks, long Size)> Levels(JsonElement depth, string side) =>
        depth.GetProperty(side).EnumerateArray().Select(level => (
            (long)(decimal.Parse(level[0].GetString()!, CultureInfo.InvariantCulture) * 100),
            (long)decimal.Parse(level[1].GetString()!, CultureInfo.InvariantCulture)));

    private static string? RealFlow()
    {
        if (Environment.GetEnvironmentVariable("ORLEANSLLD_AAPL") is { Length: > 0 } named)
            return named;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, RealFile);
            if (File.Exists(path))
                return path;
        }

        return null;
    }
}
