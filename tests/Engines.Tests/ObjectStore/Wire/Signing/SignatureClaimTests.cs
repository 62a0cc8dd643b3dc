namespace OrleansLld.ObjectStore.Wire.Signing;

/// <summary>What requests say of their signatures, well said or not.</summary>
public sealed class SignatureClaimTests
{
    private const string Credential = "Credential=AKID/20130524/us-east-1/s3/aws4_request";
    private const string Query = "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKID%2F20130524%2Fus-east-1%2Fs3%2Faws4_request"
        + "&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=f00";

    [Theory]
    [InlineData($"AWS4-HMAC-SHA256 {Credential}, SignedHeaders=host, Signature=f00", AuthorizationOutcome.Read)]
    [InlineData($"AWS4-HMAC-SHA256 {Credential},SignedHeaders=host,Signature=f00", AuthorizationOutcome.Read)]
    [InlineData($"AWS4-HMAC-SHA256   Signature=f00 ,SignedHeaders=host ,  {Credential}", AuthorizationOutcome.Read)]
    [InlineData("AWS4-HMAC-SHA256 Credential=HAHAHA", AuthorizationOutcome.Malformed)]
    [InlineData("AWS4-HMAC-SHA256", AuthorizationOutcome.Malformed)]
    [InlineData($"AWS4-HMAC-SHA256 {Credential}, SignedHeaders=host", AuthorizationOutcome.Malformed)]
    [InlineData($"AWS4-HMAC-SHA256 {Credential}, SignedHeaders=host, Signature=f00, More=1", AuthorizationOutcome.Malformed)]
    [InlineData("AWS4-HMAC-SHA256 Credential=HAHAHA, SignedHeaders=host, Signature=f00", AuthorizationOutcome.CredentialMalformed)]
    [InlineData($"AWS4-HMAC-SHA256 {Credential}, SignedHeaders=date, Signature=f00", AuthorizationOutcome.HostNotSigned)]
    [InlineData("AWS4 HAHAHA", AuthorizationOutcome.OtherScheme)]
    [InlineData("Basic dTpw", AuthorizationOutcome.OtherScheme)]
    [InlineData("", AuthorizationOutcome.OtherScheme)]
    [InlineData("AWS AKID:c2ln", AuthorizationOutcome.OldVersion)]
    public void A_header_is_read_or_refused_for_a_reason(string header, AuthorizationOutcome outcome) =>
        AuthorizationHeader.Parse(header, out _).ShouldBe(outcome);

    [Theory]
    [InlineData("AKID/20130524/us-east-1/s3/aws4_request", true)]
    [InlineData("AKID/20130524//s3/aws4_request", true)]
    [InlineData("/20130524/us-east-1/s3/aws4_request", false)]
    [InlineData("AKID/2013052/us-east-1/s3/aws4_request", false)]
    [InlineData("AKID/2013052x/us-east-1/s3/aws4_request", false)]
    [InlineData("AKID/20130524/us-east-1//aws4_request", false)]
    [InlineData("AKID/20130524/us-east-1/s3/aws5_request", false)]
    [InlineData("AKID/20130524/us-east-1/s3/aws4_request/more", false)]
    [InlineData("AKID/20130524/üs-east-1/s3/aws4_request", false)]
    public void A_credential_is_an_id_and_a_scope(string text, bool isOne) =>
        CredentialScope.TryParse(text, out _, out _).ShouldBe(isOne);

    [Fact]
    public void A_region_of_any_length_is_none() =>
        CredentialScope.TryParse($"AKID/20130524/{new string('x', 65)}/s3/aws4_request", out _, out _).ShouldBeFalse();

    [Theory]
    [InlineData("", "", PresignedOutcome.Read)]
    [InlineData("X-Amz-Expires=86400", "X-Amz-Expires=604800", PresignedOutcome.Read)]
    [InlineData("X-Amz-Expires=86400", "X-Amz-Expires=0", PresignedOutcome.Read)]
    [InlineData("&X-Amz-Expires=86400", "", PresignedOutcome.Incomplete)]
    [InlineData("&X-Amz-Signature=f00", "", PresignedOutcome.Incomplete)]
    [InlineData("HMAC-SHA256", "HMAC-SHA1", PresignedOutcome.OtherAlgorithm)]
    [InlineData("AKID%2F", "", PresignedOutcome.CredentialMalformed)]
    [InlineData("T000000Z", "", PresignedOutcome.TimeMalformed)]
    [InlineData("Date=2013", "Date=1950", PresignedOutcome.TimeMalformed)]
    [InlineData("X-Amz-Expires=86400", "X-Amz-Expires=soon", PresignedOutcome.LifetimeMalformed)]
    [InlineData("X-Amz-Expires=86400", "X-Amz-Expires=99999999999999999999", PresignedOutcome.LifetimeMalformed)]
    [InlineData("X-Amz-Expires=86400", "X-Amz-Expires=-7", PresignedOutcome.LifetimeNegative)]
    [InlineData("X-Amz-Expires=86400", "X-Amz-Expires=604801", PresignedOutcome.LifetimeTooLong)]
    [InlineData("Headers=host", "Headers=x-amz-date", PresignedOutcome.HostNotSigned)]
    public void A_query_is_read_or_refused_for_a_reason(string part, string changed, PresignedOutcome outcome)
    {
        var query = part.Length == 0 ? Query : Query.Replace(part, changed, StringComparison.Ordinal);
        PresignedQuery.IsIn(query).ShouldBeTrue();
        PresignedQuery.Parse(query, out _).ShouldBe(outcome);
    }

    [Theory]
    [InlineData("")]
    [InlineData("prefix=X-Amz-Algorithm")]
    [InlineData("X-Amz-Content-Sha256=UNSIGNED-PAYLOAD")]
    public void Other_queries_are_not_taken_for_presigned_ones(string query) => PresignedQuery.IsIn(query).ShouldBeFalse();

    [Fact]
    public void A_header_is_covered_only_by_its_whole_name()
    {
        var claim = new SignatureClaim("AKID", new("20130524", "", "s3"), "host;x-amz-acl", "");

        claim.Covers("x-amz-acl").ShouldBeTrue();
        claim.Covers("x-amz").ShouldBeFalse();
        claim.Covers("acl").ShouldBeFalse();
    }

    [Fact]
    public void No_list_of_headers_goes_on_for_ever() =>
        AuthorizationHeader.Parse(
            $"AWS4-HMAC-SHA256 {Credential}, SignedHeaders={string.Join(';', Enumerable.Repeat("host", 101))}, Signature=f00",
            out _).ShouldBe(AuthorizationOutcome.HostNotSigned);

    [Theory]
    [InlineData("f0e8")]
    [InlineData("zz")]
    [InlineData("00000000000000000000000000000000000000000000000000000000000000zz")]
    public void What_is_no_signature_is_none_of_any_text(string signature) =>
        SigningKey.Derive("secret", new("20130524", "", "s3")).IsSignature("text"u8, signature).ShouldBeFalse();
}
