using Microsoft.Extensions.Options;

namespace OrleansLld.Gateways;

public sealed class KnownGatewaysTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_gateway_knows_itself_before_it_has_heard_of_others()
    {
        var known = Known("https://one.example");

        known.Present.ShouldBe([At("https://one.example")]);
        known.Includes("https://one.example").ShouldBeTrue();
        known.Sources.ShouldBe("");
    }

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("::")]
    public void A_gateway_that_listens_everywhere_has_no_address_to_tell(string listened)
    {
        var known = new KnownGateways(Options.Create(new GatewayOptions { Http = { Address = listened } }));

        known.Own.ShouldBeNull();
        known.Present.ShouldBeEmpty();
    }

    [Fact]
    public void A_directory_that_may_be_incomplete_takes_nothing_away()
    {
        var known = Known("http://one:8080");
        known.Take(Directory(isComplete: true, "http://one:8080", "http://two:8080"), Now);

        known.Take(Directory(isComplete: false, "http://one:8080", "http://three:8080"), Now);
        var kept = known.Present;
        known.Take(Directory(isComplete: true, "http://one:8080", "http://three:8080"), Now);

        kept.ShouldBe([At("http://one:8080"), At("http://two:8080"), At("http://three:8080")]);
        known.Present.ShouldBe([At("http://one:8080"), At("http://three:8080")]);
    }

    [Fact]
    public void Pages_of_a_gateway_that_is_gone_may_ask_for_a_day()
    {
        var known = Known("http://one:8080");
        known.Take(Directory(isComplete: true, "http://one:8080", "http://two:8080"), Now);

        known.Take(Directory(isComplete: true, "http://one:8080"), Now + TimeSpan.FromHours(23));
        known.Includes("http://two:8080").ShouldBeTrue();
        known.Take(Directory(isComplete: true, "http://one:8080"), Now + TimeSpan.FromHours(24));
        known.Includes("http://two:8080").ShouldBeFalse();
    }

    [Fact]
    public void Who_leaves_sends_clients_elsewhere_and_still_answers_its_pages()
    {
        var known = Known("http://one:8080");
        known.Take(Directory(isComplete: true, "http://one:8080", "http://two:8080"), Now);

        known.Leave();

        known.Present.ShouldBe([At("http://two:8080")]);
        known.Includes("http://one:8080").ShouldBeTrue();
    }

    [Fact]
    public void Several_gateways_behind_one_address_are_one_entry()
    {
        var known = Known("https://exchange.example");

        known.Take(Directory(isComplete: true, "https://exchange.example", "https://exchange.example"), Now);

        known.Present.ShouldBe([At("https://exchange.example")]);
        known.Sources.ShouldBe("");
    }

    [Fact]
    public void The_policy_of_a_page_names_the_others_with_their_WebSockets_and_has_an_end()
    {
        var known = Known("http://one:8080");

        known.Take(Directory(isComplete: true, "http://one:8080", "https://two.example"), Now);
        var two = known.Sources;
        known.Take(Directory(isComplete: true, [.. Enumerable.Range(0, 300).Select(i => $"http://gateway-{i}:8080")]), Now);

        two.ShouldBe(" https://two.example wss://two.example");
        known.Sources.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(200);
    }

    [Fact]
    public void Where_the_others_have_their_objects_is_told_to_pages()
    {
        var known = Known("http://one");
        known.ObjectSources.ShouldBe("");

        known.Take(Directory(isComplete: true, "http://one", "http://two"), Now);
        known.ObjectSources.ShouldBe(" http://s3.one http://s3.two");

        known.Take(Directory(isComplete: false, "http://three"), Now);
        known.ObjectSources.ShouldBe(" http://s3.one http://s3.three http://s3.two");
    }

    private static KnownGateways Known(string own) => new(Options.Create(new GatewayOptions { PublicAddress = own }));

    private static GatewayAddress At(string address) => GatewayAddress.Parse(address);

    private static GatewayDirectory Directory(bool isComplete, params string[] addresses) => new(
        [.. addresses.Select(address => new GatewayEntry(Notice(address), Now, Now))],
        [.. addresses.Select(At).Distinct()],
        isComplete);

    private static GatewayNotice Notice(string address) =>
        new(Guid.NewGuid(), "here:1", At(address), "1.0", 0, At(address.Replace("://", "://s3.", StringComparison.Ordinal)));
}
