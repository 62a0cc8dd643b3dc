namespace OrleansLld.ObjectStore.Access;

public sealed class PolicyConditionTests
{
    [Theory]
    [InlineData("""{"StringEquals": {"s3:prefix": "a"}}""", "s3:prefix=a", true)]
    [InlineData("""{"StringEquals": {"S3:Prefix": "a"}}""", "s3:prefix=a", true)]
    [InlineData("""{"StringEquals": {"s3:prefix": "a"}}""", "s3:prefix=A", false)]
    [InlineData("""{"StringEquals": {"s3:prefix": "a*"}}""", "s3:prefix=ab", false)]
    [InlineData("""{"StringEquals": {"s3:prefix": ["a", "b"]}}""", "s3:prefix=b", true)]
    [InlineData("""{"StringEquals": {"s3:prefix": "a"}}""", "", false)]
    [InlineData("""{"StringEquals": {"s3:prefix": ""}}""", "s3:prefix=", true)]
    [InlineData("""{"StringEquals": {"s3:prefix": "${aws:username}/"}}""", "s3:prefix=bob/", true)]
    [InlineData("""{"StringNotEquals": {"s3:prefix": "a"}}""", "s3:prefix=b", true)]
    [InlineData("""{"StringNotEquals": {"s3:prefix": ["a", "b"]}}""", "s3:prefix=b", false)]
    [InlineData("""{"StringNotEquals": {"s3:prefix": "a"}}""", "", true)]
    [InlineData("""{"StringEqualsIgnoreCase": {"s3:prefix": "aB"}}""", "s3:prefix=Ab", true)]
    [InlineData("""{"StringNotEqualsIgnoreCase": {"s3:prefix": "aB"}}""", "s3:prefix=Ab", false)]
    [InlineData("""{"StringLike": {"s3:x-amz-acl": "public*"}}""", "s3:x-amz-acl=public-read", true)]
    [InlineData("""{"StringLike": {"s3:x-amz-acl": "public*"}}""", "s3:x-amz-acl=private", false)]
    [InlineData("""{"StringNotLike": {"s3:x-amz-acl": "public*"}}""", "s3:x-amz-acl=private", true)]
    [InlineData("""{"StringLike": {"aws:Referer": "http://?.example.com/*"}}""", "aws:Referer=http://a.example.com/", true)]
    [InlineData("""{"StringLikeIfExists": {"aws:Referer": "http://a/*"}}""", "", true)]
    [InlineData("""{"StringLikeIfExists": {"aws:Referer": "http://a/*"}}""", "aws:Referer=http://b/", false)]
    [InlineData("""{"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::22:user/*"}}""", "", true)]
    [InlineData("""{"ArnEquals": {"aws:PrincipalArn": "arn:aws:iam::*:user/bob"}}""", "", true)]
    [InlineData("""{"ArnLike": {"aws:SourceArn": "arn:aws:s3:*:x"}}""", "aws:SourceArn=arn:aws:s3:a:b:x", false)]
    [InlineData("""{"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::22:user/*"}}""", "", false)]
    [InlineData("""{"NumericEquals": {"s3:max-keys": "10"}}""", "s3:max-keys=10", true)]
    [InlineData("""{"NumericEquals": {"s3:max-keys": 10}}""", "s3:max-keys=10.0", true)]
    [InlineData("""{"NumericNotEquals": {"s3:max-keys": 10}}""", "s3:max-keys=11", true)]
    [InlineData("""{"NumericLessThan": {"s3:max-keys": 10}}""", "s3:max-keys=9", true)]
    [InlineData("""{"NumericLessThan": {"s3:max-keys": 10}}""", "s3:max-keys=10", false)]
    [InlineData("""{"NumericLessThanEquals": {"s3:max-keys": 10}}""", "s3:max-keys=10", true)]
    [InlineData("""{"NumericLessThanEquals": {"s3:max-keys": 10}}""", "", false)]
    [InlineData("""{"NumericLessThanEquals": {"s3:max-keys": 10}}""", "s3:max-keys=few", false)]
    [InlineData("""{"NumericGreaterThan": {"s3:max-keys": 10}}""", "s3:max-keys=10", false)]
    [InlineData("""{"NumericGreaterThanEquals": {"s3:max-keys": 10}}""", "s3:max-keys=10", true)]
    [InlineData("""{"DateLessThan": {"aws:CurrentTime": "2026-11-25T12:00:01Z"}}""", "", true)]
    [InlineData("""{"DateLessThan": {"aws:CurrentTime": "2026-11-25T12:00:00Z"}}""", "", false)]
    [InlineData("""{"DateLessThanEquals": {"aws:CurrentTime": "2026-11-25T12:00:00Z"}}""", "", true)]
    [InlineData("""{"DateEquals": {"aws:CurrentTime": "2026-11-25T13:00:00+01:00"}}""", "", true)]
    [InlineData("""{"DateNotEquals": {"aws:CurrentTime": "2026-11-25T13:00:00Z"}}""", "", true)]
    [InlineData("""{"DateGreaterThan": {"aws:EpochTime": "1000"}}""", "", true)]
    [InlineData("""{"DateGreaterThanEquals": {"aws:CurrentTime": 1000}}""", "", true)]
    [InlineData("""{"Bool": {"aws:SecureTransport": "false"}}""", "aws:SecureTransport=false", true)]
    [InlineData("""{"Bool": {"aws:SecureTransport": true}}""", "aws:SecureTransport=false", false)]
    [InlineData("""{"Bool": {"aws:SecureTransport": "true"}}""", "", false)]
    [InlineData("""{"BoolIfExists": {"aws:SecureTransport": "true"}}""", "", true)]
    [InlineData("""{"Null": {"aws:Referer": "true"}}""", "", true)]
    [InlineData("""{"Null": {"aws:Referer": "true"}}""", "aws:Referer=x", false)]
    [InlineData("""{"Null": {"aws:Referer": false}}""", "aws:Referer=x", true)]
    [InlineData("""{"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}""", "aws:SourceIp=203.0.113.255", true)]
    [InlineData("""{"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}""", "aws:SourceIp=203.0.114.0", false)]
    [InlineData("""{"IpAddress": {"aws:SourceIp": "203.0.113.77/25"}}""", "aws:SourceIp=203.0.113.1", true)]
    [InlineData("""{"IpAddress": {"aws:SourceIp": "203.0.113.7"}}""", "aws:SourceIp=203.0.113.7", true)]
    [InlineData("""{"IpAddress": {"aws:SourceIp": "127.0.0.0/8"}}""", "aws:SourceIp=::ffff:127.0.0.1", true)]
    [InlineData("""{"IpAddress": {"aws:SourceIp": "2001:db8::/33"}}""", "aws:SourceIp=2001:db8:7fff::1", true)]
    [InlineData("""{"IpAddress": {"aws:SourceIp": "2001:db8::/33"}}""", "aws:SourceIp=2001:db8:8000::1", false)]
    [InlineData("""{"IpAddress": {"aws:SourceIp": "0.0.0.0/0"}}""", "aws:SourceIp=::1", false)]
    [InlineData("""{"NotIpAddress": {"aws:SourceIp": ["10.0.0.0/8", "127.0.0.1"]}}""", "aws:SourceIp=10.1.2.3", false)]
    [InlineData("""{"NotIpAddress": {"aws:SourceIp": ["10.0.0.0/8", "127.0.0.1"]}}""", "aws:SourceIp=11.1.2.3", true)]
    [InlineData("""{"StringEquals": {"aws:username": "bob", "aws:userid": "22"}}""", "", true)]
    [InlineData("""{"StringEquals": {"aws:username": "bob", "aws:userid": "23"}}""", "", false)]
    [InlineData("""{"StringEquals": {"aws:username": "bob"}, "Null": {"s3:prefix": "false"}}""", "", false)]
    public void A_condition_holds_or_not(string condition, string request, bool holds) => Holds(condition, request).ShouldBe(holds);

    [Theory]
    [InlineData("ForAnyValue:StringEquals", "a, b", true)]
    [InlineData("ForAnyValue:StringEquals", "x", false)]
    [InlineData("ForAnyValue:StringEquals", "a, x", true)]
    [InlineData("ForAnyValue:StringEquals", "", false)]
    [InlineData("ForAnyValue:StringNotEquals", "a, x", true)]
    [InlineData("ForAnyValue:StringNotEquals", "a, b", false)]
    [InlineData("ForAllValues:StringEquals", "a, b", true)]
    [InlineData("ForAllValues:StringEquals", "a, x", false)]
    [InlineData("ForAllValues:StringEquals", "", true)]
    [InlineData("ForAllValues:StringNotEquals", "x, y", true)]
    [InlineData("ForAllValues:StringNotEquals", "a, x", false)]
    [InlineData("StringEquals", "a, x", true)]
    [InlineData("StringNotEquals", "a, x", false)]
    public void Of_several_values_any_or_all_must_fit(string compare, string keys, bool holds)
    {
        var asked = keys.Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(key => $"s3:RequestObjectTagKeys={key}");

        Holds($$$"""{"{{{compare}}}": {"s3:RequestObjectTagKeys": ["a", "b"]}}""", string.Join("; ", asked)).ShouldBe(holds);
    }

    private static bool Holds(string condition, string request)
    {
        var policy = PolicyFixture.Read(PolicyFixture.Statement(("Condition", condition)));
        return policy.Evaluate("bob", "GetObject", "k", request) == PolicyVerdict.Allowed;
    }
}
