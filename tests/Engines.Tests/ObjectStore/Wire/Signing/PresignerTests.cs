using CsCheck;

namespace OrleansLld.ObjectStore.Wire.Signing;

public sealed class PresignerTests
{
    private static readonly DateTimeOffset SignedAt = new(2026, 2, 3, 4, 5, 6, TimeSpan.Zero);

    [Fact]
    public void Whatever_is_presigned_checks_as_signed() =>
        Gen.Select(Gen.String[1, 40], Gen.String[0, 20], Gen.Long[1, 604_800]).Sample((key, value, seconds) =>
        {
            var request = new RequestToPresign("GET", "127.0.0.1:9000", $"/bucket/{key}", [new("response-content-disposition", value)]);
            var address = Presigner.Presign(request, "AKID", "secret", "us-east-1", SignedAt, TimeSpan.FromSeconds(seconds));
            var path = address[..address.IndexOf('?', StringComparison.Ordinal)];
            var query = address[(path.Length + 1)..];

            PresignedQuery.Parse(query, out var presigned).ShouldBe(PresignedOutcome.Read);
            var canonical = new CanonicalRequest();
            canonical.Begin("GET", path, query);
            canonical.AddHeader("host");
            canonical.AddValue("127.0.0.1:9000");
            canonical.End(presigned!.Claim.SignedHeaders, presigned.Payload);
            var text = StringToSign.Write(presigned.Time, presigned.Claim.Scope, canonical.Text, new byte[StringToSign.BytesMax]);
            SigningKey.Derive("secret", presigned.Claim.Scope).IsSignature(text, presigned.Claim.Signature).ShouldBeTrue();
            presigned.Lifetime.TotalSeconds.ShouldBe(seconds);
        });

    [Fact]
    public void A_lifetime_has_bounds()
    {
        var request = new RequestToPresign("GET", "host", "/b/k", []);

        Should.Throw<ArgumentOutOfRangeException>(() => Presigner.Presign(request, "A", "s", "", SignedAt, TimeSpan.Zero));
        Should.Throw<ArgumentOutOfRangeException>(() => Presigner.Presign(request, "A", "s", "", SignedAt, TimeSpan.FromDays(7.1)));
    }
}
