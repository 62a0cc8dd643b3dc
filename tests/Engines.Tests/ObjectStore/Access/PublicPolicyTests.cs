namespace OrleansLld.ObjectStore.Access;

public sealed class PublicPolicyTests
{
    [Theory]
    [InlineData("Effect", "\"Allow\"", true)]
    [InlineData("Effect", "\"Deny\"", false)]
    [InlineData("Principal", """{"AWS": "*"}""", true)]
    [InlineData("Principal", """{"AWS": ["22", "*"]}""", true)]
    [InlineData("Principal", """{"AWS": "arn:aws:iam::s3tenant1:root"}""", false)]
    [InlineData("Principal", """{"CanonicalUser": "22"}""", false)]
    [InlineData("Condition", """{"IpAddress": {"aws:SourceIp": "10.0.0.0/32"}}""", false)]
    [InlineData("Condition", """{"IpAddress": {"aws:SourceIp": ["203.0.113.0/24", "2001:db8::/32"]}}""", false)]
    [InlineData("Condition", """{"IpAddress": {"aws:SourceIp": "0.0.0.0/1"}}""", true)]
    [InlineData("Condition", """{"IpAddress": {"aws:SourceIp": ["203.0.113.0/24", "0.0.0.0/0"]}}""", true)]
    [InlineData("Condition", """{"IpAddress": {"aws:SourceIp": "2001::/16"}}""", true)]
    [InlineData("Condition", """{"IpAddressIfExists": {"aws:SourceIp": "203.0.113.0/24"}}""", true)]
    [InlineData("Condition", """{"NotIpAddress": {"aws:SourceIp": "203.0.113.0/24"}}""", true)]
    [InlineData("Condition", """{"StringEquals": {"aws:PrincipalArn": "arn:aws:iam::22:user/bob"}}""", false)]
    [InlineData("Condition", """{"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::22:user/*"}}""", true)]
    [InlineData("Condition", """{"StringLike": {"aws:userid": "22"}}""", false)]
    [InlineData("Condition", """{"StringLike": {"aws:userid": "2?"}}""", true)]
    [InlineData("Condition", """{"StringEquals": {"aws:userid": "${aws:userid}"}}""", true)]
    [InlineData("Condition", """{"ForAllValues:StringEquals": {"aws:userid": "22"}}""", true)]
    [InlineData("Condition", """{"StringEquals": {"aws:Referer": "http://example.com"}}""", true)]
    [InlineData("Condition", """{"StringEquals": {"aws:SourceVpc": "vpc-91237329", "aws:Referer": "x"}}""", false)]
    [InlineData("Condition", """{"StringNotEquals": {"aws:userid": "22"}}""", true)]
    [InlineData("Condition", """{"Null": {"aws:userid": "false"}}""", true)]
    public void A_policy_is_public_unless_fixed_values_tie_it(string field, string json, bool isPublic) =>
        PolicyFixture.Read(PolicyFixture.Statement((field, json))).IsPublic.ShouldBe(isPublic);

    [Fact]
    public void One_public_statement_makes_a_policy_public() =>
        PolicyFixture.Read(PolicyFixture.Statement(("Principal", """{"AWS": "22"}""")), PolicyFixture.Statement()).IsPublic.ShouldBeTrue();
}
