using System.Text;
using OrleansLld.ObjectStore.Wire.Xml;

namespace OrleansLld.ObjectStore.Wire;

public sealed class CorsRulesTests
{
    private const string Rules = """
        <CORSConfiguration>
          <CORSRule>
            <AllowedOrigin>https://*.example.com</AllowedOrigin><AllowedOrigin>https://exact.org</AllowedOrigin>
            <AllowedMethod>GET</AllowedMethod><AllowedMethod>PUT</AllowedMethod>
            <AllowedHeader>x-amz-*</AllowedHeader><AllowedHeader>Content-Type</AllowedHeader>
            <ExposeHeader>ETag</ExposeHeader><MaxAgeSeconds>3000</MaxAgeSeconds>
          </CORSRule>
          <CORSRule><AllowedOrigin>*</AllowedOrigin><AllowedMethod>HEAD</AllowedMethod></CORSRule>
          <CORSRule>
            <AllowedOrigin>*suffix</AllowedOrigin><AllowedOrigin>start*end</AllowedOrigin><AllowedMethod>GET</AllowedMethod>
          </CORSRule>
        </CORSConfiguration>
        """;

    [Theory]
    [InlineData("https://a.example.com", "GET", "https://a.example.com")]
    [InlineData("https://.example.com", "PUT", "https://.example.com")]
    [InlineData("https://exact.org", "GET", "https://exact.org")]
    [InlineData("https://EXACT.org", "GET", null)]
    [InlineData("https://example.com", "GET", null)]
    [InlineData("https://a.example.com", "DELETE", null)]
    [InlineData("https://a.example.com", "HEAD", "*")]
    [InlineData("anything", "HEAD", "*")]
    [InlineData("suffix", "GET", "suffix")]
    [InlineData("foo.suffix", "GET", "foo.suffix")]
    [InlineData("suffixes", "GET", null)]
    [InlineData("startend", "GET", "startend")]
    [InlineData("start1end", "GET", "start1end")]
    [InlineData("starend", "GET", null)]
    [InlineData("0start12end", "GET", null)]
    public void The_first_rule_of_origin_and_method_answers(string origin, string method, string? allowed)
    {
        var answer = Read().Match(origin, method);

        answer?.AllowOrigin.ShouldBe(allowed);
        (answer is null).ShouldBe(allowed is null);
        answer?.AllowCredentials.ShouldBe(allowed != "*");
    }

    [Fact]
    public void An_answer_tells_what_its_rule_says()
    {
        var answer = Read().Match("https://exact.org", "GET")!;

        answer.AllowMethods.ShouldBe(["GET", "PUT"]);
        answer.ExposeHeaders.ShouldBe(["ETag"]);
        answer.MaxAgeSeconds.ShouldBe(3000);
        answer.AllowHeaders.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("X-Amz-Date, content-type", "x-amz-date content-type")]
    [InlineData("x-amz-meta-anything", "x-amz-meta-anything")]
    [InlineData("authorization", null)]
    [InlineData("x-amz-date,authorization", null)]
    public void A_preflight_gets_the_headers_that_it_asked_for_or_nothing(string asked, string? allowed)
    {
        var answer = Read().Preflight("https://exact.org", "PUT", asked);

        (answer is null ? null : string.Join(' ', answer.AllowHeaders)).ShouldBe(allowed);
    }

    [Fact]
    public void A_later_rule_may_fit_a_preflight_that_an_earlier_one_does_not() =>
        Read().Preflight("https://x.example.com", "HEAD", "")!.AllowOrigin.ShouldBe("*");

    private static CorsRules Read() => CorsXml.Parse(Encoding.UTF8.GetBytes(Rules)).Value;
}
