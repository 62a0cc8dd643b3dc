using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;
using OrleansLld.Accounts;

namespace OrleansLld.Gateways;

public sealed class GatewayDirectoryTests
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly MovedTime _time = new();

    [Fact]
    public async Task Who_announced_itself_is_listed_until_it_is_silent_for_its_lease()
    {
        await using var cluster = await Start();
        var directory = DirectoryOf(cluster);
        var (one, other) = (Notice("http://one:8080"), Notice("http://other:8080"));

        await directory.Announce(one, None);
        _time.Move(10 * Second);
        var both = await directory.Announce(other, None);
        _time.Move(5 * Second);
        var left = await directory.List(None);

        both.Gateways.Select(entry => entry.Notice).ShouldBe([one, other]);
        left.Gateways.Select(entry => entry.Notice).ShouldBe([other]);
    }

    [Fact]
    public async Task A_heartbeat_renews_the_lease_and_keeps_the_place()
    {
        await using var cluster = await Start();
        var directory = DirectoryOf(cluster);
        var (one, other) = (Notice("http://one:8080"), Notice("http://other:8080"));
        await directory.Announce(one, None);
        _time.Move(Second);
        await directory.Announce(other, None);

        _time.Move(14 * Second - TimeSpan.FromMilliseconds(500));
        var renewed = await directory.Announce(one with { Connections = 7 }, None);

        renewed.Gateways.Select(entry => entry.Notice.Connections).ShouldBe([7, 0]);
        renewed.Gateways[0].HeardAt.ShouldBeGreaterThan(renewed.Gateways[0].Since);
    }

    [Fact]
    public async Task Who_says_goodbye_is_struck_off_at_once_and_its_address_stays_known_for_a_day()
    {
        await using var cluster = await Start();
        var directory = DirectoryOf(cluster);
        var notice = Notice("http://one:8080");
        await directory.Announce(notice, None);

        await directory.Leave(notice.Id, None);
        var after = await directory.List(None);
        _time.Move(TimeSpan.FromHours(24));
        var dayAfter = await directory.List(None);

        after.Gateways.ShouldBeEmpty();
        after.Remembered.ShouldBe([notice.Address!.Value]);
        dayAfter.Remembered.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_young_directory_says_that_gateways_may_be_missing()
    {
        await using var cluster = await Start();
        var directory = DirectoryOf(cluster);

        var young = await directory.List(None);
        _time.Move(10 * Second);
        var grown = await directory.List(None);

        (young.IsComplete, grown.IsComplete).ShouldBe((false, true));
    }

    [Fact]
    public async Task A_directory_takes_a_thousand_gateways_and_no_more()
    {
        await using var cluster = await Start();
        var directory = DirectoryOf(cluster);
        var notices = Enumerable.Range(1, 1_000).Select(i => Notice($"http://gateway-{i}:8080")).ToList();
        foreach (var notice in notices)
            await directory.Announce(notice, None);

        await Should.ThrowAsync<InvalidOperationException>(() => directory.Announce(Notice("http://late:8080"), None));
        (await directory.Announce(notices[0], None)).Gateways.Length.ShouldBe(1_000);
    }

    [Theory]
    [InlineData("http://127.0.0.1:8080", "http://127.0.0.1:8080")]
    [InlineData("https://Exchange.Example:443/", "https://exchange.example")]
    [InlineData("http://[::1]:8080", "http://[::1]:8080")]
    [InlineData("https://bücher.example", "https://xn--bcher-kva.example")]
    public void An_address_is_kept_as_a_browser_writes_an_origin(string text, string normal) =>
        GatewayAddress.Parse(text).ToString().ShouldBe(normal);

    [Theory]
    [InlineData("")]
    [InlineData("exchange.example")]
    [InlineData("ftp://exchange.example")]
    [InlineData("https://exchange.example/path")]
    [InlineData("https://exchange.example/?a=b")]
    [InlineData("https://exchange.example/#a")]
    [InlineData("https://somebody@exchange.example")]
    [InlineData("https://exchange.example; script-src *")]
    public void What_is_more_or_less_than_an_origin_is_no_address(string text) =>
        GatewayAddress.TryParse(text, out _).ShouldBeFalse();

    private static GatewayNotice Notice(string address) => new(Guid.NewGuid(), "here:1", GatewayAddress.Parse(address), "1.0", 0, null);

    private static IGatewayDirectoryGrain DirectoryOf(InProcessTestCluster cluster) =>
        cluster.Client.GetGrain<IGatewayDirectoryGrain>(IGatewayDirectoryGrain.Key);

    private async Task<InProcessTestCluster> Start()
    {
        var builder = new InProcessTestClusterBuilder(1);
        builder.ConfigureSilo((_, silo) => silo.Services.AddSingleton<TimeProvider>(_time));
        var cluster = builder.Build();
        await cluster.DeployAsync();
        return cluster;
    }
}
