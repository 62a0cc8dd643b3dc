using System.Net;
using System.Text.Json;
using OrleansLld.Accounts;
using OrleansLld.Client;

namespace OrleansLld.Cluster;

/// <summary>What a cluster of processes does when parts of it come and go. Where no data is needed the silos keep none.</summary>
public sealed class ClusterTests(SharedCluster shared) : IClassFixture<SharedCluster>
{
    private RunningCluster Cluster => shared.Cluster;

    [Fact]
    public async Task A_process_with_other_keys_names_a_silo_that_differs_and_does_not_start()
    {
        var key = Path.Combine(Cluster.Gateways[0].DataDirectory, "other-key");
        await File.WriteAllTextAsync(key, Convert.ToBase64String(new byte[32]), TestContext.Current.CancellationToken);

        var gateway = await Should.ThrowAsync<InvalidOperationException>(() => Cluster.AddGatewayAsync($"--Gateway:TokenKeyFile={key}"));
        var silo = await Should.ThrowAsync<InvalidOperationException>(() => Cluster.AddSiloAsync($"--Accounts:CredentialKeyFile={key}"));

        gateway.Message.ShouldContain("This process has other keys than the silo at 127.0.0.1:");
        silo.Message.ShouldContain("This process has other keys than the silo at 127.0.0.1:");
    }

    [Fact]
    public async Task A_gateway_that_is_told_to_stop_says_so_and_serves_on_while_its_callers_leave()
    {
        var gateway = await Cluster.AddGatewayAsync("--Gateway:DrainSeconds=3");
        var visitor = new Visitor(gateway.Http);

        var stopped = gateway.StopAsync();
        var ready = await Until(() => visitor.Get("/health/ready"), answer => answer.Status == HttpStatusCode.ServiceUnavailable);
        var served = await visitor.Get("/api/v3/exchangeInfo");

        ready.Body.ShouldBe("stopping");
        served.ShouldBe(HttpStatusCode.OK).Headers.ConnectionClose.ShouldBe(true);
        (await stopped).ShouldBe(0);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/metrics")]
    [InlineData("/dashboard")]
    [InlineData("/api/accounts/me")]
    [InlineData("/docs/")]
    public async Task A_silo_without_a_gateway_shows_its_health_and_nothing_else(string path)
    {
        var visitor = new Visitor(Cluster.Silos[0].Http);

        (await visitor.Get(path)).ShouldBe(HttpStatusCode.NotFound);
        (await visitor.Get("/health/ready")).ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("/metrics")]
    [InlineData("/dashboard")]
    public async Task The_operators_pages_of_a_gateway_are_closed_to_others(string path) =>
        (await new Visitor(Cluster.Gateways[0].Http).Get(path)).ShouldBe(HttpStatusCode.Unauthorized);

    [Fact]
    public async Task The_console_finds_the_cluster_by_its_membership_and_shows_it()
    {
        var status = await ConsoleProcess.Run(Cluster.ConsoleEnvironment, "cluster", "status", "--json");

        status.ExitCode.ShouldBe(0, status.Error);
        var silos = SilosOf(status).Where(silo => silo.GetProperty("state").GetString() == "active").ToList();
        silos.Count.ShouldBe(2);
        silos.Select(silo => silo.GetProperty("keys").GetString()).Distinct().Count().ShouldBe(1);
        status.Json.GetProperty("gateways").EnumerateArray()
            .Select(gateway => gateway.GetProperty("address").GetString()).ShouldContain($"{Cluster.Gateways[0].Address}".TrimEnd('/'));
        status.Json.GetProperty("systems").EnumerateArray().Select(system => system.GetProperty("system").GetString())
            .ShouldContain("Gateways");
    }

    [Fact]
    public async Task A_silo_that_is_killed_or_stands_still_costs_time_and_no_error()
    {
        await using var cluster = await RunningCluster.StartAsync(3, 1, "--Demo");
        using var over = new CancellationTokenSource();
        var markets = new[] { "BTCUSDT", "ETHUSDT", "ETHBTC" };
        var readers = markets.Select(market => ReadOn(cluster.Gateways[0], $"/api/v3/depth?symbol={market}", over.Token)).ToList();

        await cluster.Silos[0].KillAsync();
        await UntilSiloIs(cluster, "dead", 1);
        await cluster.Silos[1].SuspendAsync();
        await UntilSiloIs(cluster, "dead", 2);
        await over.CancelAsync();
        var answers = await Task.WhenAll(readers);
        await cluster.Silos[1].ResumeAsync();

        answers.SelectMany(statuses => statuses).Distinct().ShouldBe([HttpStatusCode.OK], cluster.Gateways[0].Log);
        (await cluster.Silos[1].UntilEndedAsync()).ShouldNotBe(0);
        cluster.Silos[1].Log.ShouldContain("I have been told I am dead");
    }

    private static async Task<List<HttpStatusCode>> ReadOn(RunningProduct gateway, string path, CancellationToken over)
    {
        var visitor = new Visitor(gateway.Http);
        var statuses = new List<HttpStatusCode>();
        while (!over.IsCancellationRequested)
            statuses.Add((await visitor.Get(path)).Status);
        return statuses;
    }

    private static async Task UntilSiloIs(RunningCluster cluster, string state, int count) =>
        await Until(
            () => ConsoleProcess.Run(cluster.ConsoleEnvironment, "cluster", "status", "--json"),
            status => status.ExitCode == 0
                && SilosOf(status).Count(silo => silo.GetProperty("state").GetString() == state) == count);

    private static JsonElement.ArrayEnumerator SilosOf(ConsoleProcess status) => status.Json.GetProperty("silos").EnumerateArray();

    private static async Task<T> Until<T>(Func<Task<T>> ask, Func<T, bool> isSo)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        while (true)
        {
            var answer = await ask();
            if (isSo(answer))
                return answer;
            await Task.Delay(TimeSpan.FromMilliseconds(20), patience.Token);
        }
    }
}

/// <summary>Two silos and a gateway for tests that leave them as they are.</summary>
public sealed class SharedCluster : IAsyncLifetime
{
    private RunningCluster? _cluster;

    public RunningCluster Cluster => _cluster ?? throw new InvalidOperationException("The cluster was not started.");

    public async ValueTask InitializeAsync() =>
        _cluster = await RunningCluster.StartAsync(2, 1, "--Storage:Provider=Volatile", "--Demo", "--Gateway:DrainSeconds=0");

    public ValueTask DisposeAsync() => _cluster?.DisposeAsync() ?? ValueTask.CompletedTask;
}
