using System.Text;

namespace OrleansLld.ObjectStore.Wire;

public sealed class PostPolicyTests
{
    private const string Until = "\"expiration\": \"2026-08-01T12:00:00Z\"";

    private static readonly DateTimeOffset Now = new(2026, 8, 1, 11, 59, 59, TimeSpan.Zero);

    [Fact]
    public void A_form_that_is_foreseen_may_be_sent() =>
        Violation(
            """
            {"bucket": "b"}, ["starts-with", "$key", "foo"], {"acl": "private"}, ["eq", "$x-amz-meta-a", "1"],
            ["content-length-range", 0, 9]
            """,
            ("bucket", "b"), ("key", "foo.txt"), ("acl", "private"), ("x-amz-meta-a", "1"), ("policy", "…"), ("x-amz-signature", "…"),
            ("signature", "…"), ("awsaccesskeyid", "…"), ("x-ignore-me", "…")).ShouldBeNull();

    [Fact]
    public void Names_and_operations_are_of_any_case() =>
        Violation(
            """{"bUcKeT": "b"}, ["StArTs-WiTh", "$KeY", "foo"]""", ("bucket", "b"), ("key", "foo.txt")).ShouldBeNull();

    [Theory]
    [InlineData("""["eq", "$key", "foo"]""", "bar", """Policy Condition failed: ["eq", "$key", "foo"]""")]
    [InlineData("""{"key": "foo"}""", "fool", """Policy Condition failed: ["eq", "$key", "foo"]""")]
    [InlineData("""["starts-with", "$key", "foo"]""", "fo", """Policy Condition failed: ["starts-with", "$key", "foo"]""")]
    [InlineData("""["starts-with", "$key", ""], ["eq", "$acl", "p"]""", "k", """Policy Condition failed: ["eq", "$acl", "p"]""")]
    [InlineData("""["starts-with", "$bucket", ""]""", "k", "Extra input fields: key")]
    [InlineData("""["starts-with", "$key", ""]""", "anything", null)]
    [InlineData("""["eq", "$key", "\\$foo"]""", "\\$foo", null)]
    [InlineData("""["eq", "$key", "\$foo"]""", "$foo", null)]
    public void A_field_is_held_against_its_conditions(string conditions, string key, string? violation) =>
        Violation(conditions, ("key", key)).ShouldBe(violation);

    [Fact]
    public void A_list_of_content_types_begins_as_one_has_to() =>
        Violation("""["starts-with", "$Content-Type", "image/"]""", ("content-type", "image/png, text/html"))
            .ShouldBe("""Policy Condition failed: ["starts-with", "$content-type", "image/"]""");

    [Fact]
    public void A_policy_expires() =>
        Parse("{" + Until + ", \"conditions\": []}").Violation([], Now.AddSeconds(1)).ShouldBe("Policy expired.");

    [Theory]
    [InlineData("""["content-length-range", 3, 5]""", 3, 5)]
    [InlineData("""["content-length-range", "3", "5"]""", 3, 5)]
    [InlineData("""["Content-Length-Range", 0, 0]""", 0, 0)]
    [InlineData("", 0, long.MaxValue)]
    public void A_length_may_be_limited(string conditions, long min, long max) =>
        Parse("{" + Until + ", \"conditions\": [" + conditions + "]}").Length.ShouldBe((min, max));

    [Theory]
    [InlineData("nonsense")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"conditions\": []}")]
    [InlineData("{\"EXPIRATION\": \"2026-08-01T12:00:00Z\", \"conditions\": []}")]
    [InlineData("{\"expiration\": \"2026-08-01 12:00:00+00:00\", \"conditions\": []}")]
    [InlineData("{" + Until + "}")]
    [InlineData("{" + Until + ", \"CONDITIONS\": []}")]
    [InlineData("{" + Until + ", \"conditions\": {}}")]
    [InlineData("{" + Until + ", \"conditions\": [{}]}")]
    [InlineData("{" + Until + ", \"conditions\": [7]}")]
    [InlineData("{" + Until + ", \"conditions\": [{\"a\": \"1\", \"b\": \"2\"}]}")]
    [InlineData("{" + Until + ", \"conditions\": [{\"a\": 1}]}")]
    [InlineData("{" + Until + ", \"conditions\": [[\"eq\", \"$a\"]]}")]
    [InlineData("{" + Until + ", \"conditions\": [[\"eq\", \"a\", \"1\"]]}")]
    [InlineData("{" + Until + ", \"conditions\": [[\"ends-with\", \"$a\", \"1\"]]}")]
    [InlineData("{" + Until + ", \"conditions\": [[\"content-length-range\", 0]]}")]
    [InlineData("{" + Until + ", \"conditions\": [[\"content-length-range\", -1, 0]]}")]
    [InlineData("{" + Until + ", \"conditions\": [[\"content-length-range\", 5, 3]]}")]
    public void What_is_no_policy_is_refused_in_words(string json)
    {
        PostPolicyParser.TryParse(Encoded(json), out _, out var fault).ShouldBeFalse();
        fault.ShouldStartWith("Invalid Policy: ");
    }

    [Fact]
    public void What_is_no_Base64_is_no_policy() => PostPolicyParser.TryParse("…", out _, out _).ShouldBeFalse();

    private static string? Violation(string conditions, params (string Name, string Value)[] fields) =>
        Parse("{" + Until + ", \"conditions\": [" + conditions + "]}").Violation(
            [.. fields.Select(field => new KeyValuePair<string, string>(field.Name, field.Value))], Now);

    private static PostPolicy Parse(string json)
    {
        PostPolicyParser.TryParse(Encoded(json), out var policy, out var fault).ShouldBeTrue(fault);
        return policy!;
    }

    private static string Encoded(string json) => Convert.ToBase64String(Encoding.UTF8.GetBytes(json));
}
