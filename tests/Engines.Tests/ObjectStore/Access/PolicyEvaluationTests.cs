namespace OrleansLld.ObjectStore.Access;

public sealed class PolicyEvaluationTests
{
    [Theory]
    [InlineData("\"*\"", "-", true)]
    [InlineData("\"*\"", "bob", true)]
    [InlineData("""{"AWS": "*"}""", "-", true)]
    [InlineData("""{"AWS": "22"}""", "bob", true)]
    [InlineData("""{"AWS": "000000000022"}""", "bob", true)]
    [InlineData("""{"AWS": "22"}""", "ann", false)]
    [InlineData("""{"AWS": "22"}""", "-", false)]
    [InlineData("""{"AWS": "arn:aws:iam::22:root"}""", "bob", true)]
    [InlineData("""{"AWS": "arn:aws:iam::22:root"}""", "ann", false)]
    [InlineData("""{"AWS": "arn:aws:iam::22:user/bob"}""", "bob", true)]
    [InlineData("""{"AWS": "arn:aws:iam::22:user/division/bob"}""", "bob", true)]
    [InlineData("""{"AWS": "arn:aws:iam::22:user/22"}""", "bob", true)]
    [InlineData("""{"AWS": "arn:aws:iam::22:user/rob"}""", "bob", false)]
    [InlineData("""{"AWS": "arn:aws:iam::33:user/bob"}""", "bob", false)]
    [InlineData("""{"AWS": "arn:aws:iam:::user/22"}""", "bob", true)]
    [InlineData("""{"AWS": "arn:aws:iam:::user/Bob"}""", "bob", true)]
    [InlineData("""{"AWS": "arn:aws:iam:::user/22"}""", "33/22", false)]
    [InlineData("""{"AWS": "arn:aws:iam::bob:root"}""", "bob", true)]
    [InlineData("""{"AWS": "arn:aws:iam::22:role/bob"}""", "bob", false)]
    [InlineData("""{"AWS": ["11", "22"]}""", "bob", true)]
    [InlineData("""{"CanonicalUser": "22"}""", "bob", true)]
    [InlineData("""{"Service": "22"}""", "bob", false)]
    public void A_principal_is_an_account(string principal, string who, bool isMeant) =>
        PolicyFixture.Read(PolicyFixture.Statement(("Principal", principal))).Evaluate(who, "GetObject", "k")
            .ShouldBe(isMeant ? PolicyVerdict.Allowed : PolicyVerdict.Nothing);

    [Theory]
    [InlineData("""{"AWS": "22"}""", "bob", PolicyVerdict.Nothing)]
    [InlineData("""{"AWS": "22"}""", "ann", PolicyVerdict.Denied)]
    [InlineData("""{"AWS": "22"}""", "-", PolicyVerdict.Denied)]
    [InlineData("\"*\"", "-", PolicyVerdict.Nothing)]
    public void All_but_a_principal_are_denied(string principal, string who, PolicyVerdict verdict) =>
        PolicyFixture.Read(PolicyFixture.Statement(("Effect", "\"Deny\""), ("NotPrincipal", principal))).Evaluate(who, "GetObject", "k")
            .ShouldBe(verdict);

    [Theory]
    [InlineData("Action", "\"s3:GetObject\"", "GetObject", true)]
    [InlineData("Action", "\"s3:getobject\"", "GetObject", true)]
    [InlineData("Action", "\"s3:GetObject\"", "GetObjectVersion", false)]
    [InlineData("Action", "\"s3:Get*\"", "GetObjectVersion", true)]
    [InlineData("Action", "\"s3:Get*\"", "PutObject", false)]
    [InlineData("Action", "\"s3:?etObject\"", "GetObject", true)]
    [InlineData("Action", "\"*\"", "PutObject", true)]
    [InlineData("NotAction", "\"s3:GetObject\"", "GetObject", false)]
    [InlineData("NotAction", "\"s3:GetObject\"", "PutObject", true)]
    public void An_action_is_named_or_fits(string field, string actions, string action, bool fits) =>
        PolicyFixture.Read(PolicyFixture.Statement((field, actions))).Evaluate("bob", action, "k")
            .ShouldBe(fits ? PolicyVerdict.Allowed : PolicyVerdict.Nothing);

    [Theory]
    [InlineData("Resource", "arn:aws:s3:::box", "", true)]
    [InlineData("Resource", "arn:aws:s3:::box", "k", false)]
    [InlineData("Resource", "arn:aws:s3:::box/*", "", false)]
    [InlineData("Resource", "arn:aws:s3:::box/*", "a/b", true)]
    [InlineData("Resource", "arn:aws:s3:::box*", "", true)]
    [InlineData("Resource", "arn:aws:s3:::box*", "a/b", true)]
    [InlineData("Resource", "arn:aws:s3:::box/a?c", "abc", true)]
    [InlineData("Resource", "arn:aws:s3:::box/a?c", "ac", false)]
    [InlineData("Resource", "arn:aws:s3:::box/*.txt", "a/b.txt", true)]
    [InlineData("Resource", "arn:aws:s3:::box/*.txt", "a/b.txt.gz", false)]
    [InlineData("Resource", "arn:aws:s3:::box/home/${aws:username}/*", "home/bob/x", true)]
    [InlineData("Resource", "arn:aws:s3:::box/home/${aws:username}/*", "home/ann/x", false)]
    [InlineData("Resource", "arn:aws:s3:::box/${*}", "*", true)]
    [InlineData("Resource", "arn:aws:s3:::box/${*}", "x", false)]
    [InlineData("Resource", "arn:aws:s3:::box/${$}", "$", true)]
    [InlineData("Resource", "arn:aws:s3:::box/${unknown, 'none'}", "none", true)]
    [InlineData("Resource", "arn:aws:s3:::box/${unknown}", "", false)]
    [InlineData("NotResource", "arn:aws:s3:::box/private/*", "public/x", true)]
    [InlineData("NotResource", "arn:aws:s3:::box/private/*", "private/x", false)]
    public void A_resource_is_the_bucket_or_keys_that_fit(string field, string resource, string key, bool fits)
    {
        var policy = PolicyFixture.Read(PolicyFixture.Statement((field, $"\"{resource}\"")));

        policy.Evaluate("bob", key.Length == 0 ? "ListBucket" : "GetObject", key)
            .ShouldBe(fits ? PolicyVerdict.Allowed : PolicyVerdict.Nothing);
    }

    [Fact]
    public void In_a_policy_of_2008_a_variable_is_plain_text()
    {
        var statement = PolicyFixture.Statement(("Resource", "\"arn:aws:s3:::box/${aws:username}\""));
        var policy = PolicyFixture.Parse($$"""{"Version": "2008-10-17", "Statement": {{statement}}}""").Value;

        policy.Evaluate("bob", "GetObject", "bob").ShouldBe(PolicyVerdict.Nothing);
        policy.Evaluate("bob", "GetObject", "${aws:username}").ShouldBe(PolicyVerdict.Allowed);
    }

    [Fact]
    public void What_a_variable_brings_in_is_no_wildcard()
    {
        var policy = PolicyFixture.Read(PolicyFixture.Statement(("Resource", "\"arn:aws:s3:::box/${aws:Referer}/x\"")));

        policy.Evaluate("bob", "GetObject", "anything/x", "aws:Referer=*").ShouldBe(PolicyVerdict.Nothing);
        policy.Evaluate("bob", "GetObject", "*/x", "aws:Referer=*").ShouldBe(PolicyVerdict.Allowed);
    }

    [Fact]
    public void A_denial_wins_wherever_it_stands()
    {
        var allow = PolicyFixture.Statement();
        var deny = PolicyFixture.Statement(("Effect", "\"Deny\""), ("Action", "\"s3:DeleteObject\""));

        PolicyFixture.Read(allow, deny).Evaluate("bob", "DeleteObject", "k").ShouldBe(PolicyVerdict.Denied);
        PolicyFixture.Read(deny, allow).Evaluate("bob", "DeleteObject", "k").ShouldBe(PolicyVerdict.Denied);
        PolicyFixture.Read(deny, allow).Evaluate("bob", "GetObject", "k").ShouldBe(PolicyVerdict.Allowed);
        PolicyFixture.Read(deny).Evaluate("bob", "GetObject", "k").ShouldBe(PolicyVerdict.Nothing);
    }

    [Fact]
    public void Tags_are_asked_for_only_where_they_decide()
    {
        var tagged = PolicyFixture.Statement(
            ("Action", "\"s3:GetObject\""), ("Condition", """{"StringEquals": {"s3:ExistingObjectTag/security": "public"}}"""));
        var policy = PolicyFixture.Read(tagged);

        policy.Evaluate("bob", "GetObject", "k", tags: null).ShouldBe(PolicyVerdict.NeedsTags);
        policy.Evaluate("bob", "GetObject", "k", tags: "security=public; x=y").ShouldBe(PolicyVerdict.Allowed);
        policy.Evaluate("bob", "GetObject", "k", tags: "security=private").ShouldBe(PolicyVerdict.Nothing);
        policy.Evaluate("bob", "GetObject", "k", tags: "security1=public").ShouldBe(PolicyVerdict.Nothing);
        policy.Evaluate("bob", "PutObject", "k", tags: null).ShouldBe(PolicyVerdict.Nothing);
        var denied = PolicyFixture.Read(tagged, PolicyFixture.Statement(("Effect", "\"Deny\"")));
        denied.Evaluate("bob", "GetObject", "k", tags: null).ShouldBe(PolicyVerdict.Denied);
    }
}
