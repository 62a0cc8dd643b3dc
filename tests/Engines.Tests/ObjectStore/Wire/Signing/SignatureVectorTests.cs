using System.Text;

namespace OrleansLld.ObjectStore.Wire.Signing;

/// <summary>The vectors that AWS publishes for all its services.</summary>
public sealed class SignatureVectorTests
{
    public static TheoryData<string> Names => [.. SignatureVector.All.Keys.Order(StringComparer.Ordinal)];

    [Fact]
    public void There_are_38() => SignatureVector.All.Count.ShouldBe(38);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_request_signed_in_its_headers_is_what_the_vector_says(string name)
    {
        var vector = SignatureVector.All[name];
        var request = vector.Request("header-signed-request.txt");
        AuthorizationHeader.Parse(request.Values("Authorization").Single(), out var claim).ShouldBe(AuthorizationOutcome.Read);

        CheckSteps(vector, request, claim!, request.Values("X-Amz-Date").Single(), "header");
        claim!.AccessKeyId.ShouldBe("AKIDEXAMPLE");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_request_signed_in_its_query_is_what_the_vector_says(string name)
    {
        var vector = SignatureVector.All[name];
        var request = vector.Request("query-signed-request.txt");
        var query = request.Query;
        // Only the services that want it so leave the token out of what is signed.
        if (vector.Context.TryGetProperty("omit_session_token", out var omitted) && omitted.GetBoolean())
            query = string.Join('&', query.Split('&').Where(parameter => !parameter.Contains("-Token=", StringComparison.Ordinal)));
        PresignedQuery.IsIn(query).ShouldBeTrue();
        PresignedQuery.Parse(query, out var presigned).ShouldBe(PresignedOutcome.Read);

        CheckSteps(vector, request with { Query = query }, presigned!.Claim, presigned.Time, "query");
        presigned.Lifetime.ShouldBe(TimeSpan.FromHours(1));
        presigned.SignedAt.ShouldBe(new DateTimeOffset(2015, 8, 30, 12, 36, 0, TimeSpan.Zero));
    }

    private static void CheckSteps(SignatureVector vector, VectorRequest request, SignatureClaim claim, string time, string form)
    {
        var canonical = new CanonicalRequest();
        if (vector.IsNormalized)
            canonical.BeginNormalized(request.Method, request.Path, request.Query);
        else
            canonical.Begin(request.Method, request.Path, request.Query);
        request.End(canonical, claim.SignedHeaders, request.BodyHash);
        Encoding.UTF8.GetString(canonical.Text).ShouldBe(vector[$"{form}-canonical-request.txt"]);

        var text = StringToSign.Write(time, claim.Scope, canonical.Text, new byte[StringToSign.BytesMax]);
        Encoding.UTF8.GetString(text).ShouldBe(vector[$"{form}-string-to-sign.txt"]);

        var key = SigningKey.Derive(vector.Secret, claim.Scope);
        key.Sign(text).ShouldBe(vector[$"{form}-signature.txt"]);
        claim.Signature.ShouldBe(vector[$"{form}-signature.txt"]);
        key.IsSignature(text, claim.Signature).ShouldBeTrue();
    }
}
