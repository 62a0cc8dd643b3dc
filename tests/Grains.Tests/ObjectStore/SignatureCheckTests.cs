using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using OrleansLld.Accounts;
using OrleansLld.ObjectStore.Wire;
using OrleansLld.ObjectStore.Wire.Signing;

namespace OrleansLld.ObjectStore;

/// <summary>Who is let in as whom, over real accounts.</summary>
public sealed class SignatureCheckTests(SignatureCheckTests.Signers signers) : IClassFixture<SignatureCheckTests.Signers>
{
    private const string Id = "KEY";
    private const string Secret = "secret-of-KEY";

    private static readonly DateTimeOffset Now = new(2026, 2, 3, 12, 0, 0, TimeSpan.Zero);
    private static readonly Requester Alice = new(new AccountId(42), "alice");

    private readonly FakeTimeProvider _time = new(Now);

    private SignatureCheck Checked => field ??= new SignatureCheck(
        new CredentialCache(signers.Grains, _time, Options.Create(new CredentialCacheOptions())),
        new SigningKeys(_time, Options.Create(new CredentialCacheOptions())),
        _time);

    [Fact]
    public async Task A_signed_request_is_its_signers()
    {
        var checkedRequest = await Check(Get("/bucket/a%20key?versionId=x").With("x-amz-meta-a", "b").Signed(Id, Secret, Now));

        checkedRequest.Refusal.ShouldBeNull();
        checkedRequest.Requester.ShouldBe(Alice);
        checkedRequest.Payload.ShouldBe(PayloadKind.Unsigned);
    }

    [Theory]
    [InlineData("eu-central-1")]
    [InlineData("")]
    public async Task The_region_may_be_called_anything(string region) =>
        (await Check(Get("/bucket").Signed(Id, Secret, Now, region: region))).Requester.ShouldBe(Alice);

    [Fact]
    public async Task What_was_signed_of_the_body_is_known()
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData("body"u8));

        var hashed = await Check(Get("/b/k").Signed(Id, Secret, Now, hash));
        hashed.Payload.ShouldBe(PayloadKind.Hashed);
        hashed.PayloadHash.ShouldBe(hash);
        var chunked = await Check(Get("/b/k").Signed(Id, Secret, Now, "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"));
        chunked.Payload.ShouldBe(PayloadKind.SignedChunks);
        chunked.Chunks.ShouldNotBeNull();
        var trailed = await Check(Get("/b/k").Signed(Id, Secret, Now, "STREAMING-UNSIGNED-PAYLOAD-TRAILER"));
        trailed.Payload.ShouldBe(PayloadKind.UnsignedChunksWithTrailer);
        trailed.Chunks.ShouldBeNull();
    }

    [Fact]
    public async Task A_request_without_a_signature_is_nobodys()
    {
        (await Check(Get("/bucket"))).ShouldBe(CheckedRequest.Anonymous);
        (await Check(Get("/bucket").With("Authorization", ""))).ShouldBe(CheckedRequest.Anonymous);
        (await Check(Get("/bucket").With("Cookie", "orleanslld-operator=token"))).ShouldBe(CheckedRequest.Anonymous);
    }

    [Fact]
    public async Task Whatever_was_changed_after_the_signing_is_seen()
    {
        SentRequest Signed() => Get("/bucket/key?versionId=x").With("x-amz-acl", "private").Signed(Id, Secret, Now);
        const string mismatch = "SignatureDoesNotMatch";

        await Refused(Get("/bucket/key").Signed(Id, "another secret", Now), mismatch);
        await Refused(Signed().With("x-amz-acl", "public-read"), mismatch);
        await Refused(Signed().Without("x-amz-acl"), mismatch);
        await Refused(Signed().With("Host", "example.com"), mismatch);
        await Refused(Signed().With("x-amz-date", SigningTime.Format(Now.AddSeconds(1))), mismatch);
        await Refused(Signed().With("x-amz-content-sha256", new string('0', 64)), mismatch);
        var moved = Signed();
        moved.Http.Request.Method = "DELETE";
        await Refused(moved, mismatch);
    }

    [Fact]
    public async Task Whoever_signs_something_else_is_told_what_was_to_be_signed()
    {
        var details = (await Check(Get("/bucket/a%20key").Signed(Id, "another secret", Now))).Refusal!.Details.ToDictionary();

        details["AWSAccessKeyId"].ShouldBe(Id);
        details["StringToSign"].ShouldStartWith("AWS4-HMAC-SHA256\n20260203T120000Z\n20260203/us-east-1/s3/aws4_request\n");
        details["CanonicalRequest"].ShouldStartWith("GET\n/bucket/a%20key\n\nhost:127.0.0.1:9000\n");
        details["SignatureProvided"].Length.ShouldBe(SigningKey.SignatureLength);
    }

    [Fact]
    public async Task A_header_of_amazons_that_is_not_signed_is_refused() =>
        await Refused(Get("/b/k").Signed(Id, Secret, Now).With("x-amz-acl", "public-read"), "AccessDenied", "not signed");

    [Theory]
    [InlineData("NOBODY")]
    [InlineData("MAIL")]
    [InlineData("no id")]
    public async Task A_key_that_is_none_of_s3_is_unknown(string id) =>
        await Refused(Get("/bucket").Signed(id, $"secret-of-{id}", Now), "InvalidAccessKeyId");

    [Fact]
    public async Task A_clock_may_be_wrong_by_a_quarter_of_an_hour()
    {
        (await Check(Get("/b").Signed(Id, Secret, Now.AddMinutes(15)))).Refusal.ShouldBeNull();
        (await Check(Get("/b").Signed(Id, Secret, Now.AddMinutes(-15)))).Refusal.ShouldBeNull();
        await Refused(Get("/b").Signed(Id, Secret, Now.AddSeconds(901)), "RequestTimeTooSkewed");
        await Refused(Get("/b").Signed(Id, Secret, Now.AddSeconds(-901)), "RequestTimeTooSkewed");
    }

    [Fact]
    public async Task A_signature_has_a_date_and_says_what_becomes_of_the_body()
    {
        await Refused(Get("/b").Signed(Id, Secret, Now).Without("x-amz-date"), "AccessDenied", "valid Date");
        await Refused(Get("/b").Signed(Id, Secret, Now).With("x-amz-date", "Bad Date"), "AccessDenied", "valid Date");
        await Refused(Get("/b").Signed(Id, Secret, Now).With("x-amz-date", ""), "AccessDenied", "valid Date");
        await Refused(Get("/b").Signed(Id, Secret, Now).With("x-amz-date", "19500707T215304Z"), "AccessDenied", "valid Date");
        await Refused(Get("/b").Signed(Id, Secret, Now).Without("x-amz-content-sha256"), "InvalidRequest", "x-amz-content-sha256");
        await Refused(Get("/b").Signed(Id, Secret, Now, "SOMETHING-ELSE"), "InvalidArgument", "x-amz-content-sha256");
    }

    [Theory]
    [InlineData("AWS4-HMAC-SHA256 Credential=HAHAHA", "AuthorizationHeaderMalformed")]
    [InlineData("AWS4-HMAC-SHA256 Credential=HAHAHA, SignedHeaders=host, Signature=f00", "AuthorizationHeaderMalformed")]
    [InlineData("AWS4 HAHAHA", "InvalidArgument")]
    [InlineData("Basic dTpw", "InvalidArgument")]
    [InlineData("AWS KEY:c2lnbmF0dXJl", "InvalidRequest")]
    public async Task A_header_that_is_no_signature_is_refused(string header, string code) =>
        await Refused(Get("/b").Signed(Id, Secret, Now).With("Authorization", header), code);

    [Fact]
    public async Task A_signature_for_another_service_or_day_is_malformed()
    {
        await Refused(Get("/b").Signed(Id, Secret, Now, service: "ec2"), "AuthorizationHeaderMalformed", "\"ec2\"");
        var request = Get("/b").Signed(Id, Secret, Now);
        var yesterday = request.Http.Request.Headers.Authorization.ToString().Replace("/20260203/", "/20260202/", StringComparison.Ordinal);
        await Refused(request.With("Authorization", yesterday), "AuthorizationHeaderMalformed", "20260202");
    }

    [Fact]
    public async Task A_request_is_signed_once() =>
        await Refused(
            new SentRequest("GET", Presigned("GET", "/b/k")).Signed(Id, Secret, Now), "InvalidArgument", "Only one auth mechanism");

    [Fact]
    public async Task A_presigned_address_is_good_for_its_lifetime()
    {
        var address = Presigned("GET", "/bucket/a key");

        (await Check(Get(address))).Requester.ShouldBe(Alice);
        _time.Advance(TimeSpan.FromSeconds(59));
        (await Check(Get(address))).Requester.ShouldBe(Alice);
        _time.Advance(TimeSpan.FromSeconds(1));
        await Refused(Get(address), "AccessDenied", "Request has expired");
    }

    [Fact]
    public async Task A_presigned_address_opens_nothing_else()
    {
        var address = Presigned("GET", "/bucket/key");

        await Refused(new SentRequest("PUT", address), "SignatureDoesNotMatch");
        await Refused(Get(address.Replace("/key", "/other", StringComparison.Ordinal)), "SignatureDoesNotMatch");
        await Refused(Get(address + "&versionId=x"), "SignatureDoesNotMatch");
        await Refused(Get(address).With("Host", "example.com"), "SignatureDoesNotMatch");
        await Refused(Get(address).With("x-amz-acl", "public-read"), "AccessDenied", "not signed");
        await Refused(Get(address.Replace("Credential=KEY", "Credential=NOBODY", StringComparison.Ordinal)), "InvalidAccessKeyId");
    }

    [Theory]
    [InlineData("&X-Amz-Expires=60", "", "AuthorizationQueryParametersError")]
    [InlineData("X-Amz-Expires=60", "X-Amz-Expires=604801", "AuthorizationQueryParametersError")]
    [InlineData("X-Amz-Expires=60", "X-Amz-Expires=-7", "AuthorizationQueryParametersError")]
    [InlineData("X-Amz-Expires=60", "X-Amz-Expires=0", "AccessDenied")]
    [InlineData("%2Fs3%2F", "%2Fec2%2F", "AuthorizationQueryParametersError")]
    [InlineData("%2F20260203%2F", "%2F20260202%2F", "AuthorizationQueryParametersError")]
    [InlineData("SignedHeaders=host", "SignedHeaders=date", "AccessDenied")]
    [InlineData("20260203T120000Z", "20260203T123000Z", "AccessDenied")]
    public async Task An_address_that_is_not_well_presigned_is_refused(string part, string changed, string code) =>
        await Refused(Get(Presigned("GET", "/b/k").Replace(part, changed, StringComparison.Ordinal)), code);

    [Fact]
    public async Task An_address_presigned_as_boto3_does_by_default_is_good()
    {
        var expires = Now.AddMinutes(1).ToUnixTimeSeconds();
        var text = $"GET\n\n\n{expires}\nx-amz-acl:private\n/bucket/key?versionId=x";
        var signature = Uri.EscapeDataString(Sha1Signature(text));
        var address = $"/bucket/key?versionId=x&AWSAccessKeyId={Id}&Signature={signature}&Expires={expires}&x-amz-acl=private";

        (await Check(Get(address))).Requester.ShouldBe(Alice);
        await Refused(new SentRequest("PUT", address), "SignatureDoesNotMatch");
        await Refused(Get(address).With("x-amz-acl", "public-read"), "SignatureDoesNotMatch");
        await Refused(Get(address.Replace($"Id={Id}", "Id=NOBODY", StringComparison.Ordinal)), "InvalidAccessKeyId");
        await Refused(Get(address.Replace($"&Expires={expires}", "", StringComparison.Ordinal)), "AccessDenied");
        await Refused(Get(address.Replace($"&Expires={expires}", "&Expires=soon", StringComparison.Ordinal)), "AccessDenied");
        _time.Advance(TimeSpan.FromMinutes(1));
        await Refused(Get(address), "AccessDenied", "Request has expired");
    }

    [Fact]
    public async Task A_form_is_signed_by_its_policy()
    {
        var policy = Convert.ToBase64String("{\"expiration\": \"2026-02-03T13:00:00Z\", \"conditions\": []}"u8);
        var scope = new CredentialScope("20260203", "us-east-1", "s3");
        var form = new Dictionary<string, string>
        {
            ["policy"] = policy,
            ["x-amz-algorithm"] = "AWS4-HMAC-SHA256",
            ["x-amz-credential"] = $"{Id}/{scope}",
            ["x-amz-date"] = "20260203T120000Z",
            ["x-amz-signature"] = SigningKey.Derive(Secret, scope).Sign(Encoding.ASCII.GetBytes(policy)),
        };

        (await CheckForm(form)).Requester.ShouldBe(Alice);
        (await CheckForm(new(form) { ["policy"] = policy + "=" })).Refusal!.Code.ShouldBe("SignatureDoesNotMatch");
        (await CheckForm(new(form) { ["x-amz-credential"] = $"NOBODY/{scope}" })).Refusal!.Code.ShouldBe("InvalidAccessKeyId");
        (await CheckForm(new(form) { ["x-amz-date"] = "20260204T120000Z" })).Refusal!.Code.ShouldBe("InvalidArgument");
        form.Remove("x-amz-signature");
        (await CheckForm(form)).Refusal!.Code.ShouldBe("InvalidArgument");
    }

    [Fact]
    public async Task A_form_may_be_signed_as_boto3_does_by_default()
    {
        const string policy = "cG9saWN5";
        var form = new Dictionary<string, string>
        {
            ["policy"] = policy,
            ["awsaccesskeyid"] = Id,
            ["signature"] = Sha1Signature(policy),
        };

        (await CheckForm(form)).Requester.ShouldBe(Alice);
        (await CheckForm(new(form) { ["policy"] = "cG9saWN6" })).Refusal!.Code.ShouldBe("SignatureDoesNotMatch");
        (await CheckForm(new(form) { ["awsaccesskeyid"] = "NOBODY" })).Refusal!.Code.ShouldBe("InvalidAccessKeyId");
        form.Remove("signature");
        (await CheckForm(form)).Refusal!.Code.ShouldBe("InvalidArgument");
    }

    [Fact]
    public async Task A_signed_in_page_is_let_in_by_its_token()
    {
        await using var accounts = await AccountsCluster.Start();
        await using var house = House(accounts.Grains);
        var (token, _) = house.GetRequiredService<Tokens>().Issue(new Caller(new AccountId(42), "alice", IsAdministrator: false));

        (await Check(FromPage($"Bearer {token}"))).Requester.ShouldBe(Alice);
        await Refused(FromPage("Bearer nonsense"), "AccessDenied");
        await Refused(FromPage($"Bearer {token[..^2]}"), "AccessDenied");

        SentRequest FromPage(string authorization)
        {
            var request = Get("/bucket").With("Authorization", authorization);
            request.Http.RequestServices = house.CreateScope().ServiceProvider;
            return request;
        }
    }

    [Fact]
    public async Task Chunks_cannot_be_signed_by_nobody() =>
        await Refused(Get("/b").With("x-amz-content-sha256", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"), "AccessDenied");

    private static SentRequest Get(string target) => new("GET", target);

    private static string Presigned(string method, string path) => Presigner.Presign(
        new RequestToPresign(method, SentRequest.Host, path, []), Id, Secret, "us-east-1", Now, TimeSpan.FromMinutes(1));

    private static string Sha1Signature(string text)
    {
#pragma warning disable CA5350 // Version 2 is made with it.
        return Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes(text)));
#pragma warning restore CA5350
    }

    private static ServiceProvider House(IGrainFactory grains)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        services.Configure<GatewayOptions>(options => options.TokenKey = Convert.ToBase64String(new byte[32]));
        services.AddSingleton(grains);
        services.AddSignIn();
        return services.BuildServiceProvider();
    }

    private ValueTask<CheckedRequest> Check(SentRequest request) => Checked.Check(request.Http, request.Target);

    private ValueTask<CheckedRequest> CheckForm(Dictionary<string, string> fields) =>
        Checked.CheckForm(new FormSignature(fields.GetValueOrDefault), default);

    private async Task Refused(SentRequest request, string code, string message = "")
    {
        var checkedRequest = await Check(request);
        checkedRequest.Refusal.ShouldNotBeNull();
        checkedRequest.Refusal.Code.ShouldBe(code);
        checkedRequest.Refusal.Message.ShouldContain(message);
        checkedRequest.Requester.ShouldBe(Requester.Anonymous);
    }

    /// <summary>One account with a key to S3 and one to its mail, which no test changes.</summary>
    public sealed class Signers : IAsyncLifetime
    {
        private AccountsCluster _accounts = null!;

        public IGrainFactory Grains => _accounts.Grains;

        public async ValueTask InitializeAsync()
        {
            _accounts = await AccountsCluster.Start();
            await _accounts.Register("alice", id: 42);
            await _accounts.Account("alice").CreateCredential(_accounts.NewCredential(Id, CredentialKind.S3), default);
            await _accounts.Account("alice").CreateCredential(_accounts.NewCredential("MAIL", CredentialKind.Mail), default);
        }

        public ValueTask DisposeAsync() => _accounts.DisposeAsync();
    }
}
