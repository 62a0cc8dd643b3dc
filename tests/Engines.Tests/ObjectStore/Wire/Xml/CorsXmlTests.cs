using System.Text;

namespace OrleansLld.ObjectStore.Wire.Xml;

public sealed class CorsXmlTests
{
    private const string Least = "<AllowedOrigin>*</AllowedOrigin><AllowedMethod>GET</AllowedMethod>";

    [Fact]
    public void What_is_written_reads_the_same()
    {
        var xml = CorsXml.Write(new CorsRules(
        [
            new CorsRule("one", ["https://*.example.com"], ["GET", "PUT"], ["x-*"], ["ETag"], 5),
            new CorsRule("", ["*"], ["HEAD"], [], [], null),
        ]));

        var read = CorsXml.Parse(xml).Value;

        CorsXml.Write(read).ShouldBe(xml);
        read.Rules.Length.ShouldBe(2);
        read.Rules[0].MaxAgeSeconds.ShouldBe(5);
    }

    [Theory]
    [InlineData("<AllowedOrigin>*</AllowedOrigin><AllowedMethod>PATCH</AllowedMethod>", "Unsupported method is PATCH")]
    [InlineData("<AllowedOrigin>*</AllowedOrigin><AllowedMethod>get</AllowedMethod>", "Unsupported method is get")]
    [InlineData("<AllowedOrigin>*.*</AllowedOrigin><AllowedMethod>GET</AllowedMethod>", "more than one wildcard")]
    [InlineData(Least + "<AllowedHeader>*-*</AllowedHeader>", "more than one wildcard")]
    [InlineData(Least + "<ExposeHeader>x-*</ExposeHeader>", "contains wildcard")]
    public void A_rule_that_cannot_hold_is_told_in_words(string rule, string sentence)
    {
        var refusal = Read(rule).Refusal!;
        refusal.Fault.ShouldBe(WireFault.InvalidRequest);
        refusal.Sentence.ShouldContain(sentence);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<AllowedOrigin>*</AllowedOrigin>")]
    [InlineData("<AllowedMethod>GET</AllowedMethod>")]
    [InlineData(Least + "<MaxAgeSeconds>soon</MaxAgeSeconds>")]
    [InlineData(Least + "<MaxAgeSeconds>-1</MaxAgeSeconds>")]
    [InlineData(Least + "<Unknown/>")]
    [InlineData(Least + "<ExposeHeader>a&#10;b</ExposeHeader>")]
    [InlineData("<AllowedOrigin><b/></AllowedOrigin><AllowedMethod>GET</AllowedMethod>")]
    public void What_is_not_a_rule_is_malformed(string rule) => Read(rule).Refusal!.Fault.ShouldBe(WireFault.MalformedXml);

    [Fact]
    public void There_are_1_to_100_rules()
    {
        Count(0).Refusal!.Fault.ShouldBe(WireFault.MalformedXml);
        Count(100).Refusal.ShouldBeNull();
        Count(101).Refusal!.Fault.ShouldBe(WireFault.MalformedXml);

        static Parsed<CorsRules> Count(int rules) => Parse(string.Concat(Enumerable.Repeat($"<CORSRule>{Least}</CORSRule>", rules)));
    }

    private static Parsed<CorsRules> Read(string rule) => Parse($"<CORSRule>{rule}</CORSRule>");

    private static Parsed<CorsRules> Parse(string rules) =>
        CorsXml.Parse(Encoding.UTF8.GetBytes($"<CORSConfiguration>{rules}</CORSConfiguration>"));
}
