using System.Text;
using OrleansLld.ObjectStore.Wire;

namespace OrleansLld.ObjectStore.Access;

public sealed class BucketPolicyParserTests
{
    [Theory]
    [InlineData("Sid", "\"Allow Public Access to All Objects\"")]
    [InlineData("Principal", """{"AWS": "*"}""")]
    [InlineData("Principal", """{"AWS": ["22", "arn:aws:iam::22:root", "arn:aws:iam::22:user/path/bob", "arn:aws:iam:::user/bob"]}""")]
    [InlineData("Principal", """{"AWS": "arn:aws:iam::s3tenant1:root", "CanonicalUser": ["22"], "Service": "logging.s3.amazonaws.com"}""")]
    [InlineData("Principal", """{"AWS": "arn:aws:iam::22:role/reader"}""")]
    [InlineData("Action", "\"*\"")]
    [InlineData("Action", """["s3:GetObject", "S3:listbucket", "s3:Put*Tagging", "s3:?etObject"]""")]
    [InlineData("NotAction", "\"s3:GetObject\"")]
    [InlineData("Resource", """["arn:aws:s3:::*", "arn:aws:s3:::*/*"]""")]
    [InlineData("Resource", "\"arn:aws:s3:::b*\"")]
    [InlineData("Resource", "\"arn:aws:s3:::box*\"")]
    [InlineData("Resource", "\"arn:aws:s3:::b?x/a/${aws:username}/?.txt\"")]
    [InlineData("NotResource", "\"arn:aws:s3:::box/private/*\"")]
    [InlineData("Condition", """{"StringLikeIfExists": {"aws:Referer": "http://www.example.com/*"}}""")]
    [InlineData("Condition", """{"Bool": {"aws:SecureTransport": false}, "NumericLessThan": {"s3:max-keys": 10, "aws:Age": "5"}}""")]
    [InlineData("Condition", """{"ForAllValues:StringEquals": {"s3:RequestObjectTagKeys": ["a", "b"]}}""")]
    [InlineData("Condition", """{"Null": {"s3:ExistingObjectTag/a": "false"}}""")]
    [InlineData("Condition", "{}")]
    public void A_statement_is_read(string field, string json) =>
        PolicyFixture.Parse(PolicyFixture.Policy(PolicyFixture.Statement((field, json)))).Refusal.ShouldBeNull();

    [Theory]
    [InlineData("Effect", "", "Missing required field Effect")]
    [InlineData("Effect", "\"Permit\"", "Invalid effect: Permit")]
    [InlineData("Principal", "", "Missing required field Principal")]
    [InlineData("Principal", "\"bob\"", "Invalid principal in policy")]
    [InlineData("Principal", "{}", "Invalid principal in policy")]
    [InlineData("Principal", """{"AWS": "bob"}""", "Invalid principal in policy")]
    [InlineData("Principal", """{"AWS": "arn:aws:iam::22:user/*"}""", "Invalid principal in policy")]
    [InlineData("Principal", """{"AWS": "arn:aws:iam::22:group/all"}""", "Invalid principal in policy")]
    [InlineData("Principal", """{"CanonicalUser": "bob"}""", "Invalid principal in policy")]
    [InlineData("Principal", """{"House": "22"}""", "Invalid principal in policy")]
    [InlineData("NotPrincipal", "\"*\"", "Allow with NotPrincipal is not allowed")]
    [InlineData("Action", "", "Missing required field Action")]
    [InlineData("Action", "[]", "Policy has invalid action")]
    [InlineData("Action", "7", "Policy has invalid action")]
    [InlineData("Action", "\"s3:FlyToTheMoon\"", "Policy has invalid action")]
    [InlineData("Action", "\"ec2:RunInstances\"", "Policy has invalid action")]
    [InlineData("Action", "\"s3:Fly*\"", "Policy has invalid action")]
    [InlineData("Resource", "", "Missing required field Resource")]
    [InlineData("Resource", "\"*\"", "Policy has invalid resource")]
    [InlineData("Resource", "\"arn:aws:s3:::other/*\"", "Policy has invalid resource")]
    [InlineData("Resource", "\"arn:aws:s3:::boxes/*\"", "Policy has invalid resource")]
    [InlineData("Resource", "\"arn:aws:s3:::box/${s3:ExistingObjectTag/owner}\"", "Policy has invalid resource")]
    [InlineData("Condition", "[]", "Invalid policy syntax.")]
    [InlineData("Condition", """{"StringAlike": {"s3:prefix": "a"}}""", "Invalid Condition type : StringAlike")]
    [InlineData("Condition", """{"NullIfExists": {"s3:prefix": "true"}}""", "Invalid Condition type : NullIfExists")]
    [InlineData("Condition", """{"StringEquals": {"s3:moon-phase": "new"}}""", "Policy has an invalid condition key")]
    [InlineData("Condition", """{"StringEquals": {"s3:prefix": []}}""", "Invalid value in condition StringEquals of s3:prefix")]
    [InlineData("Condition", """{"NumericEquals": {"s3:max-keys": "many"}}""", "Invalid value in condition NumericEquals of s3:max-keys")]
    [InlineData("Condition", """{"IpAddress": {"aws:SourceIp": "10.0.0.0/33"}}""", "Invalid value in condition IpAddress of aws:SourceIp")]
    [InlineData("Condition", """{"DateEquals": {"aws:CurrentTime": "soon"}}""", "Invalid value in condition DateEquals of aws:CurrentTime")]
    [InlineData("Owner", "\"me\"", "Unknown field Owner")]
    public void A_statement_that_cannot_hold_is_told_in_words(string field, string json, string sentence) =>
        Sentence(PolicyFixture.Policy(PolicyFixture.Statement((field, json)))).ShouldBe(sentence);

    [Theory]
    [InlineData("\"s3:GetObject\"", "\"arn:aws:s3:::box\"", false)]
    [InlineData("\"s3:GetObject\"", "\"arn:aws:s3:::box/a\"", true)]
    [InlineData("\"s3:GetObject\"", "\"arn:aws:s3:::box*\"", true)]
    [InlineData("\"s3:ListBucket\"", "\"arn:aws:s3:::box/*\"", false)]
    [InlineData("\"s3:ListBucket\"", "\"arn:aws:s3:::box\"", true)]
    [InlineData("\"s3:ListBucket\"", "\"arn:aws:s3:::b*\"", true)]
    [InlineData("[\"s3:ListBucket\", \"s3:GetObject\"]", "\"arn:aws:s3:::box\"", true)]
    [InlineData("\"s3:*\"", "\"arn:aws:s3:::box\"", true)]
    public void An_action_needs_a_resource_of_its_kind(string action, string resource, bool fits) =>
        Sentence(PolicyFixture.Policy(PolicyFixture.Statement(("Action", action), ("Resource", resource))))
            .ShouldBe(fits ? null : "Action does not apply to any resource(s) in statement");

    [Theory]
    [InlineData("", "Policies must be valid JSON and the first byte must be '{'")]
    [InlineData(" {}", "Policies must be valid JSON and the first byte must be '{'")]
    [InlineData("[]", "Policies must be valid JSON and the first byte must be '{'")]
    [InlineData("{", "This policy contains invalid Json")]
    [InlineData("{} {}", "This policy contains invalid Json")]
    [InlineData("""{"Id": "\ud800"}""", "This policy contains invalid Json")]
    [InlineData("""{"Id": "a", "Id": "b"}""", "This policy contains invalid Json")]
    [InlineData("{}", "Missing required field Statement")]
    [InlineData("""{"Statement": []}""", "Statement is empty!")]
    [InlineData("""{"Statement": ["a"]}""", "Invalid policy syntax.")]
    [InlineData("""{"Version": "2020-01-01", "Statement": []}""", "The policy must contain a valid version string")]
    [InlineData("""{"Rules": []}""", "Unknown field Rules")]
    public void A_document_that_is_none_is_told_in_words(string json, string sentence) => Sentence(json).ShouldBe(sentence);

    [Fact]
    public void A_statement_may_stand_alone() =>
        Sentence($$"""{"Version": "2008-10-17", "Id": "p", "Statement": {{PolicyFixture.Statement()}}}""").ShouldBeNull();

    [Fact]
    public void Names_of_statements_are_unique() =>
        Sentence(PolicyFixture.Policy(PolicyFixture.Statement(("Sid", "\"a\"")), PolicyFixture.Statement(("Sid", "\"a\""))))
            .ShouldBe("Statement IDs (SID) in a single policy must be unique.");

    [Fact]
    public void Both_an_element_and_its_negation_is_no_statement() =>
        Sentence(PolicyFixture.Policy(
            """{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "NotAction": "s3:*", "Resource": "arn:aws:s3:::box"}"""))
            .ShouldBe("Invalid policy syntax.");

    [Fact]
    public void Size_and_depth_are_bounded()
    {
        var policy = PolicyFixture.Policy(PolicyFixture.Statement());
        Sentence(policy.PadRight(BucketPolicyParser.BytesMax)).ShouldBeNull();
        Sentence(policy.PadRight(BucketPolicyParser.BytesMax + 1)).ShouldBe("Policy exceeds the maximum allowed document size.");
        Sentence($"{{\"Statement\": {new string('[', 200)}{new string(']', 200)}}}").ShouldBe("This policy contains invalid Json");
    }

    [Fact]
    public void Bytes_that_are_no_text_are_refused() =>
        BucketPolicyParser.Check(Encoding.Latin1.GetBytes("{\"Id\": \"\u00ff\", \"Statement\": []}"), "box")!.Fault
            .ShouldBe(WireFault.MalformedPolicy);

    private static string? Sentence(string json) => PolicyFixture.Parse(json).Refusal?.Sentence;
}
